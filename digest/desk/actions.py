"""Approve, hold, release, kill, build again, send: doing what a button of the page says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from starlette.responses import Response

from digest.desk.edition_actions import NEEDS, Action
from digest.desk.edition_page import TEST_COOKIE, look_first, show_edition
from digest.desk.request_context import Visit
from digest.model.edition import GONE_OUT, Decision, State
from digest.model.errors import DatabaseError, DigestError, StateError, UsageError, text_of
from digest.model.mail import Outcome
from digest.model.message import Message
from digest.pipelines.deliver import send_test
from digest.pipelines.edit import edited
from digest.pipelines.publish import approve, build, preview_edition
from digest.pipelines.sent_before import release
from digest.recipients.addresses import normalise_address
from digest.store.editions import edition_record, move_edition
from digest.store.last_seen import save_look
from digest.timetable import timetable
from digest.wording.desk_words import DeskWords

MOST_TESTS = 10
"""Addresses of one test: a test is no way round the list."""


def take_step(visit: Visit) -> Response:
    """Takes the step that the form names, or says why not.

    :raises UsageError: the form names none.
    """
    try:
        step = Action(visit.field("step"))
    except ValueError:
        raise UsageError(visit.words("no_step", step=visit.field("step"))) from None
    if not visit.may(NEEDS[step]):
        words = visit.words("needs_role", role=visit.words(f"role_{NEEDS[step]}"))
        return show_edition(visit, notice=words, status=403)
    try:
        told = _TAKE[step](visit)
    except DatabaseError:
        raise
    except DigestError as error:
        return _refuse(visit, step, _in_words(visit, step, error))
    answer = show_edition(visit, notice=told) if told else visit.go(visit.edition_path())
    if step is Action.TEST:
        _remember(answer, visit.field("to"))
    return answer


def _refuse(visit: Visit, step: Action, why: str) -> Response:
    """The page that says why. One that refuses an approval shows what others changed: that is a
    look at it, and whatever is changed after this moment is not."""
    edition = visit.part("edition")
    looked_at = edited(visit.newsroom, edition, now=visit.now).edition
    answer = show_edition(visit, notice=why, status=409)
    if step is Action.APPROVE:
        save_look(visit.database, visit.person.id, looked_at, now=visit.now)
    return answer


def _remember(answer: Response, addresses: str) -> None:
    """Keeps where this person's last test went, in their browser, for the next one."""
    answer.set_cookie(
        TEST_COOKIE, quote(addresses), max_age=30 * 86_400, httponly=True, samesite="lax"
    )


def _in_words(visit: Visit, step: Action, error: DigestError) -> str:
    """What comes too late says so, in words that hold whether it is still going out when the page
    is read or sent by then; the rest is said as the pipeline says it."""
    record = edition_record(visit.database, visit.part("edition"))
    if record.state in GONE_OUT:
        stops = step in {Action.HOLD, Action.KILL, Action.RELEASE}
        return visit.words("too_late_to_stop" if stops else "gone_out_already")
    return visit.words.say(text_of(error))


def _approve(visit: Visit) -> str:
    """Freezes the mail that the approver saw: its hash came with the form.

    :raises StateError: they were not shown that mail, or others changed the edition since they
        looked. The page that says so shows both, and what it shows counts as looked at.
    """
    seen = visit.field("seen")
    if not seen:
        raise UsageError(visit.words("approval_names_no_mail"))
    record = edition_record(visit.database, visit.part("edition"))
    if record.state is State.READY and (why := look_first(visit, record, seen)):
        raise StateError(why)
    approve_seen(visit, record.id, seen)
    return ""


def approve_seen(visit: Visit, edition: str, seen: str) -> None:
    """Approves the edition in the visitor's name, if its mail still has the hash ``seen``.

    :raises DigestError: it has another by now, or cannot be approved.
    """
    approve(
        visit.newsroom,
        edition,
        who=visit.person.name,
        now=visit.now,
        seen=seen,
    )


def _move(after: State) -> Callable[[Visit], str]:
    def take(visit: Visit) -> str:
        move_edition(
            visit.database,
            visit.part("edition"),
            after,
            Decision(who=visit.person.name, why=_why(visit), at=visit.now),
        )
        return ""

    return take


def _release(visit: Visit) -> str:
    release(
        visit.newsroom,
        visit.part("edition"),
        Decision(who=visit.person.name, why=_why(visit), at=visit.now),
    )
    return ""


def _why(visit: Visit) -> str:
    return visit.field("why").strip()[:500]


def _build(visit: Visit) -> str:
    """Built again from what is stored now; edits stay, late stories wait in their tray."""
    record = edition_record(visit.database, visit.part("edition"))
    newsletter = visit.newsroom.settings.newsletters[record.newsletter]
    times = timetable(newsletter, record.date, visit.newsroom.zone)
    build(visit.newsroom, times, at=visit.now, who=visit.person.name)
    return ""


def _test(visit: Visit) -> str:
    """The mail as it is now to a few addresses, past list and ledger."""
    addresses = _addresses(visit.field("to"), visit.words)
    record = edition_record(visit.database, visit.part("edition"))
    room = visit.newsroom
    made = preview_edition(room, record.id, now=visit.now)
    if made.presented is None:
        raise StateError(visit.words("nothing_to_send", edition=record.id))
    deliveries = send_test(room, made.presented.mail, addresses)
    lines = []
    for address, delivery in zip(addresses, deliveries, strict=True):
        key = "test_sent" if delivery.outcome is Outcome.ACCEPTED else "test_failed"
        words = visit.words.say(delivery.words)
        lines.append(visit.words(key, address=address, words=words))
    return " ".join(lines)


def _addresses(written: str, words: DeskWords) -> list[str]:
    found = []
    for word in written.replace(",", " ").replace(";", " ").split():
        try:
            found.append(normalise_address(word))
        except ValueError as error:
            why = words.say(text_of(error))
            raise UsageError(words("not_an_address", address=word, why=why)) from error
    if not 1 <= len(found) <= MOST_TESTS:
        raise UsageError(words("how_many_tests", most=MOST_TESTS))
    return found


def _send(visit: Visit) -> str:
    """To everyone, now. The operator has typed the newsletter's name, so that no slip sends."""
    record = edition_record(visit.database, visit.part("edition"))
    newsletter = visit.newsroom.settings.newsletters[record.newsletter]
    if visit.field("name").strip().casefold() != newsletter.name.casefold():
        raise UsageError(visit.words("name_does_not_match", name=newsletter.name))
    if record.state is not State.APPROVED:
        raise StateError(
            Message("edition.only_approved_is_sent", edition=record.id, state=record.state.message)
        )
    visit.desk.sender.begin(
        record.id, who=visit.person.name, done=lambda: visit.desk.live.changed(record.id)
    )
    return visit.words("sending_begins")


_TAKE: Mapping[Action, Callable[[Visit], str]] = {
    Action.APPROVE: _approve,
    Action.HOLD: _move(State.HELD),
    Action.RELEASE: _release,
    Action.BUILD: _build,
    Action.TEST: _test,
    Action.SEND: _send,
    Action.KILL: _move(State.KILLED),
}
"""How each step is taken; what comes back is said on the page, empty for nothing to say."""
