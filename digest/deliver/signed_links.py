"""Signed links: a recipient's own addresses for leaving, choosing and reading in the browser.

A token names the recipient and the edition, and carries a signature that covers what the link is
for: a link for reading, which people forward, can therefore not be made into one for leaving.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

_SIGNATURE_OCTETS = 15  # 120 bits, 20 characters without padding
_SHORT_SIGNATURE_OCTETS = 10  # 80 bits, 16 characters: a local part has 64 at most
_TOKEN = re.compile(
    # bounded, so that no hostile text makes the search long
    r"-?\d{1,18}\.[\w.%~-]{1,120}~[A-Za-z0-9_-]{20}|\d{1,18}=[a-z2-7]{16}",
    re.IGNORECASE | re.ASCII,
)


class Purpose(StrEnum):
    """What a link lets its bearer do. The words stand in the link's path."""

    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    BROWSER = "browser"
    BOUNCE = "bounce"  # no link: the envelope sender, to which bounces come back (VERP)


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipientLinks:
    """One recipient's links in one edition. ``unsubscribe_mail`` is a mailto URL, may be empty."""

    unsubscribe: str
    preferences: str
    browser: str
    unsubscribe_mail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bearer:
    """Whom a link was made for, and in which edition it stood (an envelope sender tells none)."""

    recipient: int
    edition: str = ""


def links_for(
    recipient: int, edition: str, *, base_url: str, secret: bytes, unsubscribe_address: str = ""
) -> RecipientLinks:
    """The recipient's links, always the same for the same recipient, edition and secret."""
    base = base_url.rstrip("/")
    bearer = f"{recipient}.{quote(edition, safe='')}"
    leave = _token(Purpose.UNSUBSCRIBE, bearer, secret)
    mail = f"mailto:{unsubscribe_address}?subject=unsubscribe%20{leave}"
    return RecipientLinks(
        unsubscribe=f"{base}/unsubscribe/{leave}",
        preferences=f"{base}/preferences/{_token(Purpose.PREFERENCES, bearer, secret)}",
        browser=f"{base}/browser/{_token(Purpose.BROWSER, bearer, secret)}",
        unsubscribe_mail=mail if unsubscribe_address else "",
    )


def read_token(token: str, purpose: Purpose, *, secret: bytes) -> Bearer | None:
    """Whom the token was made for; nothing when it is forged, cut, or made for another purpose."""
    bearer, _, signature = token.rpartition("~")
    number, _, edition = bearer.partition(".")
    expected = _token(purpose, bearer, secret)
    if not token.isascii() or not signature or not hmac.compare_digest(token, expected):
        return None
    return Bearer(recipient=int(number), edition=unquote(edition))


def bounce_address(recipient: int, address: str, *, secret: bytes) -> str:
    """The envelope sender for one recipient's letters: ``address`` with a signed token in it.

    Only small letters and digits: some servers do not keep the case of what they send back.
    """
    local, _, domain = address.rpartition("@")
    return f"{local}+{_bounce_token(recipient, secret)}@{domain}"


def read_bounce_token(token: str, *, secret: bytes) -> Bearer | None:
    """Whom the token in an envelope sender was made for; nothing when it is forged."""
    number = token.partition("=")[0]
    if not token.isascii() or not number.isdigit() or len(number) > 18:
        return None
    if not hmac.compare_digest(token.lower(), _bounce_token(int(number), secret)):
        return None
    return Bearer(recipient=int(number))


def find_tokens(text: str) -> tuple[str, ...]:
    """What looks like a token in the text, each once; whether it is one, ``read_…`` tells."""
    unfolded = re.sub(r"\r?\n[ \t]+", "", text)
    return tuple(dict.fromkeys(_TOKEN.findall(unfolded)))[:20]


def _bounce_token(recipient: int, secret: bytes) -> str:
    signed = f"{Purpose.BOUNCE.value}\0{recipient}".encode()
    signature = _signature(signed, secret, _SHORT_SIGNATURE_OCTETS)
    return f"{recipient}={b32encode(signature).decode('ascii').lower()}"


def _token(purpose: Purpose, bearer: str, secret: bytes) -> str:
    signed = f"{purpose.value}\0{bearer}".encode("utf-8", "replace")
    signature = _signature(signed, secret, _SIGNATURE_OCTETS)
    # "~" is unreserved in URLs (RFC 3986 2.3) and in no base64 alphabet
    return f"{bearer}~{urlsafe_b64encode(signature).decode('ascii')}"


def _signature(signed: bytes, secret: bytes, octets: int) -> bytes:
    key = secret if len(secret) <= hashlib.blake2b.MAX_KEY_SIZE else hashlib.sha256(secret).digest()
    # keyed BLAKE2 (RFC 7693 2.9): a quarter of HMAC's time, which is paid for every letter
    return hashlib.blake2b(signed, key=key, digest_size=octets).digest()
