"""Asking for approval by mail: whoever may approve gets what is to go out, and a link to do it.

::

    READY edition, people ─who was not asked yet?→ claim → note with a signed link → alerts

People are asked when an edition becomes ready: built, released by somebody, or because its
approval was dropped; editors are then told too. They are asked anew when a source takes back a
story of an edition that waits, or gives one free. They are not when it is edited or built anew: on
a busy morning that would be a mail every few minutes, about what its editors have before their
eyes. The link in the first mail then no longer fits, says so, and leads to the desk.

It is asked at the duty editor's looks and not in the click that dropped an approval: nobody at the
desk waits for a mail server, and five edits in a row are one mail.

A mail that no server has is written again, a few times, while the edition waits. One that a server
refuses is not, nor one that it may have: the operator is told, and the edition is on the desk.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from digest.deliver.approve_links import ApproveLink, approve_url
from digest.deliver.retry import Patience
from digest.deliver.staff_mail import StaffMail
from digest.model.alert import Alert
from digest.model.edition import GONE_OUT, EditionRecord, State, StateChange
from digest.model.mail import Delivery, Outcome
from digest.model.message import Message
from digest.model.settings import Approval, Newsletter
from digest.model.users import Role, User
from digest.notifications.alerts import tell_by_mail, tell_operator
from digest.pipelines.approval_mail import (
    Request,
    subject_of,
    subject_of_changes,
    text_of,
    text_of_changes,
)
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.publish import preview_edition
from digest.store.approval_requests import (
    ApprovalRequest,
    asked_of,
    claim_request,
    postpone_request,
)
from digest.store.audience_counts import readers_now
from digest.store.editions import approved_edition, moves_of
from digest.store.source_changes import (
    claim_mail,
    mailed_of,
    postpone_mail,
    source_changes_of,
)
from digest.store.users import users_of
from digest.timetable import Timetable
from digest.wording.desk_words import words_for

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
"""How often one mail is tried, with growing pauses between: over half an hour."""

WATCHED_FOR = timedelta(days=1)
"""For how long a mail about a change after sending is tried."""

_PATIENCE = Patience()


def ask_for_approval(
    newsroom: Newsroom, record: EditionRecord, times: Timetable, *, now: datetime
) -> int:
    """How many people were asked now to approve the edition, or told that its approval was dropped.

    Nobody, unless it is ready, its time has not passed, and it waits for a person.

    :raises PresentError: a template is wrong: nobody was asked yet.
    """
    newsletter = newsroom.settings.newsletters[times.newsletter]
    turn = _became_ready(moves_of(newsroom.database, record.id))
    if record.state is not State.READY or turn is None or now > times.never_after:
        return 0
    if not _waits_for_a_person(newsletter, turn):
        return 0
    done = asked_of(newsroom.database, edition=record.id, revision=turn.revision, now=now)
    people = [
        each
        for each in users_of(newsroom.database)
        if _concerns(each, turn) and each.id not in done
    ]
    if not people:
        return 0
    shown = preview_edition(newsroom, record.id, now=now)
    request = Request(
        shown=shown,
        newsletter=newsletter,
        times=times,
        turn=turn,
        approved=approved_edition(newsroom.database, record.id) if turn.drops_approval else None,
        readers=readers_now(newsroom.database, newsletter),
        desk=newsroom.settings.desk.address,
        zone=newsroom.zone,
        now=now,
        changes=source_changes_of(newsroom.database, record.id, move=turn.revision),
    )
    return _ask_each(newsroom, request, people)


def _ask_each(newsroom: Newsroom, request: Request, people: Sequence[User]) -> int:
    asked = 0
    for person in people:
        delivery = _ask(newsroom, request, person)
        if delivery is None:
            continue
        asked += delivery.outcome is Outcome.ACCEPTED
        if delivery.no_server:
            break  # no server answers: the edition waits for one time-out, not for everybody's
    return asked


def _ask(newsroom: Newsroom, request: Request, person: User) -> Delivery | None:
    """What became of the mail to the person; nothing if another process is the one to write it."""
    edition, seen = request.times.edition, request.seen if person.role.may(Role.APPROVER) else ""
    asked = ApprovalRequest(edition=edition, user=person.id, revision=request.turn.revision)
    attempt = claim_request(newsroom.database, asked, mail=seen, now=request.now)
    if not attempt:
        return None
    words = words_for([person.language], request.zone)
    link = ApproveLink(edition=edition, user=person.id, seen=seen)
    url = approve_url(link, desk=request.desk, secret=newsroom.secret) if seen else ""
    note = StaffMail(
        address=person.mail,
        subject=subject_of(request, words),
        text=text_of(request, words, url),
        language=words.language,
        errand=f"approve {edition} {request.turn.revision}",
    )
    delivery = tell_by_mail(newsroom.settings, note, now=request.now)
    if delivery.outcome is Outcome.ACCEPTED:
        log.info("%s: %s was written to about its approval", edition, person.name)
    elif delivery.outcome is Outcome.DEFERRED and attempt < MOST_ATTEMPTS:
        until = request.now + _PATIENCE.pause(attempt - 1)
        postpone_request(newsroom.database, asked, until=until)
    else:
        _tell_operator(newsroom, request, person, delivery)
    return delivery


def tell_of_changes(newsroom: Newsroom, record: EditionRecord, *, now: datetime) -> None:
    """Mails those who may approve what sources changed of an edition that went out, each change
    once. Never raises for a mail."""
    newsletter = newsroom.settings.newsletters.get(record.newsletter)
    changes = [
        change
        for change in source_changes_of(newsroom.database, record.id)
        if change.state in GONE_OUT and now - change.at <= WATCHED_FOR
    ]
    if newsletter is None or not changes:
        return
    for person in users_of(newsroom.database):
        if not (person.active and person.mail and person.role.may(Role.APPROVER)):
            continue
        due = [
            one for one in changes if person.id not in mailed_of(newsroom.database, one, now=now)
        ]
        attempts = {one: claim_mail(newsroom.database, one, person.id, now=now) for one in due}
        claimed = [one for one in due if attempts[one]]
        if not claimed:
            continue
        words = words_for([person.language], newsroom.zone)
        note = StaffMail(
            address=person.mail,
            subject=subject_of_changes(newsletter, record.date, words),
            text=text_of_changes(
                newsletter, record, claimed, words, newsroom.settings.desk.address
            ),
            language=words.language,
            errand=f"changed {record.id} {claimed[0].id}",
        )
        delivery = tell_by_mail(newsroom.settings, note, now=now)
        if delivery.outcome is Outcome.DEFERRED:
            for one in claimed:
                if attempts[one] < MOST_ATTEMPTS:
                    until = now + _PATIENCE.pause(attempts[one] - 1)
                    postpone_mail(newsroom.database, one, person.id, until=until)
        if delivery.no_server:
            break


def _tell_operator(newsroom: Newsroom, request: Request, person: User, delivery: Delivery) -> None:
    words = Message("alert.approval_mail_refused", name=person.name, address=person.mail)
    if delivery.outcome is Outcome.UNKNOWN:
        words = Message("alert.approval_mail_unanswered", name=person.name, address=person.mail)
    about = f"unasked-{person.name}"
    edition = request.times.edition
    tell_operator(
        newsroom.database,
        newsroom.settings,
        Alert(edition=edition, about=about, words=words, first=request.now),
    )


def _became_ready(moves: tuple[StateChange, ...]) -> StateChange | None:
    """The last move that made the edition ready, or by which its sources changed a ready one;
    building a ready one again is none."""
    turns = (each for each in reversed(moves) if each.after is State.READY)
    return next((one for one in turns if one.before is not State.READY or one.asks_again), None)


def _waits_for_a_person(newsletter: Newsletter, turn: StateChange) -> bool:
    """An edition that approves itself is nobody's work until its approval is dropped."""
    return newsletter.approval is not Approval.AUTOMATIC or turn.drops_approval


def _concerns(person: User, turn: StateChange) -> bool:
    """Whether the person is to be written to: not about what they did themselves."""
    role = Role.EDITOR if turn.drops_approval else Role.APPROVER
    return person.active and bool(person.mail) and person.role.may(role) and person.name != turn.who
