"""As whom an editor looks at the mail: everybody, one reader, a set of topics, an extreme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from digest.desk.request_context import Visit
from digest.desk.topic_variants import Variant, as_chosen, topics_of, variants_of
from digest.model.edition import EditionRecord
from digest.model.errors import DatabaseError
from digest.model.mail import NO_TOPICS, Mail, Recipient
from digest.model.users import Role
from digest.store.audience_counts import topics_chosen
from digest.store.last_seen import save_shown
from digest.store.recipients import find_recipient

LARGEST, SMALLEST = "largest", "smallest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """The mail as it is looked at. ``kind`` is "all", "largest", "smallest", "topics" or "reader";
    ``reader`` is who is looked as, and ``unknown`` an address that is not on the list."""

    kind: str
    variant: Variant
    reader: Recipient | None = None
    unknown: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """A topic that readers may do without. ``other`` is the ``as`` of the same sight with it taken
    out, or put in if it is not printed."""

    title: str
    printed: bool
    other: str


def sight_of(visit: Visit, record: EditionRecord, mail: Mail) -> Sight:
    """The mail as the address's ``as`` asks: "smallest", "largest", a reader's address, or ids of
    topics with commas between; the whole mail for anything else."""
    asked = visit.asked("as")[:400]
    if asked in {LARGEST, SMALLEST}:
        variants = _variants(visit, record, mail)
        if variants:
            return Sight(kind=asked, variant=variants[0 if asked == LARGEST else -1])
    elif "@" in asked:
        return _as_reader(visit, record, mail, asked)
    elif asked:
        printed = topics_of(mail)
        chosen = tuple(topic for topic in asked.split(",") if topic in printed) or (NO_TOPICS,)
        return Sight(kind="topics", variant=_counted(visit, record, as_chosen(mail, chosen), mail))
    return Sight(kind="all", variant=as_chosen(mail, ()))


def note_shown(visit: Visit, edition: str, mail: Mail, sight: Sight) -> None:
    """Notes that this person is shown the mail, if they see all of it: then they may approve it."""
    if sight.kind == "all":
        with suppress(DatabaseError):  # a locked database keeps nobody from reading
            save_shown(visit.database, visit.person.id, edition, mail.hash, now=visit.now)


def topics_to_choose(
    sight: Sight | None, mail: Mail | None, titles: Mapping[str, str]
) -> tuple[Topic, ...]:
    """The topics of the whole mail, as they stand in what is looked at."""
    if sight is None or mail is None:
        return ()
    every, printed = topics_of(mail), sight.variant.topics
    return tuple(
        Topic(title=titles.get(one, one), printed=one in printed, other=_other(printed, one, every))
        for one in every
    )


def _other(printed: Sequence[str], topic: str, every: Sequence[str]) -> str:
    left = [one for one in every if (one in printed) != (one == topic)]
    return "" if len(left) == len(every) else ",".join(left) or NO_TOPICS


def _as_reader(visit: Visit, record: EditionRecord, mail: Mail, address: str) -> Sight:
    reader = None
    if visit.may(Role.EDITOR):  # who is on a list is not everybody's to ask
        reader = find_recipient(visit.database, record.newsletter, address.strip())
    if reader is None:
        return Sight(kind="all", variant=as_chosen(mail, ()), unknown=address)
    return Sight(kind="reader", variant=as_chosen(mail, reader.topics), reader=reader)


def _counted(visit: Visit, record: EditionRecord, variant: Variant, mail: Mail) -> Variant:
    """The variant with how many of the list's readers get the mail in this very form."""
    variants = _variants(visit, record, mail)
    return next((one for one in variants if one.topics == variant.topics), variant)


def _variants(visit: Visit, record: EditionRecord, mail: Mail) -> tuple[Variant, ...]:
    newsletter = visit.newsroom.settings.newsletters[record.newsletter]
    return variants_of(mail, topics_chosen(visit.database, newsletter))
