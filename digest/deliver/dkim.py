"""DKIM (RFC 6376): a letter signed by the newsroom's domain, with Ed25519 (RFC 8463), RSA, or both.

Headers are canonicalised as "relaxed", since servers refold them; the body as "simple", since it is
quoted-printable with CRLF ends and leaves nothing for a server to tidy.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from digest.model.errors import DeliveryError
from digest.model.mail import Letter
from digest.model.message import Message

_SIGNED = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "list-id",
    "list-unsubscribe",  # RFC 8058 4: both must be covered
    "list-unsubscribe-post",
    "feedback-id",  # Gmail counts by it only where it is signed
    "mime-version",
    "content-type",
    "content-language",
)
_FIELD_END = re.compile(rb"\r\n(?![ \t])")
_WHITE_SPACE = re.compile(rb"[ \t\r\n]+")
_CHARACTERS_IN_A_LINE = 70
_RSA_BITS = 2048
_LONGEST_STRING = 255  # RFC 1035 3.3: what one length octet can say


class Algorithm(StrEnum):
    """How a key signs. The words are those of the DNS record's ``k`` tag."""

    ED25519 = "ed25519"  # fast, small; some receivers do not know it yet
    RSA = "rsa"  # every receiver knows it


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningKey:
    """A private key; the DNS has its public half at ``selector._domainkey.domain``."""

    domain: str
    selector: str
    private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey

    @property
    def algorithm(self) -> Algorithm:
        is_rsa = isinstance(self.private, rsa.RSAPrivateKey)
        return Algorithm.RSA if is_rsa else Algorithm.ED25519


@dataclass(frozen=True, kw_only=True, slots=True)
class DnsRecord:
    """A TXT record: its name and its text."""

    name: str
    text: str

    @property
    def zone_line(self) -> str:
        """The record as a line of a zone file, where no string has more than 255 octets."""
        starts = range(0, len(self.text), _LONGEST_STRING)
        strings = (f'"{self.text[start : start + _LONGEST_STRING]}"' for start in starts)
        return f"{self.name}. TXT {' '.join(strings)}"


def generate_key(algorithm: Algorithm) -> bytes:
    """A new private key as PEM, not encrypted: to be kept in a file that only Digest reads."""
    private: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
    if algorithm is Algorithm.RSA:
        private = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    else:
        private = ed25519.Ed25519PrivateKey.generate()
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def load_key(pem: bytes, *, domain: str, selector: str) -> SigningKey:
    """The key in a PEM file.

    :raises DeliveryError: it is no private key, or one that DKIM does not know.
    """
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DeliveryError(
            Message("delivery.dkim_key_unreadable", key=selector, error=error)
        ) from error
    if not isinstance(private, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise DeliveryError(Message("delivery.dkim_key_of_unknown_kind", key=selector))
    return SigningKey(domain=domain, selector=selector, private=private)


def dns_record(key: SigningKey) -> DnsRecord:
    """The record under which receivers find the public half of the key."""
    public = key.private.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        form, encoding = serialization.PublicFormat.SubjectPublicKeyInfo, serialization.Encoding.DER
    else:
        form, encoding = serialization.PublicFormat.Raw, serialization.Encoding.Raw  # RFC 8463 4
    octets = b64encode(public.public_bytes(encoding, form)).decode("ascii")
    return DnsRecord(
        name=f"{key.selector}._domainkey.{key.domain}",
        text=f"v=DKIM1; k={key.algorithm.value}; p={octets}",
    )


def sign(letter: Letter, keys: Sequence[SigningKey], *, now: datetime) -> Letter:
    """The letter with a DKIM-Signature header for each key before it; the rest is untouched.

    With the same ``now`` the same letter is signed the same way.
    """
    end = letter.content.index(b"\r\n\r\n") + 2
    body_hash = hashlib.sha256(memoryview(letter.content)[end + 2 :]).digest()
    names, covered = _covered(letter.content[:end])
    signatures = [_signature(key, names, covered, body_hash, now) for key in keys]
    return replace(letter, content=b"".join((*signatures, letter.content)))


def _covered(header: bytes) -> tuple[list[str], bytes]:
    """Which of the header's fields a signature covers, and their canonical form, in that order."""
    fields = [_relaxed(field) for field in _FIELD_END.split(header) if field]
    wanted = [(name, field) for name, field in fields if name in _SIGNED]
    # naming From once more than it stands there forbids that one is added (RFC 6376 8.15)
    names = [name for name, _ in wanted] + ["from"]
    return names, b"".join(field for _, field in wanted)


@lru_cache(maxsize=64)  # most fields are the same in every letter of an edition
def _relaxed(field: bytes) -> tuple[str, bytes]:
    """A header field's name, and the field as RFC 6376 3.4.2 has it, with its CRLF."""
    name, _, value = field.partition(b":")
    name = name.strip().lower()
    return name.decode("ascii"), name + b":" + _WHITE_SPACE.sub(b" ", value).strip(b" ") + b"\r\n"


def _signature(
    key: SigningKey, names: list[str], covered: bytes, body_hash: bytes, now: datetime
) -> bytes:
    # the parts are set apart by one space, which a fold leaves in the canonical form
    parts = [
        f"v=1; a={key.algorithm.value}-sha256; c=relaxed/simple;",
        f"d={key.domain}; s={key.selector}; t={int(now.timestamp())};",
        *_folded_names(names),
        f"bh={b64encode(body_hash).decode('ascii')};",
        "b=",
    ]
    signed = covered + b"dkim-signature:" + " ".join(parts).encode("ascii")
    if isinstance(key.private, rsa.RSAPrivateKey):
        octets = key.private.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    else:
        octets = key.private.sign(hashlib.sha256(signed).digest())  # RFC 8463 3
    text = b64encode(octets).decode("ascii")
    starts = range(0, len(text), _CHARACTERS_IN_A_LINE)
    lines = [text[start : start + _CHARACTERS_IN_A_LINE] for start in starts]
    return ("DKIM-Signature: " + "\r\n ".join([*parts, *lines]) + "\r\n").encode("ascii")


def _folded_names(names: list[str]) -> list[str]:
    """The ``h`` tag in parts that fit a line; white space may follow a colon there."""
    parts = ["h="]
    for name in names:
        if len(parts[-1]) + len(name) > _CHARACTERS_IN_A_LINE:
            parts.append("")
        parts[-1] += f"{name}:"
    parts[-1] = parts[-1].removesuffix(":") + ";"
    return parts
