"""What has to be done first, by a command, for an edition to go out: by the state it is in."""

from __future__ import annotations

from digest.model.edition import State
from digest.model.message import Message

_OVER = (State.SENT, State.KILLED, State.EXPIRED)


def how_to_send(edition: str, newsletter: str, state: State) -> Message:
    """The next step towards its readers; that there is none, where there is none."""
    if state in _OVER:
        return Message("edition.first_nothing")
    return Message(f"edition.first_{state}", edition=edition, newsletter=newsletter)
