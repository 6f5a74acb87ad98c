"""What a mail to the operator says: whose edition, what is wrong, what to do about it, and where.

Pure: the alerts, the states of their editions and the settings in, a subject and a text out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from digest.model.advice import how_to_send
from digest.model.alert import Alert, is_of_what_went_out, what_of
from digest.model.edition import State
from digest.model.message import Message
from digest.model.settings import Approval, Newsletter, Settings
from digest.wording.desk_words import DeskWords, words_for

_TO_APPROVE = {
    State.DRAFT: "alert.advice_draft",
    State.READY: "alert.advice_ready",
    State.HELD: "alert.advice_held",
    State.EMPTY: "alert.advice_empty",
}
_TO_BEGIN = {State.APPROVED: "alert.advice_begin"}
_TO_GO_ON = {State.SENDING: "alert.advice_go_on"}
_LIVE = (State.DRAFT, State.READY, State.HELD, State.APPROVED, State.SENDING, State.EMPTY)
_SOURCE_CHANGED = {**_TO_APPROVE, State.APPROVED: "alert.advice_as_approved"}
_WHAT_TO_DO: dict[str, Mapping[State, str]] = {
    "failed": dict.fromkeys(_LIVE, "alert.advice_tried_again"),
    "refused by the checker": {
        State.READY: "alert.advice_change_story",
        State.HELD: "alert.advice_change_story_of_held",
    },
    "letters failed": {State.SENT: "alert.advice_letters_failed"},
    "letters unknown": {State.SENT: "alert.advice_letters_unknown"},
    "expired": {State.EXPIRED: "alert.advice_expired"},
    "unasked": {
        State.READY: "alert.advice_tell_person",
        State.HELD: "alert.advice_tell_person_of_held",
    },
    "not begun": _TO_BEGIN,
    "no letter taken": _TO_GO_ON,
    "not approved": _TO_APPROVE,
    "not sent": {**_TO_APPROVE, **_TO_BEGIN, **_TO_GO_ON},
    "too few stories": _TO_APPROVE,
    "withdrawn": _SOURCE_CHANGED,
    "embargoed": _SOURCE_CHANGED,
    "corrected": _SOURCE_CHANGED,
    "restored": _SOURCE_CHANGED,
}
"""By how ``about`` begins, and by the edition's state when the mail is written: what can be done in
that state. Nothing for a state in which the trouble is over."""


def words_of(settings: Settings) -> DeskWords:
    """What the operator's mails are written with: the publication's language, where the desk speaks
    it, else English; the newsroom's times."""
    return words_for([settings.publication.language], settings.publication.zone)


def subject_of(alerts: Sequence[Alert], settings: Settings) -> str:
    """A line that says which publication and newsletter it is, of which day, and what happened."""
    publication, words = settings.publication.name, words_of(settings)
    if len(alerts) > 1:
        subject = Message("alert.subject_of_several", publication=publication, count=len(alerts))
        return words.say(subject)
    (alert,) = alerts
    what = words.say(what_of(alert.about))
    return f"{publication}: {issue_of(alert.edition, settings)}: {what}"


def text_of(alerts: Sequence[Alert], settings: Settings, states: Mapping[str, State]) -> str:
    """What is wrong, what to do about it as the editions stand now, and where; each once, however
    many alerts there are."""
    words = words_of(settings)
    lines = [f"{_title(alert, settings)}\n{words.say(alert.words)}\n" for alert in alerts]
    for advice in dict.fromkeys(advice_on(alert, settings, states) for alert in alerts):
        lines += [words.say(Message("alert.what_to_do", advice=advice))] if advice else []
    project = f"digest --project {settings.project.resolve()}"
    page, command = settings.desk.address, f"{project} status"
    if len(alerts) == 1:
        page, command = f"{page}/editions/{alerts[0].edition}", f"{command} {alerts[0].edition}"
    lines.append(f"{words.say(Message('alert.where', page=page))}\n       {command}")
    return "\n".join(lines) + "\n"


def issue_of(edition: str, settings: Settings) -> str:
    """The newsletter's name and the day: "The Morning Tide, Thursday 12 March 2026"; the id of one
    that the settings do not know."""
    newsletter = _newsletter_of(edition, settings)
    if newsletter is None:
        return edition
    try:
        day = date.fromisoformat(edition.removeprefix(f"{newsletter.id}-")[:10])
    except ValueError:
        return edition
    return f"{newsletter.name}, {words_of(settings).full_day(day)}"


def advice_on(alert: Alert, settings: Settings, states: Mapping[str, State]) -> Message | None:
    """What the operator can do about it as its edition stands now; None for nothing."""
    if is_of_what_went_out(alert.about):
        noted = alert.about.startswith(("withdrawn", "corrected")) and alert.about.endswith("sent")
        return Message(f"alert.advice_after_sending{'' if noted else '_without_note'}")
    newsletter, state = _newsletter_of(alert.edition, settings), states.get(alert.edition)
    name, state = newsletter.id if newsletter else "", state or State.DRAFT
    if alert.about == "send now failed":
        first = how_to_send(alert.edition, name, state)
        return Message("alert.advice_mend_first", first=first) if state in _LIVE else None
    by_state = next(
        (ways for about, ways in _WHAT_TO_DO.items() if alert.about.startswith(about)), {}
    )
    by_itself = newsletter is not None and newsletter.approval is not Approval.REQUIRED
    is_news = alert.about.startswith(("withdrawn", "embargoed", "corrected", "restored"))
    if is_news and by_itself and state is State.READY:
        return Message("alert.advice_approves_itself")
    key = by_state.get(state)
    return Message(key, edition=alert.edition, newsletter=name) if key else None


def _title(alert: Alert, settings: Settings) -> str:
    """The publication, the newsletter by its name with the day, and the edition's id."""
    return f"{settings.publication.name}, {issue_of(alert.edition, settings)} ({alert.edition})"


def _newsletter_of(edition: str, settings: Settings) -> Newsletter | None:
    """The newsletter whose id the edition's begins with; the longest, where several do."""
    named = [one for one in settings.newsletters.values() if edition.startswith(f"{one.id}-")]
    return max(named, key=lambda one: len(one.id), default=None)
