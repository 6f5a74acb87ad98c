"""What the mail says that asks for an edition's approval, or tells that it was dropped. Pure.

Its sentences are the person's own: ``digest.wording`` has them by language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.deliver.approve_links import LINK_LASTS
from digest.edit.difference import difference
from digest.model.edition import Edition, EditionRecord, StateChange
from digest.model.settings import Approval, Newsletter
from digest.model.source_change import SourceChange
from digest.pipelines.publish import Preview
from digest.timetable import Timetable, approves_itself_at
from digest.wording.desk_words import DeskWords


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the mails about one edition say. ``turn`` is the move that made it ready; ``approved``
    the edition whose approval was dropped then; ``changes`` is what its sources did then."""

    shown: Preview
    newsletter: Newsletter
    times: Timetable
    turn: StateChange
    approved: Edition | None
    readers: int
    desk: str
    zone: ZoneInfo
    now: datetime
    changes: tuple[SourceChange, ...] = ()

    @property
    def seen(self) -> str:
        """The hash of the mail that a link approves; empty where there is nothing to approve.

        What the checker refuses has to be mended first, and is another mail then.
        """
        presented = self.shown.presented
        return presented.mail.hash if presented and not self.shown.errors else ""


def subject_of(request: Request, words: DeskWords) -> str:
    """ "To approve: The Morning Tide, Thursday 12 March 2026"."""
    about = "note_to_approve" if _needs_a_person(request) else "note_ready"
    if request.turn.drops_approval:
        about = "note_dropped_approval"
    elif request.turn.asks_again:
        about = "note_asks_again"
    return words(about, name=request.newsletter.name, day=words.full_day(request.times.date))


def _needs_a_person(request: Request) -> bool:
    return request.newsletter.approval is Approval.REQUIRED


def text_of(request: Request, words: DeskWords, url: str) -> str:
    """The mail's text. ``url`` is the approve link, empty for none."""
    return "\n\n".join(_paragraphs(request, words, url)) + "\n"


def _paragraphs(request: Request, words: DeskWords, url: str) -> Iterator[str]:
    yield from _news(request, words)
    yield _deadlines(request, words)
    edition, presented = request.shown.edited.edition, request.shown.presented
    headlines = [_one_line(item.headline) for item in edition.items()]
    if presented:
        yield words("note_subject", subject=_one_line(presented.mail.subject))
    listed = (f"{number:>2}. {headline}" for number, headline in enumerate(headlines, start=1))
    yield "\n".join(listed) or words("note_empty")
    if errors := len(request.shown.errors):
        yield words("note_errors", count=errors)
    yield f"{words('note_see')}\n{_page(request)}"
    if url:
        hours = int(LINK_LASTS / timedelta(hours=1))
        yield f"{words('note_approve')}\n{url}\n\n{words('note_link', count=hours)}"


def _news(request: Request, words: DeskWords) -> Iterator[str]:
    """What happened."""
    turn = request.turn
    issue = {
        "name": request.newsletter.name,
        "day": words.full_day(request.times.date),
    }
    if turn.asks_again and not turn.drops_approval:
        yield words("note_changed_meanwhile", **issue, time=_clock(request, words, turn.at))
        yield from _from_sources(request, words)
        return
    if not turn.drops_approval:
        yield words(
            "note_is_ready_and_waits" if _needs_a_person(request) else "note_is_ready", **issue
        )
        return
    why = _one_line(words.say(turn.why)) or words("note_released")
    who, at = words.who(turn.who), _clock(request, words, turn.at)
    yield words("note_not_approved", **issue, why=why, who=who, time=at)
    if request.approved:
        turns = "\n".join(_turns(request.approved, request.shown.edited.edition, words))
        yield f"{words('note_since')}\n{turns}" if turns else words("note_same")
    yield from _from_sources(request, words)


def _turns(before: Edition, after: Edition, words: DeskWords) -> Iterator[str]:
    """Each story and text that differs, once: "- dropped: “Shipyard wins order”"."""
    headlines = {item.story: item.headline for item in (*before.items(), *after.items())}
    lines = (
        words(f"note_{each.turn}", story=_one_line(headlines[each.story]))
        if each.story
        else words("note_text", field=words(f"field_{each.field}"))
        for each in difference(before, after, words)
    )
    yield from dict.fromkeys(f"- {line}" for line in lines)


def _from_sources(request: Request, words: DeskWords) -> Iterator[str]:
    if request.changes:
        yield f"{words('note_from_sources')}\n{source_lines(request.changes, words)}"


def source_lines(changes: Sequence[SourceChange], words: DeskWords) -> str:
    """A line for each thing that a source did, with the words before and after a correction."""
    return "\n".join(f"- {_source_line(change, words)}" for change in changes)


def _source_line(change: SourceChange, words: DeskWords) -> str:
    story = _one_line(change.headline)
    if change.until:
        moment = f"{words.short_day(change.until.astimezone(words.zone).date())}"
        until = words("note_time_of_day", time=words.time(change.until), day=moment)
        return words("note_embargoed", story=story, time=until)
    if change.was != change.now:
        was, now = _one_line(change.was), _one_line(change.now)
        return words("note_corrected_words", story=story, was=was, now=now)
    return words(f"note_{change.kind}", story=story)


def subject_of_changes(newsletter: Newsletter, day: date, words: DeskWords) -> str:
    """ "Changed after sending: The Morning Tide, Thursday 12 March 2026"."""
    return words("note_after_sending", name=newsletter.name, day=words.full_day(day))


def text_of_changes(
    newsletter: Newsletter,
    record: EditionRecord,
    changes: Sequence[SourceChange],
    words: DeskWords,
    desk: str,
) -> str:
    """What those who approve are told of an edition that went out and that its sources changed."""
    went = words("note_went_out", name=newsletter.name, day=words.full_day(record.date))
    page = f"{desk}/editions/{record.id}/history#corrections"
    told = f"{went}\n{source_lines(changes, words)}"
    return f"{told}\n\n{words('note_stays_as_sent')}\n{page}\n"


def _deadlines(request: Request, words: DeskWords) -> str:
    """When it goes and to how many, until when it is to be approved, and what happens if not."""
    times, readers = request.times, words("to_readers", count=request.readers)
    goes = "note_goes_local" if request.newsletter.local_hour else "note_goes"
    if request.now >= times.send_at:
        goes = "note_goes_when_approved"
    sentences = (
        words(goes, readers=readers, time=_clock(request, words, times.send_at)),
        _condition(request, words),
        words("note_never_after", time=_clock(request, words, times.never_after)),
        words("note_zone", zone=request.zone.key),
    )
    return " ".join(sentences)


def _condition(request: Request, words: DeskWords) -> str:
    """What has to be done, if anything, for it to go."""
    at = approves_itself_at(request.shown.record, request.newsletter, now=request.now)
    if at is None:
        by = request.times.approve_by
        if request.now >= by:
            return words("note_approve_soon")
        return words("note_approve_by", time=_clock(request, words, by))
    if at <= request.now:
        return words("note_itself_now")
    return words("note_itself", time=_clock(request, words, at))


def _clock(request: Request, words: DeskWords, moment: datetime) -> str:
    """The local time of day, with the day where that is another than the edition's."""
    day = moment.astimezone(request.zone).date()
    if day == request.times.date:
        return words.time(moment)
    return words("note_time_of_day", time=words.time(moment), day=words.short_day(day))


def _page(request: Request) -> str:
    return f"{request.desk}/editions/{request.times.edition}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
