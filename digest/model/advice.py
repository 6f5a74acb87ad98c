"""What has to be done first, by a command, for an edition to go out: by the state it is in."""

from __future__ import annotations

from digest.model.edition import State

_FIRST = {
    State.DRAFT: "build it with `digest build {newsletter}`",
    State.READY: "approve it with `digest approve {edition}`",
    State.HELD: "release it with `digest release {edition}`, then approve it",
    State.APPROVED: "send it with `digest send {edition}`",
    State.SENDING: "go on with `digest send {edition} --resume`",
    State.EMPTY: "it has too few stories; when more came in, build it with"
    " `digest build {newsletter}`",
}
_NOTHING = "nothing more becomes of it"


def how_to_send(edition: str, newsletter: str, state: State) -> str:
    """The next step towards its readers; that there is none, where there is none."""
    return _FIRST.get(state, _NOTHING).format(edition=edition, newsletter=newsletter)
