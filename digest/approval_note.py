"""What the mail says that asks for an edition's approval, or tells that it was dropped. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from digest.deliver.approve_links import LINK_LASTS
from digest.edit.difference import difference
from digest.model.edition import Edition, Move
from digest.model.settings import Approval, Newsletter
from digest.publish import Preview
from digest.timetable import Timetable, approves_itself_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What the mails about one edition say. ``turn`` is the move that made it ready; ``approved``
    the edition whose approval was dropped then."""

    shown: Preview
    newsletter: Newsletter
    times: Timetable
    turn: Move
    approved: Edition | None
    readers: int
    desk: str
    zone: ZoneInfo
    now: datetime

    @property
    def seen(self) -> str:
        """The hash of the mail that a link approves; empty where there is nothing to approve.

        What the checker refuses has to be mended first, and is another mail then.
        """
        presented = self.shown.presented
        return presented.mail.hash if presented and not self.shown.errors else ""

    def clock(self, moment: datetime) -> str:
        """The local time of day, with the day where that is another than the edition's."""
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M}" if local.date() == self.times.date else f"{local:%H:%M on %d %B}"


def subject_of(request: Request) -> str:
    """ "To approve: The Morning Tide, Thursday 12 March 2026"."""
    about = "To approve" if _needs_a_person(request) else "Ready"
    if request.turn.drops_approval:
        about = "Approval dropped"
    return f"{about}: {request.newsletter.name}, {_day(request.times)}"


def _needs_a_person(request: Request) -> bool:
    return request.newsletter.approval is Approval.REQUIRED


def _day(times: Timetable) -> str:
    # strftime writes the day with a zero, and knows no other everywhere
    return f"{times.date:%A} {times.date.day} {times.date:%B %Y}"


def text_of(request: Request, url: str) -> str:
    """The mail's text. ``url`` is the approve link, empty for none."""
    return "\n\n".join(_paragraphs(request, url)) + "\n"


def _paragraphs(request: Request, url: str) -> Iterator[str]:
    yield from _news(request)
    yield _deadlines(request)
    edition, presented = request.shown.edited.edition, request.shown.presented
    headlines = [_one_line(item.headline) for item in edition.items()]
    if presented:
        yield f"Subject: {_one_line(presented.mail.subject)}"
    listed = (f"{number:>2}. {headline}" for number, headline in enumerate(headlines, start=1))
    yield "\n".join(listed) or "No story is left to print: it cannot be approved as it is."
    if errors := len(request.shown.errors):
        yield (
            f"The mail checker found {errors} error{'s' if errors > 1 else ''}, to be mended on the"
            " desk before it can be approved."
        )
    yield f"See it as readers will get it, change it or hold it:\n{_page(request)}"
    if url:
        hours = int(LINK_LASTS / timedelta(hours=1))
        yield (
            f"Approve this very mail:\n{url}\n\nThe link asks you to sign in and to press a button."
            f" It is yours alone, for {hours} hours, and for the mail as it is now: if the edition"
            " changes, it says so and approves nothing."
        )


def _news(request: Request) -> Iterator[str]:
    """What happened."""
    turn, issue = request.turn, f"{request.newsletter.name} of {_day(request.times)}"
    if not turn.drops_approval:
        waits = " and waits for your approval" if _needs_a_person(request) else ""
        yield f"{issue} is ready{waits}."
        return
    why = _one_line(turn.why) or "the edition was released to be worked on again"
    yield f"{issue} is not approved any more: {why} ({turn.who}, {request.clock(turn.at)})."
    if request.approved:
        turns = "\n".join(_turns(request.approved, request.shown.edited.edition))
        yield f"Since it was approved:\n{turns}" if turns else "It prints what was approved."


def _turns(before: Edition, after: Edition) -> Iterator[str]:
    """Each story and text that differs, once: "- dropped: “Shipyard wins order”"."""
    headlines = {item.story: item.headline for item in (*before.items(), *after.items())}
    # its sentences are those of the desk's pages, in several languages; turn and story do here
    found = difference(before, after, lambda key, **values: key)
    lines = (
        f"- {each.turn}: "
        + (f"“{_one_line(headlines[each.story])}”" if each.story else f"the {each.field}")
        for each in found
    )
    yield from dict.fromkeys(lines)


def _deadlines(request: Request) -> str:
    """When it goes and to how many, until when it is to be approved, and what happens if not."""
    times, readers = request.times, f"{request.readers:,} reader{'s' * (request.readers != 1)}"
    due = f"at {request.clock(times.send_at)}"
    if request.newsletter.local_hour:
        due += " by each reader’s own clock"
    if request.now >= times.send_at:
        due = "as soon as it is approved"
    limit = f"After {request.clock(times.never_after)} it does not go out."
    zone = f"(Times are those of {request.zone.key}.)"
    return f"It goes to {readers} {due}. {_condition(request)} {limit} {zone}"


def _condition(request: Request) -> str:
    """What has to be done, if anything, for it to go."""
    at = approves_itself_at(request.shown.record, request.newsletter, now=request.now)
    if at is None:
        late = request.now >= request.times.approve_by
        by = "as soon as you can" if late else f"by {request.clock(request.times.approve_by)}"
        return f"Please approve it {by}; without that it stays here."
    moment = "at once" if at <= request.now else f"at {request.clock(at)}"
    return f"Unless somebody holds it, it is approved by itself {moment}."


def _page(request: Request) -> str:
    return f"{request.desk}/editions/{request.times.edition}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
