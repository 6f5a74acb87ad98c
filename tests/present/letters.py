"""A good letter to spoil: our own mail, addressed as a courier would send it."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache

from digest.check.checker import check_document
from digest.model.mail import STAND_INS, Finding, Mail
from tests.present.editions import EDITION
from tests.present.presenting import mail_of

HEADERS = {
    "Date": "Mon, 23 Nov 2026 06:30:00 +0200",
    "Message-ID": "<morning-2026-11-23.7@digest.example.com>",
    "From": "The Harbour Gazette <morning@digest.example.com>",
    "To": "Ada Reader <ada@readers.example.org>",
    "Subject": "Council votes to close the Old Swing Bridge",
    "List-Unsubscribe": "<https://digest.example.com/u/7>, <mailto:leave@digest.example.com>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Id": "<morning.digest.example.com>",
}


@cache
def good_mail() -> Mail:
    """The full edition as a mail."""
    return mail_of(EDITION)


def addressed(content: str) -> str:
    """A mail's part with one recipient's links."""
    for url in STAND_INS:
        content = content.replace(
            url, url.replace("https://recipient.invalid", "https://digest.example.com")
        )
    return content


@cache
def letter(html: str | None = None, text: str | None = None, **headers: str | None) -> bytes:
    """A letter with these parts in place of the good ones; a header of None is left out."""
    message = EmailMessage()
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {**HEADERS, **changed}.items():
        if value is not None:
            message[name] = value
    message.set_content(
        addressed(good_mail().text if text is None else text), cte="quoted-printable"
    )
    message.add_alternative(
        addressed(good_mail().html if html is None else html),
        subtype="html",
        cte="quoted-printable",
    )
    return bytes(message)


def check_html(html: str) -> tuple[Finding, ...]:
    """What is wrong with an HTML document, as far as it alone can tell: errors first."""
    return check_document(html.encode("utf-8", "surrogatepass"))
