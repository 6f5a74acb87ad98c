"""The mails that are proved: every template, in two directions, as they would be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import links_for
from digest.model.edition import Edition
from digest.model.mail import Mail, Recipient
from digest.model.settings import MailServer
from digest.present.subject import preheader_of, subject_of
from digest.present.views import InboxLine, MailStyle, context_of
from tests.present.editions import ARABIC_EDITION, EDITION, NEWSLETTER, PUBLICATION
from tests.present.presenting import OURS, TEMPLATES, mail_of

_READER = Recipient(
    id=7, newsletter="morning", address="ada@readers.example.org", name="Ada Reader"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    """One mail under proof: as it is approved, as one reader gets it, and its MJML."""

    name: str
    template: str
    edition: Edition
    mail: Mail
    letter: bytes
    mjml: str


def mails(date: datetime) -> Iterator[Proved]:
    """Every template with an English and an Arabic edition, as sent at ``date``."""
    for template in TEMPLATES:
        for suffix, edition in (("", EDITION), ("-arabic", ARABIC_EDITION)):
            mail = mail_of(edition, template)
            yield Proved(
                name=f"{template}{suffix}",
                template=template,
                edition=edition,
                mail=mail,
                letter=letter_of(mail, date),
                mjml=mjml_of(edition, template),
            )


def letter_of(mail: Mail, date: datetime) -> bytes:
    """The mail as the courier would take it to one reader."""
    compiled = compile_mail(
        mail,
        newsletter=NEWSLETTER,
        publication=PUBLICATION,
        server=MailServer(unsubscribe_address="leave@digest.example.com"),
        date=date,
    )
    links = links_for(
        _READER.id,
        mail.edition,
        base_url=PUBLICATION.base_url,
        secret=b"proof",
        unsubscribe_address="leave@digest.example.com",
    )
    return write_letter(compiled, _READER, links=links).content


def mjml_of(edition: Edition, template: str) -> str:
    """The MJML that the template makes of an edition."""
    look = MailStyle(
        publication=PUBLICATION,
        newsletter=replace(NEWSLETTER, template=template),
        words=OURS.words(edition.language),
        theme=OURS.theme(),
    )
    subject = subject_of(edition)
    inbox = InboxLine(subject=subject, preheader=preheader_of(edition, subject))
    context = context_of(edition, look, inbox)
    return OURS.fill(f"{template}.mjml", context)
