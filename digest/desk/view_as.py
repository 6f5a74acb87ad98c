"""As whom an editor looks at the mail: everybody, one reader, a set of topics, an extreme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from digest.desk.request_context import Visit
from digest.model.edition import EditionRecord
from digest.model.errors import DatabaseError
from digest.model.mail import (
    GREETING,
    NO_TOPICS,
    Mail,
    Recipient,
    TopicSpan,
    stretches,
    topics_for,
)
from digest.model.users import Role
from digest.store.audience_counts import topics_chosen
from digest.store.last_seen import save_shown
from digest.store.recipients import find_recipient

LARGEST, SMALLEST = "largest", "smallest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One form of a mail. ``topics`` are ids of the sections it prints, in the mail's order;
    ``readers`` is how many get it."""

    mail: Mail
    topics: tuple[str, ...]
    readers: int = 0

    @property
    def size(self) -> int:
        """Bytes of the HTML part, before a reader's own links."""
        return len(self.mail.html.encode())


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """The mail as it is looked at. ``kind`` is "all", "largest", "smallest", "topics" or "reader";
    ``reader`` is who is looked as, and ``unknown`` an address that is not on the list. ``barred``
    tells that whoever looks may not ask who is."""

    kind: str
    variant: Variant
    reader: Recipient | None = None
    unknown: str = ""
    barred: bool = False


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
    if not visit.may(Role.EDITOR):  # who is on a list is not everybody's to ask
        return Sight(kind="all", variant=as_chosen(mail, ()), barred=True)
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


def topics_of(mail: Mail) -> tuple[str, ...]:
    """The ids of the sections that readers can do without, in the order they are printed."""
    return tuple(dict.fromkeys(span.topic for span in mail.html_topics if span.topic != GREETING))


def as_chosen(mail: Mail, chosen: Sequence[str]) -> Variant:
    """The mail as somebody gets it who chose those topics; whole for who chose none."""
    printed = topics_of(mail)
    if not chosen:
        return Variant(mail=mail, topics=printed)
    html, html_topics = _cut(mail.html, mail.html_topics, chosen)
    text, text_topics = _cut(mail.text, mail.text_topics, chosen)
    part = replace(mail, html=html, text=text, html_topics=html_topics, text_topics=text_topics)
    return Variant(mail=part, topics=tuple(topic for topic in printed if topic in chosen))


def variants_of(mail: Mail, choices: Mapping[tuple[str, ...], int]) -> tuple[Variant, ...]:
    """Every form in which somebody gets the mail, the largest first.

    ``choices`` are readers by what they chose. Who chose only topics that have nothing today gets
    the same mail, without any section.
    """
    readers = Counter[tuple[str, ...]]()
    variants: dict[tuple[str, ...], Variant] = {}
    for chosen, count in choices.items():
        variant = as_chosen(mail, chosen)
        readers[variant.topics] += count
        variants[variant.topics] = variant
    found = (replace(one, readers=readers[topics]) for topics, one in variants.items())
    return tuple(sorted(found, key=lambda one: (-one.size, one.topics)))


def _cut(
    content: str, spans: Sequence[TopicSpan], chosen: Sequence[str]
) -> tuple[str, tuple[TopicSpan, ...]]:
    """The content without the stretches of other topics, and where the others lie in it now."""
    pieces: list[str] = []
    kept: list[TopicSpan] = []
    length = 0
    for piece, topic in stretches(content, spans):
        if topic not in topics_for(chosen):
            continue
        if topic:
            kept.append(TopicSpan(topic=topic, start=length, end=length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(kept)
