"""What editors' moves teach the ranking of their newsletter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from digest.compose.rank import WEIGHTS
from digest.model.edit import Hide, Move, PinLead
from digest.model.edition import StoryPlace
from digest.model.settings import Ranking
from digest.pipelines.learned_ranking import learned, weights_of
from digest.store.articles import save_articles
from tests.edit.morning import REQUIRED, Morning, long_articles
from tests.newsroom import at


def morning_in(database: Database, folder: Path) -> Morning:
    save_articles(database, long_articles(), now=at(5))
    morning = Morning(database, folder, REQUIRED)
    morning.build(at(5, 45))
    return morning


def test_a_story_that_an_editor_put_into_the_lead_is_a_move_and_one_that_was_hidden_is_none(
    database: Database, tmp_path: Path
) -> None:
    morning = morning_in(database, tmp_path)
    built = morning.stories()
    morning.change(Hide(story=built[-1]))
    assert learned(morning.newsroom, REQUIRED, at=at(6)).moves == 0
    morning.change(PinLead(story=built[1]))
    morning.change(Move(story=built[0], place=StoryPlace.BRIEF))
    found = learned(morning.newsroom, REQUIRED, at=at(6))
    assert (found.moves, found.editions) == (2, 1)


def test_too_few_moves_leave_the_usual_weights_in_use(database: Database, tmp_path: Path) -> None:
    morning = morning_in(database, tmp_path)
    morning.change(PinLead(story=morning.stories()[1]))
    found = learned(morning.newsroom, REQUIRED, at=at(6))
    assert not found.enough
    assert found.weights == dict(WEIGHTS)
    by_editors = replace(REQUIRED, ranking=Ranking.LEARNED)
    assert weights_of(morning.newsroom, by_editors, at=at(6)) == dict(WEIGHTS)


def test_enough_moves_change_the_weights_only_where_the_newsletter_says_so(
    database: Database, tmp_path: Path
) -> None:
    morning = morning_in(database, tmp_path)
    morning.change(PinLead(story=morning.stories()[1]))
    found = learned(morning.newsroom, REQUIRED, at=at(6), needed=(1, 1))
    assert found.enough
    assert found.weights != dict(WEIGHTS)
    assert weights_of(morning.newsroom, REQUIRED, at=at(6)) == dict(WEIGHTS)
