"""Briefs: the article's own sentences, whole, within the limit, and never the page's furniture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from digest.compose.brief import shorten, write_brief
from digest.compose.tokenizer import word_count
from digest.model.article import Article
from digest.model.sentences import balanced

PIER = Article(
    id="pier",
    source="gazette",
    title="Council votes to rebuild the north pier",
    text=(
        "The harbour council voted on Tuesday to rebuild the north pier before winter.\n\n"
        "Engineers had warned that the old timber would not stand another season.\n\n"
        "Engineers had warned that the old timber would not stand another season."
    ),
    authors=("Ada Quill",),
    language="en",
)


def test_a_brief_is_made_of_whole_sentences_in_their_own_order() -> None:
    assert write_brief(PIER, words=25) == (
        "The harbour council voted on Tuesday to rebuild the north pier before winter. "
        "Engineers had warned that the old timber would not stand another season."
    )


@pytest.mark.parametrize(
    "furniture",
    [
        "Read more: Five walks along the quay.",
        "By Ada Quill",
        "Ada Quill, Port Merrow",
        "Photo: The north pier at dawn.",
        "Getty Images shows the pier at dawn in the fog.",
        "Sign up for our newsletter to get the news of the harbour.",
        "Lesen Sie auch: Fünf Spaziergänge am Kai.",
        "Читайте також: П'ять прогулянок набережною.",
        "Lea también: Cinco paseos por el muelle.",
        "He said “the pier is.",
    ],
)
def test_furniture_never_enters_a_brief(furniture: str) -> None:
    article = replace(PIER, text=f"{furniture}\n\n{PIER.text}")
    assert furniture[:12] not in write_brief(article, words=80)
    assert "harbour council" in write_brief(article, words=80)


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT MERROW (Reuters) - ",
        "PORT MERROW, March 3 (Reuters) — ",
        "(AP) ",
        "PORT MERROW — ",
        "Port Merrow (dpa) - ",
        "(CNN) -- ",
        "КИЇВ, 3 березня (Укрінформ) — ",
    ],
)
def test_a_dateline_is_cut_from_its_sentence(dateline: str) -> None:
    article = replace(PIER, text=dateline + PIER.text)
    assert write_brief(article, words=80).startswith("The harbour council voted")


def test_a_sentence_that_is_the_headline_is_not_said_again() -> None:
    article = replace(PIER, text=f"Council votes to rebuild the north pier.\n\n{PIER.text}")
    assert "Council votes to rebuild" not in write_brief(article, words=80)


def test_an_article_with_nothing_beyond_its_headline_borrows_from_another_of_the_story() -> None:
    bare = replace(PIER, text="")
    assert write_brief(bare, words=80) == ""
    assert write_brief(bare, words=80, others=[PIER]).startswith("The harbour council")


def test_a_sentence_too_long_for_its_place_is_cut_at_a_clause() -> None:
    sentence = (
        "The council voted to rebuild the pier, which storms had damaged twice last winter, "
        "and to move the ferry to the south quay until the work is done."
    )
    assert shorten(sentence, 16) == (
        "The council voted to rebuild the pier, which storms had damaged twice last winter…"
    )


def test_a_cut_never_leaves_half_a_quotation() -> None:
    assert shorten("“We will rebuild the pier and the quay before the winter,” he said.", 6) == ""


@settings(deadline=None)  # the first use of a language loads its lemmas
@given(
    some.text(
        alphabet=some.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
        | some.sampled_from(' ."“”,'),
        max_size=600,
    ),
    some.integers(min_value=8, max_value=80),
    some.sampled_from(["en", "uk", "de", ""]),
)
def test_a_brief_of_any_text_keeps_its_limit_and_its_quotations_whole(
    text: str, words: int, language: str
) -> None:
    brief = write_brief(replace(PIER, text=text, language=language), words=words)
    assert word_count(brief) <= words or not brief
    assert balanced(brief)


@pytest.mark.parametrize(
    "quotation",
    [
        "“We are a savings bank and we stay one,” he said.",
        "“We are a savings bank and we will stay one.”",
        "«Ми ощадний банк і ним залишимося», — сказав він.",
    ],
)
def test_a_quotation_without_a_named_speaker_never_enters_a_brief(quotation: str) -> None:
    article = replace(PIER, text=f"{PIER.text}\n\n{quotation}")
    assert quotation not in write_brief(article, words=80)


def test_a_quotation_with_its_speaker_may_enter_a_brief() -> None:
    article = replace(PIER, text="“We will rebuild the north pier,” said Mayor Ada Quill.")
    assert write_brief(article, words=80) == article.text


def test_a_brief_does_not_open_with_a_sentence_that_leans_on_another() -> None:
    text = "It will cost nine million crowns. Engineers warned that the pier would fall in winter."
    assert write_brief(replace(PIER, text=text), words=10).startswith("Engineers")
