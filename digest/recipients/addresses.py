"""Mail addresses as the lists keep them: checked, normalised, and known by a fingerprint."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from digest.model.message import Message

_LONGEST = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*", re.ASCII)
_LOCAL_CHARACTERS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+")
_DOMAIN_CHARACTERS = re.compile(r"[^\W_]+|[.\[\]:-]+")
_LONGEST_LABEL = 63
_LONGEST_LOCAL = 64  # octets: RFC 5321 4.5.3.1.1


def normalise_address(address: str) -> str:
    """The address as letters are sent to it: the domain in lower case and in ASCII where it can be.

    The part before the "@" keeps its case, which belongs to the receiver. Nothing is looked up.

    :raises ValueError: what is wrong with it, in words.
    """
    address = address.strip(" \t")
    if len(address) > _LONGEST:
        raise ValueError(Message("address.too_long", length=len(address), longest=_LONGEST))
    if "\r" in address or "\n" in address:
        raise ValueError(Message("address.line_break"))
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
        raise ValueError(_what_is_wrong(address, str(error))) from error
    octets = len(found.local_part.encode())
    if octets > _LONGEST_LOCAL:
        raise ValueError(
            Message("address.local_part_too_long", octets=octets, longest_local=_LONGEST_LOCAL)
        )
    return found.ascii_email or found.normalized


def _what_is_wrong(address: str, words: str) -> Message:
    """Why the library does not take the address, by looking at it again; ``words`` are its own."""
    local, at, domain = address.partition("@")
    bare = domain.lower().rstrip(".")
    strange_local = sorted(set(_LOCAL_CHARACTERS.sub("", local)))
    strange_domain = sorted(set(_DOMAIN_CHARACTERS.sub("", domain)))
    wrong = {
        "no_at": not at,
        "nothing_before": not local,
        "nothing_after": not domain,
        "in_brackets": domain.startswith("["),
        "too_long_before": len(local) > _LONGEST_LOCAL,
        "characters_before": bool(strange_local),
        "starts_with_period": local.startswith("."),
        "period_before_at": local.endswith("."),
        "characters_after": bool(strange_domain),
        "ends_with_period": domain.endswith("."),
        "period_after_at": domain.startswith("."),
        "two_periods": ".." in address,
        "ends_with_hyphen": domain.endswith("-"),
        "hyphen_after_at": domain.startswith("-"),
        "period_beside_hyphen": ".-" in domain or "-." in domain,
        "too_long_between_periods": max(map(len, domain.split("."))) > _LONGEST_LABEL,
        "no_period": "." not in domain,
        "special_use": any(f".{bare}".endswith(f".{name}") for name in SPECIAL_USE_DOMAIN_NAMES),
    }
    kind = next((kind for kind, found in wrong.items() if found), "not_valid")
    characters = ", ".join(map(_shown, strange_local or strange_domain))
    return Message(f"address.{kind}", words=words, characters=characters)


def _shown(character: str) -> str:
    visible = character.isprintable() and not character.isspace()
    return repr(character) if visible else unicodedata.name(character, f"U+{ord(character):04X}")


def fingerprint_of(address: str, salt: bytes) -> bytes:
    """A salted hash, 16 octets, the same for an address written in other case."""
    folded = address.casefold().encode("utf-8")
    return hashlib.blake2b(folded, key=salt, digest_size=16).digest()
