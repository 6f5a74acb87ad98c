"""Subject and preheader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.edition import Edition, Item, StoryPlace
from digest.present.subject import preheader_of, subject_of
from tests.present.editions import EDITION, LEAD, ONE_ITEM, TOP


def with_headlines(lead: str, *tops: str) -> Edition:
    """An edition with these headlines."""
    items = tuple(
        replace(TOP[0], story=f"s-{number}", headline=top) for number, top in enumerate(tops)
    )
    return replace(EDITION, lead=replace(LEAD, headline=lead), top=items, sections=())


def test_a_subject_joins_the_lead_and_one_more_story() -> None:
    edition = with_headlines("Old bridge to close", "Bank keeps its rate", "Oysters are back")
    assert subject_of(edition) == "Old bridge to close · Bank keeps its rate"


@pytest.mark.parametrize("lead", ["Re: Old bridge to close", "RE[2]: Old bridge to close"])
def test_a_headline_that_begins_as_an_answer_makes_no_subject_that_claims_to_be_one(
    lead: str,
) -> None:
    edition = with_headlines(lead, "Bank keeps its rate", "Oysters are back")
    assert subject_of(edition) == "Old bridge to close · Bank keeps its rate"


def test_a_story_that_fits_goes_before_one_that_would_be_cut() -> None:
    edition = with_headlines("Old bridge to close", "A" * 60, "Oysters are back again")
    assert subject_of(edition) == "Old bridge to close · Oysters are back again"


def test_a_long_lead_gives_its_first_clause() -> None:
    edition = with_headlines(
        "Old bridge to close: council votes for two years of repairs", "Bank keeps its rate"
    )
    assert subject_of(edition) == "Old bridge to close · Bank keeps its rate"


def test_a_lead_of_the_right_length_stands_alone_before_a_stump() -> None:
    edition = with_headlines("Council votes to close the Old Swing Bridge", "B" * 60)
    assert subject_of(edition) == "Council votes to close the Old Swing Bridge"


def test_a_lead_that_is_too_long_gives_its_clause_before_it_is_cut() -> None:
    edition = with_headlines(
        "Harbour porpoises have doubled in six years, listening posts show", "B" * 60
    )
    assert subject_of(edition) == "Harbour porpoises have doubled in six years"


def test_a_headline_is_not_cut_after_a_word_that_leads_nowhere() -> None:
    edition = with_headlines("Council votes to close the Old Swing Bridge for two years", "B" * 60)
    assert subject_of(edition) == "Council votes to close the Old Swing Bridge…"


@pytest.mark.parametrize(
    ("language", "headline", "subject"),
    [
        (
            "en",
            "Council votes to rebuild the north pier after storms damaged it twice last winter",
            "Council votes to rebuild the north pier…",
        ),
        (
            "de",
            "Stadtrat beschließt Neubau des nördlichen Piers nachdem Stürme ihn beschädigt hatten",
            "Stadtrat beschließt Neubau des nördlichen Piers…",
        ),
        (
            "uk",
            "Міська рада вирішила відбудувати північний пірс який двічі пошкодили шторми",
            "Міська рада вирішила відбудувати північний пірс…",
        ),
    ],
)
def test_a_subject_that_is_cut_ends_with_a_clause(
    language: str, headline: str, subject: str
) -> None:
    edition = replace(with_headlines(headline), language=language)
    assert subject_of(edition) == subject


def test_a_subject_is_never_one_of_the_previous() -> None:
    edition = with_headlines("Old bridge to close", "Bank keeps its rate", "Oysters are back")
    first = subject_of(edition)
    second = subject_of(edition, [first.upper()])
    third = subject_of(edition, [first, second])
    assert len({first, second, third}) == 3


def test_a_subject_used_up_in_every_form_gets_the_date_beside_the_headline() -> None:
    edition = with_headlines("Flood")
    assert subject_of(edition, ["Flood"]) == "Flood · Nov 23"


def test_direction_marks_do_not_get_into_a_subject() -> None:
    assert "\u202e" not in subject_of(
        with_headlines("Old bridge \u202eto close, at last, it seems")
    )


def test_the_preheader_goes_on_with_the_stories_that_the_subject_does_not_name() -> None:
    edition = with_headlines(
        "Old bridge to close", "Bank keeps its rate", "Oysters are back", "Port talks go on"
    )
    subject = subject_of(edition)
    assert subject == "Old bridge to close · Bank keeps its rate"
    preheader = preheader_of(edition, subject)
    assert preheader.startswith("Oysters are back · Port talks go on")


def test_the_preheader_of_a_single_story_comes_from_its_brief() -> None:
    assert preheader_of(ONE_ITEM, subject_of(ONE_ITEM)).startswith("Port Merrow’s council decided")


@pytest.mark.parametrize("headline", ["War", "x" * 500, "Зірка " * 30, "a, b, c"])
def test_a_preheader_has_40_to_110_characters(headline: str) -> None:
    edition = with_headlines(headline)
    assert 40 <= len(preheader_of(edition, subject_of(edition))) <= 110


def test_a_preheader_has_40_characters_also_where_an_edition_has_hardly_a_word() -> None:
    item = Item(story="1", place=StoryPlace.LEAD, section="", headline="War", brief="", source="")
    edition = replace(
        ONE_ITEM, id="a-2026-05-04", name="A", date=date(2026, 5, 4), lead=item, language="de"
    )
    assert 40 <= len(preheader_of(edition, subject_of(edition))) <= 110


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=6))
def test_any_headlines_give_a_subject_of_one_line_that_inboxes_show(headlines: list[str]) -> None:
    edition = with_headlines("Flood " + headlines[0], *headlines[1:])
    subject = subject_of(edition)
    assert 1 <= len(subject) <= 55
    assert subject.isprintable() or not any(mark in subject for mark in "\r\n\x00\x85\u2028")


def test_no_preheader_has_a_word_that_is_wider_than_a_phone() -> None:
    endless = replace(TOP[0], headline="Pneumonoultramicroscopic" * 4, brief="x" * 90)
    edition = replace(EDITION, lead=LEAD, top=(endless,), sections=())
    preheader = preheader_of(edition, subject_of(edition))
    assert 40 <= len(preheader) <= 110
    assert max(map(len, preheader.split())) <= 40
