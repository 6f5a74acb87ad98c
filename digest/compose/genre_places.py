"""Where each genre may stand: who leads, who stands among the top stories, who never does.

================================================  =====  ===  =========================
genre                                             leads  top  value of the term "genre"
================================================  =====  ===  =========================
news                                              yes    yes  0
live, interview                                   yes    yes  ⅓
long read, obituary, opinion                      no     yes  ⅓
round-up, forecast, correction, service           no     no   1
advertorial                                       no     no   1
================================================  =====  ===  =========================

What may not lead does so when there is nothing else, an advertorial after all others. A newsletter
that names genres in ``lead_genres`` has them placed like news: a weekly its long reads.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from digest.model.article import Genre

SELDOM = 1 / 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GenreStanding:
    """Whether a genre may lead and stand among the top stories, and what it costs in the score,
    from 0 to 1."""

    leads: bool
    top: bool
    drawback: float


_LIKE_NEWS = GenreStanding(leads=True, top=True, drawback=0.0)
_MAY_LEAD = GenreStanding(leads=True, top=True, drawback=SELDOM)
_MAY_TOP = GenreStanding(leads=False, top=True, drawback=SELDOM)
_BRIEF = GenreStanding(leads=False, top=False, drawback=1.0)

_STANDINGS = {
    Genre.NEWS: _LIKE_NEWS,
    Genre.LIVE: _MAY_LEAD,
    Genre.INTERVIEW: _MAY_LEAD,
    Genre.LONG_READ: _MAY_TOP,
    Genre.OBITUARY: _MAY_TOP,
    Genre.OPINION: _MAY_TOP,
    Genre.ROUND_UP: _BRIEF,
    Genre.FORECAST: _BRIEF,
    Genre.CORRECTION: _BRIEF,
    Genre.SERVICE: _BRIEF,
    Genre.ADVERTORIAL: _BRIEF,
}


def standing_of(genre: Genre, like_news: Collection[Genre] = ()) -> GenreStanding:
    """The genre's standing in a newsletter that has those of ``like_news`` placed like news."""
    return _LIKE_NEWS if genre in like_news else _STANDINGS[genre]
