"""What a mail to the operator says: whose edition, what is wrong, what to do about it, and where.

Pure: the alerts and the settings in, a subject and a text out.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.model.alert import Alert, is_of_what_went_out
from digest.model.settings import Newsletter, Settings

_WHAT_TO_DO = {
    "failed": "Mend what is named above. It is tried again every minute, as long as it may go.",
    "refused by the checker": "Change the story at the desk, or the template; it is tried again.",
    "letters failed": "`digest status {edition} --letters failed` says whose; then"
    " `digest send {edition} --failed`.",
    "send now failed": "Mend what is named above, then `digest send {edition}`.",
    "expired": "Nothing more happens to it. Its stories go into the next edition.",
    "withdrawn": "Look at the edition and approve it again.",
    "unasked": "Tell that person, or approve it yourself: `digest approve {edition}`.",
    "not begun": "See that `digest run` is running, and its log; or `digest send {edition}`.",
    "no letter taken": "See the mail server; what it answers is in"
    " `digest status {edition} --letters pending`.",
    "not approved": "Approve it at the desk, or `digest approve {edition}`.",
    "not sent": "Look at its state below, and at the log of `digest run`.",
    "too few stories": "Look at the sources: `digest doctor`, `digest gather`.",
}
"""By how ``about`` begins."""

_AFTER_SENDING = (
    "It went out as it was. The page in the browser has a note; the next edition is offered a"
    " correction to print, at the desk."
)


def subject_of(alerts: Sequence[Alert], settings: Settings) -> str:
    """A line that says which publication it is, and what it is about."""
    publication = settings.publication.name
    if len(alerts) > 1:
        return f"{publication}: {len(alerts)} messages about its digests"
    (alert,) = alerts
    return f"{publication}: {alert.edition}: {alert.about}"


def text_of(alerts: Sequence[Alert], settings: Settings) -> str:
    """What is wrong, what to do about it, and where; each once, however many alerts there are."""
    lines = [f"{_title(alert, settings)}\n{alert.words}\n" for alert in alerts]
    for advice in dict.fromkeys(_advice(alert) for alert in alerts):
        lines += [f"What to do: {advice}"] if advice else []
    project = f"digest --project {settings.project.resolve()}"
    page, command = settings.desk.address, f"{project} status"
    if len(alerts) == 1:
        page, command = f"{page}/editions/{alerts[0].edition}", f"{command} {alerts[0].edition}"
    lines.append(f"Where: {page}\n       {command}")
    return "\n".join(lines) + "\n"


def _title(alert: Alert, settings: Settings) -> str:
    """The publication, the newsletter by its name, and the edition."""
    newsletter = _newsletter_of(alert.edition, settings)
    names = [settings.publication.name, newsletter.name if newsletter else "", alert.edition]
    return ", ".join(name for name in names if name)


def _advice(alert: Alert) -> str:
    if is_of_what_went_out(alert.about):
        return _AFTER_SENDING
    begins = (words for about, words in _WHAT_TO_DO.items() if alert.about.startswith(about))
    return next(begins, "").format(edition=alert.edition)


def _newsletter_of(edition: str, settings: Settings) -> Newsletter | None:
    """The newsletter whose id the edition's begins with; the longest, where several do."""
    named = [one for one in settings.newsletters.values() if edition.startswith(f"{one.id}-")]
    return max(named, key=lambda one: len(one.id), default=None)
