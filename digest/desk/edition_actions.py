"""What may be done with an edition as a whole: which steps, by whom, and what each means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from digest.desk.request_context import Visit
from digest.desk.status_text import Situation, going
from digest.model.edition import State
from digest.model.users import Role


class Action(StrEnum):
    """What can be done with an edition as a whole."""

    APPROVE = "approve"
    HOLD = "hold"
    RELEASE = "release"
    BUILD = "build"
    TEST = "test"
    SEND = "send"
    KILL = "kill"


NEEDS = {
    Action.APPROVE: Role.APPROVER,
    Action.HOLD: Role.EDITOR,
    Action.RELEASE: Role.APPROVER,
    Action.BUILD: Role.EDITOR,
    Action.TEST: Role.EDITOR,
    Action.SEND: Role.OPERATOR,
    Action.KILL: Role.APPROVER,
}
"""Who may take each step: whoever has this role, or one above it."""

POSSIBLE = {
    Action.APPROVE: {State.READY},
    Action.HOLD: {State.READY, State.APPROVED},
    Action.RELEASE: {State.HELD, State.APPROVED},
    Action.BUILD: {State.READY, State.HELD, State.EMPTY},
    Action.TEST: {State.READY, State.HELD, State.APPROVED},
    Action.SEND: {State.APPROVED},
    Action.KILL: {State.READY, State.HELD, State.APPROVED},
}
"""In which states each step makes sense; the store has the last word."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A step as the page offers it: what it does, in words, and who may take it.

    ``why_not`` says why this person cannot take it now.
    """

    step: Action
    role: Role
    says: str
    why_not: str = ""


def choices_for(
    visit: Visit, situation: Situation, *, errors: int, trouble: bool = False, empty: bool = False
) -> tuple[Choice, ...]:
    """The steps that make sense in the edition's state, each with who may take it. ``errors`` are
    those the checker found; ``trouble``: a template has a mistake, the mail cannot be made;
    ``empty``: there is no story in it."""
    no_mail = visit.words("nothing_to_send", edition=situation.record.id) if empty else ""
    if trouble:
        no_mail = visit.words("trouble_blocks")
    blocked = {Action.TEST: no_mail, Action.APPROVE: no_mail}
    if errors and not no_mail:
        blocked[Action.APPROVE] = visit.words("errors_block", count=errors)
    return tuple(
        Choice(
            step=step,
            role=NEEDS[step],
            says=_says(visit, step, situation),
            why_not=_why_not(visit, step, blocked=blocked.get(step, ""), readers=situation.readers),
        )
        for step in Action
        if situation.record.state in POSSIBLE[step]
    )


def _says(visit: Visit, step: Action, situation: Situation) -> str:
    """What the step does: "Goes to 4,210 readers at 06:30, in 2 h 14 min"."""
    words = visit.words
    return words(
        f"says_{step}",
        going=going(situation, words),
        going_now=words("to_readers", count=situation.readers),
    )


def _why_not(visit: Visit, step: Action, *, blocked: str, readers: int) -> str:
    if not visit.may(NEEDS[step]):
        return visit.words("needs_role", role=visit.words(f"role_{NEEDS[step]}"))
    if blocked:
        return blocked
    if step is Action.SEND and not readers:
        return visit.words("nobody_to_send_to")
    return ""
