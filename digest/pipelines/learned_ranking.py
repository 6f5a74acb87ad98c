"""The weights that a newsletter's stories are ranked by, learned from what its editors moved.

::

    editions with moves ─proof, log→ what editors placed ─preferences→ weights
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.compose.learned_weights import (
    ABOVE_SECTIONS,
    EDITIONS_NEEDED,
    MOVES_NEEDED,
    Preference,
    fit_weights,
    preferences_of,
)
from digest.compose.rank import WEIGHTS
from digest.model.edit import Edited, Move, PinLead
from digest.model.edition import Edition
from digest.model.settings import Newsletter, Ranking
from digest.pipelines.edit import edited
from digest.pipelines.newsroom import Newsroom
from digest.store.edits import editions_with, proof_of

LESSON_DAYS = 180
"""For how long a move teaches what is worth more than what."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingWeights:
    """The score's weights as editors' moves have them. ``moves`` are the stories that editors put
    into the lead or the top, or took out, in ``editions`` of them; ``enough`` says whether that
    many tell something: else ``weights`` are the usual ones."""

    weights: dict[str, float]
    moves: int
    editions: int
    enough: bool


def weights_of(newsroom: Newsroom, newsletter: Newsletter, *, at: datetime) -> dict[str, float]:
    """The weights that an edition built at ``at`` is ranked by."""
    if newsletter.ranking is not Ranking.LEARNED:
        return dict(WEIGHTS)
    return learned(newsroom, newsletter, at=at).weights


def learned(
    newsroom: Newsroom,
    newsletter: Newsletter,
    *,
    at: datetime,
    needed: tuple[int, int] = (MOVES_NEEDED, EDITIONS_NEEDED),
) -> RankingWeights:
    """What the newsletter's editors taught by their moves of the last ``LESSON_DAYS`` days;
    ``needed`` are how many moves, in how many editions, are enough."""
    preferences: list[Preference] = []
    moves = editions = 0
    for built, laid in _edited_editions(newsroom, newsletter, at):
        placed = _placed(built, laid)
        found = list(preferences_of(built, laid.edition, placed))
        preferences.extend(found)
        moves += round(sum(one.share for one in found))
        editions += bool(found)
    enough = moves >= needed[0] and editions >= needed[1]
    weights = fit_weights(preferences) if enough else dict(WEIGHTS)
    return RankingWeights(weights=weights, moves=moves, editions=editions, enough=enough)


def _edited_editions(
    newsroom: Newsroom, newsletter: Newsletter, at: datetime
) -> Iterator[tuple[Edition, Edited]]:
    """The newsletter's editions with moves: as built when editing began, and as edited."""
    since = at - timedelta(days=LESSON_DAYS)
    ids = dict.fromkeys(
        edition
        for kind in ("pin_lead", "move")
        for edition in editions_with(newsroom.database, kind, since=since)
    )
    for edition in ids:
        built = proof_of(newsroom.database, edition)
        if built is not None and built.newsletter == newsletter.id:
            yield built, edited(newsroom, edition, now=at)


def _placed(built: Edition, laid: Edited) -> set[str]:
    """The stories that editors put above the sections, or took from there."""
    was = {item.story for item in built.items() if item.place in ABOVE_SECTIONS}
    placed: set[str] = set()
    for edit in laid.standing:
        change = edit.change
        if isinstance(change, PinLead) or (
            isinstance(change, Move) and (change.place in ABOVE_SECTIONS or change.story in was)
        ):
            placed.add(change.story)
    return placed
