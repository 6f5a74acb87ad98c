"""What a mail to the operator says: whose edition, what is wrong, what to do about it, and where.

Pure: the alerts, the states of their editions and the settings in, a subject and a text out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from digest.model.advice import how_to_send
from digest.model.alert import Alert, is_of_what_went_out, what_of
from digest.model.edition import State
from digest.model.settings import Approval, Newsletter, Settings

_APPROVE = "approve it at the desk, or `digest approve {edition}`"
_TO_APPROVE = {
    State.DRAFT: "See the log of `digest run`, or `digest build {newsletter}`; then"
    " `digest approve {edition}`.",
    State.READY: f"Look at it, then {_APPROVE}.",
    State.HELD: f"If it may go: `digest release {{edition}}`, then {_APPROVE}.",
    State.EMPTY: "Look at the sources: `digest doctor`, `digest gather`. It is built again when"
    " articles come in.",
}
_TO_BEGIN = {
    State.APPROVED: "See that `digest run` is running, and its log; or `digest send {edition}`.",
}
_TO_GO_ON = {
    State.SENDING: "See the mail server; what it answers is in"
    " `digest status {edition} --letters pending`.",
}
_LIVE = (State.DRAFT, State.READY, State.HELD, State.APPROVED, State.SENDING, State.EMPTY)
_AS_APPROVED = (
    "It goes out as it was approved. To take up what its source changed:"
    " `digest release {edition}`, `digest build {newsletter}`, then `digest approve {edition}`."
)
_SOURCE_CHANGED = {**_TO_APPROVE, State.APPROVED: _AS_APPROVED}
_WHAT_TO_DO: dict[str, Mapping[State, str]] = {
    "failed": dict.fromkeys(
        _LIVE, "Mend what is named above. It is tried again every minute, as long as it may go."
    ),
    "refused by the checker": {
        State.READY: "Change the story at the desk, or the template; it is tried again.",
        State.HELD: "Change the story at the desk, or the template; then"
        " `digest release {edition}`.",
    },
    "letters failed": {
        State.SENT: "`digest status {edition} --letters failed` says whose; then"
        " `digest send {edition} --failed`.",
    },
    "letters unknown": {
        State.SENT: "`digest status {edition} --letters unknown` says whose;"
        " `digest send {edition} --unknown` sends them again, to some perhaps for the second time.",
    },
    "expired": {
        State.EXPIRED: "Nothing more happens to it. Its stories go into the next edition.",
    },
    "unasked": {
        State.READY: "Tell that person, or approve it yourself: `digest approve {edition}`.",
        State.HELD: "Tell that person; it is held, and `digest release {edition}` asks again.",
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

_APPROVES_ITSELF = "Look at it; it is approved by itself."
_AFTER_SENDING = (
    "It went out as it was. The page in the browser has a note; the next edition is offered a"
    " correction to print, at the desk."
)
_AFTER_SENDING_WITHOUT_NOTE = (
    "It went out as it was, and readers are told nothing of it. Write a correction at the desk if"
    " they should be."
)


def subject_of(alerts: Sequence[Alert], settings: Settings) -> str:
    """A line that says which publication and newsletter it is, of which day, and what happened."""
    publication = settings.publication.name
    if len(alerts) > 1:
        return f"{publication}: {len(alerts)} messages about its digests"
    (alert,) = alerts
    return f"{publication}: {issue_of(alert.edition, settings)}: {what_of(alert.about)}"


def text_of(alerts: Sequence[Alert], settings: Settings, states: Mapping[str, State]) -> str:
    """What is wrong, what to do about it as the editions stand now, and where; each once, however
    many alerts there are."""
    lines = [f"{_title(alert, settings)}\n{alert.words}\n" for alert in alerts]
    for advice in dict.fromkeys(advice_on(alert, settings, states) for alert in alerts):
        lines += [f"What to do: {advice}"] if advice else []
    project = f"digest --project {settings.project.resolve()}"
    page, command = settings.desk.address, f"{project} status"
    if len(alerts) == 1:
        page, command = f"{page}/editions/{alerts[0].edition}", f"{command} {alerts[0].edition}"
    lines.append(f"Where: {page}\n       {command}")
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
    return f"{newsletter.name}, {day:%A} {day.day} {day:%B %Y}"


def advice_on(alert: Alert, settings: Settings, states: Mapping[str, State]) -> str:
    """What the operator can do about it as its edition stands now; empty for nothing."""
    if is_of_what_went_out(alert.about):
        noted = alert.about.startswith(("withdrawn", "corrected")) and alert.about.endswith("sent")
        return _AFTER_SENDING if noted else _AFTER_SENDING_WITHOUT_NOTE
    newsletter, state = _newsletter_of(alert.edition, settings), states.get(alert.edition)
    name, state = newsletter.id if newsletter else "", state or State.DRAFT
    if alert.about == "send now failed":
        ways = f"Mend what is named above, then {how_to_send(alert.edition, name, state)}."
        return ways if state in _LIVE else ""
    by_state = next(
        (ways for about, ways in _WHAT_TO_DO.items() if alert.about.startswith(about)), {}
    )
    advice = by_state.get(state, "").format(edition=alert.edition, newsletter=name)
    by_itself = newsletter is not None and newsletter.approval is not Approval.REQUIRED
    is_news = alert.about.startswith(("withdrawn", "embargoed", "corrected", "restored"))
    return _APPROVES_ITSELF if is_news and by_itself and state is State.READY else advice


def _title(alert: Alert, settings: Settings) -> str:
    """The publication, the newsletter by its name with the day, and the edition's id."""
    return f"{settings.publication.name}, {issue_of(alert.edition, settings)} ({alert.edition})"


def _newsletter_of(edition: str, settings: Settings) -> Newsletter | None:
    """The newsletter whose id the edition's begins with; the longest, where several do."""
    named = [one for one in settings.newsletters.values() if edition.startswith(f"{one.id}-")]
    return max(named, key=lambda one: len(one.id), default=None)
