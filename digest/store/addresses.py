"""Mail addresses as the lists keep them: checked, normalised, and known by a fingerprint."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

_LONGEST = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*", re.ASCII)
_LONGEST_LOCAL = 64  # octets: RFC 5321 4.5.3.1.1


def normalise_address(address: str) -> str:
    """The address as letters are sent to it: the domain in lower case and in ASCII where it can be.

    The part before the "@" keeps its case, which belongs to the receiver. Nothing is looked up.

    :raises ValueError: what is wrong with it, in words.
    """
    address = address.strip(" \t")
    if len(address) > _LONGEST:
        raise ValueError(f"{len(address)} characters; an address has at most {_LONGEST}")
    if "\r" in address or "\n" in address:
        raise ValueError("the address has a line break")
    local, _, domain = address.rpartition("@")
    if len(local) <= _LONGEST_LOCAL and _PLAIN_LOCAL.fullmatch(local):
        plain = _normalise_domain(domain)
        if plain.isascii() and len(local) + 1 + len(plain) <= _LONGEST:
            return f"{local}@{plain}"
    return _normalise(address)


@lru_cache(maxsize=20_000)
def _normalise_domain(domain: str) -> str:
    """A domain, checked once for all its addresses: nine in ten of a list share a few hundred."""
    return _normalise(f"a@{domain}").removeprefix("a@")


def _normalise(address: str) -> str:
    try:
        found = validate_email(address, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError(str(error)) from error
    octets = len(found.local_part.encode())
    if octets > _LONGEST_LOCAL:
        raise ValueError(f"{octets} octets before the @; mail servers take {_LONGEST_LOCAL}")
    return found.ascii_email or found.normalized


def fingerprint_of(address: str, salt: bytes) -> bytes:
    """A salted hash, 16 octets, the same for an address written in other case."""
    folded = address.casefold().encode("utf-8")
    return hashlib.blake2b(folded, key=salt, digest_size=16).digest()
