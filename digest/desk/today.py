"""Today: every newsletter with its edition, what is waiting, what went out, what failed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from digest.desk.request_context import Visit
from digest.desk.status_text import Situation, in_words
from digest.model.delivery import Progress
from digest.model.edition import GONE_OUT, EditionRecord, Item, State
from digest.model.message import Text
from digest.model.settings import Newsletter
from digest.pipelines.deliver import progress
from digest.pipelines.edit import edited
from digest.store.alerts import troubles_of
from digest.store.audience_counts import readers_now
from digest.store.editions import approved_edition, edition_records, find_edition
from digest.timetable import UNFINISHED, Timetable, edition_at, upcoming

_RECENT = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class TodayLine:
    """An edition in a list: how it stands, in words, and what is wrong with it still."""

    record: EditionRecord
    words: str
    lead: Item | None = None  # as it was edited, and as it was sent
    alerts: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NewsletterToday:
    """A newsletter with its editions; ``current`` is None until one is begun, at ``build_at``."""

    newsletter: Newsletter
    readers: int
    current: TodayLine | None
    recent: tuple[TodayLine, ...]
    upcoming: Timetable | None
    build_at: datetime


def show_today(visit: Visit) -> Response:
    """The page. Its newsletters that wait for somebody come first."""
    settings = visit.newsroom.settings
    desks = [_today(visit, newsletter) for newsletter in settings.newsletters.values()]
    desks.sort(key=lambda desk: not (desk.current and desk.current.record.state is State.READY))
    return visit.show("today.html", desks=desks)


def situation_of(visit: Visit, record: EditionRecord, newsletter: Newsletter) -> Situation:
    """Everything that a sentence about the edition takes."""
    return Situation(
        record=record,
        newsletter=newsletter,
        readers=readers_now(visit.database, newsletter),
        progress=_progress(visit, record),
        now=visit.now,
    )


def _today(visit: Visit, newsletter: Newsletter) -> NewsletterToday:
    zone = visit.newsroom.zone
    times = edition_at(newsletter, zone, visit.now)
    record = find_edition(
        visit.database, newsletter=newsletter.id, day=times.date, slot=newsletter.slot
    )
    records = edition_records(visit.database, newsletter=newsletter.id, limit=_RECENT + 1)
    if record is None:  # an edition of an earlier day that nobody finished is still today's work
        record = next((one for one in records if one.state in UNFINISHED), None)
    recent = [one for one in records if record is None or one.id != record.id]
    return NewsletterToday(
        newsletter=newsletter,
        readers=readers_now(visit.database, newsletter),
        current=_line(visit, record, newsletter) if record else None,
        recent=tuple(_line(visit, one, newsletter) for one in recent[:_RECENT]),
        upcoming=upcoming(newsletter, zone, visit.now),
        build_at=times.build_at,
    )


def _line(visit: Visit, record: EditionRecord, newsletter: Newsletter) -> TodayLine:
    return TodayLine(
        record=record,
        words=in_words(situation_of(visit, record, newsletter), visit.words),
        lead=lead_of(visit, record),
        alerts=tuple(alert.words for alert in troubles_of(visit.database, record.id)),
    )


def lead_of(visit: Visit, record: EditionRecord) -> Item | None:
    """The lead that readers get, or got: the built one with the editors' words."""
    if record.edition is None:
        return None
    if record.state in GONE_OUT:
        return (approved_edition(visit.database, record.id) or record.edition).lead
    return edited(visit.newsroom, record.id, now=visit.now).edition.lead


def _progress(visit: Visit, record: EditionRecord) -> Progress:
    if record.state in GONE_OUT:
        return progress(visit.database, record.id)
    return Progress(edition=record.id)
