"""A person between a file's row, a ``Recipient`` and a row of the database. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from digest.model.delivery import BadRow
from digest.model.errors import text_of
from digest.model.languages import base_language
from digest.model.mail import NO_TOPICS, Consent, Recipient, RecipientStatus
from digest.model.zones import is_zone
from digest.recipients.addresses import normalise_address
from digest.recipients.files import RecipientRow
from digest.store.database import stamp, unstamp

CHOICES = ("address", "name", "language", "status", "topics", "zone", "tags")
COLUMNS = ", ".join(("id", "newsletter", *CHOICES, "consent_at", "consent_how"))
"""What ``to_recipient`` reads, in its order."""

_STATUSES = {status.value for status in RecipientStatus}


def check_rows(
    batch: Sequence[RecipientRow | BadRow],
    newsletter: str,
    *,
    topics: Mapping[str, str] | None = None,
) -> tuple[list[Recipient], list[BadRow]]:
    """The people of a file's rows, and the rows that give none, with the reason.

    ``topics`` has the section id for each name that a topic may go by, in small letters; without
    it topics are taken as they are.
    """
    good: list[Recipient] = []
    bad: list[BadRow] = []
    for row in batch:
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            good.append(_checked(row, newsletter, topics))
        except ValueError as error:
            bad.append(BadRow(line=row.line, text=row.address[:80], why=text_of(error)))
    return good, bad


def unknown_languages(batch: Sequence[RecipientRow | BadRow]) -> tuple[str, ...]:
    """What stands for a language in these rows and names none, each once."""
    written = (row.language for row in batch if isinstance(row, RecipientRow))
    return tuple(dict.fromkeys(word for word in written if word and not base_language(word)))


def to_recipient(row: Sequence[Any]) -> Recipient:
    """The person in a row of ``COLUMNS``."""
    number, newsletter, address, name, language, status, topics, zone, tags, at, how = row
    consented = unstamp(at)
    return Recipient(
        id=number,
        newsletter=newsletter,
        address=address,
        name=name,
        language=language,
        status=RecipientStatus(status),
        topics=tuple(topics.split()),
        zone=zone,
        tags=tuple(tags.split()),
        consent=Consent(at=consented, how=how) if consented else None,
    )


def to_values(person: Recipient) -> tuple[str | None, ...]:
    """What the database keeps of a person: ``CHOICES``, then the consent's time and manner."""
    consent = person.consent
    return (
        person.address,
        person.name,
        person.language,
        person.status.value,
        spaced(person.topics),
        person.zone,
        spaced(person.tags),
        stamp(consent.at) if consent else None,
        consent.how if consent else "",
    )


def spaced(words: Sequence[str]) -> str:
    """Words as one column holds them: each with a space before and after it; empty for none."""
    return f" {' '.join(words)} " if words else ""


def _checked(row: RecipientRow, newsletter: str, topics: Mapping[str, str] | None) -> Recipient:
    """:raises ValueError: what is wrong with the row."""
    if row.status and row.status not in _STATUSES:
        raise ValueError(f"the status {row.status!r} is none of {', '.join(sorted(_STATUSES))}")
    if row.zone and not is_zone(row.zone):
        raise ValueError(f"{row.zone!r} is no time zone (such as Europe/Kyiv)")
    return Recipient(
        id=0,
        newsletter=newsletter,
        address=normalise_address(row.address),
        name=row.name,
        language=row.language if base_language(row.language) else "",
        status=RecipientStatus(row.status or RecipientStatus.ACTIVE),
        topics=row.topics if topics is None else _known_topics(row.topics, topics),
        zone=row.zone,
        tags=row.tags,
        consent=_consent(row),
    )


def _known_topics(words: Sequence[str], topics: Mapping[str, str]) -> tuple[str, ...]:
    for word in words:
        if word not in topics:
            known = ", ".join(sorted({*topics.values()} - {NO_TOPICS}))
            raise ValueError(f"the topic {word!r} is no section ({known or 'there are none'})")
    return tuple(dict.fromkeys(topics[word] for word in words))


def _consent(row: RecipientRow) -> Consent | None:
    if not row.consent_at:
        return None
    try:
        moment = datetime.fromisoformat(row.consent_at)
        at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(
            f"{row.consent_at[:40]!r} is no time of consent (such as 2026-11-23 06:30)"
        ) from None
    return Consent(at=at, how=row.consent_how)
