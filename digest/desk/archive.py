"""What went out: every edition, one against the one before, and corrections of those sent."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from digest.desk.edit_history import HistoryLine as EditLine
from digest.desk.edit_history import lines_of
from digest.desk.request_context import Visit
from digest.desk.status_text import in_words
from digest.desk.today import lead_of, situation_of
from digest.desk.view_as import topics_of, variants_of
from digest.edit.difference import against_yesterday
from digest.model.edit import Correction, Difference, Turn
from digest.model.edition import GONE_OUT, Edition, EditionRecord, Item, StoryPlace
from digest.model.errors import DigestError, StateError, text_of
from digest.pipelines.edit import correct, edited
from digest.store.audience_counts import topics_received
from digest.store.editions import (
    approved_edition,
    approved_mail,
    edition_record,
    edition_records,
    moves_of,
)
from digest.store.edits import corrections_of

_LISTED = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveLine:
    """One edition of the archive, and how it stands in words."""

    record: EditionRecord
    name: str
    words: str
    lead: Item | None
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """One form of a mail that was sent: how many got it, with which topics (their titles), and its
    bytes of HTML. ``whole`` if nothing was left out of it."""

    readers: int
    topics: tuple[str, ...]
    whole: bool
    size: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A story of today's or yesterday's edition: where it stands, and what tells it now if it is
    told no more itself."""

    item: Item
    where: str
    now: str = ""


def show_archive(visit: Visit) -> Response:
    """Every edition of the last months, the latest first."""
    chosen = visit.asked("newsletter")
    newsletters = visit.newsroom.settings.newsletters
    records = edition_records(visit.database, newsletter=chosen, limit=_LISTED)
    lines = [_line(visit, record) for record in records if record.newsletter in newsletters]
    return visit.show("archive.html", lines=lines, chosen=chosen, newsletters=newsletters)


def show_history(visit: Visit) -> Response:
    """Everything that was done with an edition: its moves and its edits, the newest first."""
    record = edition_record(visit.database, visit.part("edition"))
    lines: tuple[EditLine, ...] = ()
    if record.edition is not None:
        now = edited(visit.newsroom, record.id, now=visit.now)
        lines = lines_of(now, visit.words)
    return visit.show(
        "history.html",
        record=record,
        name=_name(visit, record),
        lines=lines,
        received=_received(visit, record),
        moves=tuple(reversed(moves_of(visit.database, record.id))),
        corrections=corrections_of(visit.database, record.id),
    )


def show_yesterday(visit: Visit) -> Response:
    """What is new, updated, repeated and dropped against the newsletter's last edition."""
    record = edition_record(visit.database, visit.part("edition"))
    now = edited(visit.newsroom, record.id, now=visit.now).edition
    before = _before(visit, record)
    found = against_yesterday(before, now, visit.words) if before else ()
    turns = [Turn.NEW, Turn.UPDATED, Turn.REPEATED, Turn.DROPPED]
    groups = [
        (turn, [_told(visit, one, before or now, now) for one in found if one.turn is turn])
        for turn in turns
    ]
    return visit.show(
        "yesterday.html", record=record, before=before, groups=groups, name=_name(visit, record)
    )


def take_correction(visit: Visit) -> Response:
    """A dated note on an edition that was sent; the next edition is offered it as an item."""
    record = edition_record(visit.database, visit.part("edition"))
    try:
        correct(
            visit.database,
            Correction(
                edition=record.id,
                text=visit.field("text").strip(),
                who=visit.person.name,
                at=visit.now,
                story=visit.field("story"),
            ),
        )
    except StateError as error:
        why = visit.words.say(text_of(error))
        raise StateError(f"{why}. {visit.words('your_text')}: {visit.field('text')}") from error
    return visit.go(visit.path("history", edition=record.id))


def _received(visit: Visit, record: EditionRecord) -> tuple[Received, ...]:
    """What went out: each form of the mail with how many readers' letters had it."""
    if record.state not in GONE_OUT or record.edition is None:
        return ()
    mail = approved_mail(visit.database, record.id)
    titles, every = dict(record.edition.section_titles), topics_of(mail)
    return tuple(
        Received(
            readers=one.readers,
            topics=tuple(titles.get(topic, topic) for topic in one.topics),
            whole=one.topics == every,
            size=one.size,
        )
        for one in variants_of(mail, topics_received(visit.database, record.id))
    )


def _told(visit: Visit, one: Difference, before: Edition, now: Edition) -> Told:
    edition = before if one.turn is Turn.DROPPED else now
    item = next(item for item in edition.items() if item.story == one.story)
    where = visit.words(f"place_{item.place}")
    if item.place is StoryPlace.BRIEF:
        where = dict(edition.section_titles).get(item.section, item.section)
    homes = {article: other.headline for other in now.items() for article in other.articles}
    home = next((homes[each] for each in item.articles if each in homes), "")
    return Told(item=item, where=where, now=home if one.turn is Turn.DROPPED else "")


def _name(visit: Visit, record: EditionRecord) -> str:
    newsletter = visit.newsroom.settings.newsletters.get(record.newsletter)
    return newsletter.name if newsletter else record.newsletter


def _before(visit: Visit, record: EditionRecord) -> Edition | None:
    """The newsletter's last edition before this one that went out, as it was approved."""
    records = edition_records(visit.database, newsletter=record.newsletter, states=GONE_OUT)
    earlier = next((one for one in records if one.send_at < record.send_at), None)
    if earlier is None:
        return None
    return approved_edition(visit.database, earlier.id) or earlier.edition


def _line(visit: Visit, record: EditionRecord) -> ArchiveLine:
    newsletter = visit.newsroom.settings.newsletters[record.newsletter]
    try:
        words = in_words(situation_of(visit, record, newsletter), visit.words)
        lead = lead_of(visit, record)
    except DigestError as error:  # one unreadable edition is a line, not the end of the list
        words, lead = visit.words.say(text_of(error)), None
    return ArchiveLine(
        record=record,
        name=newsletter.name,
        words=words,
        lead=lead,
        corrections=corrections_of(visit.database, record.id),
    )
