"""The same text published again is found, and look-alikes are not taken for it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from digest.compose import copy_sketches
from digest.compose.copies import fold_copies
from digest.model.article import Article, Kind

MORNING = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
TEXT = (
    "The harbour council voted on Tuesday to rebuild the north pier before the winter storms. "
    "Engineers warned that the old timber would not stand another season of high water. "
    "Work begins in April, will cost nine million crowns and keeps the ferry at the south quay."
)
PIER = Article(
    id="pier",
    source="gazette",
    url="https://gazette.example/pier",
    title="Council votes to rebuild the north pier",
    text=TEXT,
    published=MORNING,
    language="en",
)


def copies_of(*articles: Article) -> dict[str, list[str]]:
    return {o.article.id: [copy.article.id for copy in o.copies] for o in fold_copies(articles)}


@pytest.mark.parametrize(
    ("copy", "why"),
    [
        (replace(PIER, id="again", title="Pier", text="Short."), "the same address"),
        (
            replace(
                PIER, id="again", url="https://other.example/1", text="Another text altogether."
            ),
            "the same headline",
        ),
        (
            replace(
                PIER, id="again", url="", title="COUNCIL VOTES to rebuild the “North Pier”", text=""
            ),
            "the same headline",
        ),
        (
            replace(
                PIER, id="again", url="", title="North pier to be rebuilt", text=TEXT + " (AP)"
            ),
            "% of the text is the same",
        ),
    ],
    ids=["same address", "same headline", "same headline in other letters", "same agency text"],
)
def test_a_copy_is_folded_into_its_original(copy: Article, why: str) -> None:
    (original,) = fold_copies([PIER, replace(copy, published=MORNING + timedelta(hours=1))])
    assert original.article == PIER
    (folded,) = original.copies
    assert why in str(folded.why)


def test_another_text_under_another_headline_is_no_copy() -> None:
    other = replace(
        PIER, id="fish", url="", title="Fishing fleet sails", text="The fleet left port."
    )
    assert copies_of(PIER, other) == {"pier": [], "fish": []}


def test_a_short_headline_proves_nothing() -> None:
    one = replace(PIER, title="Morning briefing", text="Rain on Monday.")
    other = replace(one, id="tuesday", url="", text="Sun on Tuesday.")
    assert copies_of(one, other) == {"pier": [], "tuesday": []}


def test_two_bulletins_of_one_template_with_other_figures_are_no_copies() -> None:
    one = replace(PIER, id="5.1", url="", title="Quake of magnitude 5.1")
    other = replace(PIER, id="6.3", url="", title="Quake of magnitude 6.3")
    assert copies_of(one, other) == {"5.1": [], "6.3": []}


def test_two_headlines_over_one_blurb_are_no_copies() -> None:
    one = replace(PIER, title="How the north pier was saved", text=TEXT[:150])
    other = replace(one, id="podcast", url="", title="What will Merrow do about its bridges?")
    assert copies_of(one, other) == {"pier": [], "podcast": []}


def test_the_earliest_full_article_is_the_original_of_its_copies() -> None:
    brief = replace(PIER, id="brief", kind=Kind.BRIEF, published=MORNING - timedelta(hours=5))
    late = replace(PIER, id="late", published=MORNING + timedelta(hours=5))
    assert copies_of(brief, late, PIER) == {"pier": ["late", "brief"]}


@pytest.mark.long
def test_five_thousand_copies_of_one_article_are_one_original() -> None:
    many = [replace(PIER, id=str(at), url="", title=f"Title {'x' * at}") for at in range(5000)]
    (original,) = fold_copies(many)
    assert len(original.copies) == 4999


@given(
    some.lists(
        some.builds(
            Article,
            id=some.uuids().map(str),
            source=some.sampled_from(["a", "b"]),
            title=some.text(max_size=40),
            url=some.sampled_from(["", "https://a.example/1", "https://a.example/2"]),
            text=some.text(max_size=200),
        ),
        max_size=12,
    )
)
def test_every_article_is_either_an_original_or_one_copy(articles: list[Article]) -> None:
    originals = fold_copies(articles)
    told = [o.article.id for o in originals] + [c.article.id for o in originals for c in o.copies]
    assert sorted(told) == sorted(article.id for article in articles)


def test_a_copy_that_an_editor_set_apart_stands_for_itself() -> None:
    text = "The harbour council voted on Tuesday to rebuild the north pier before winter. " * 3
    first, second, third = (
        Article(id=name, source=name, title="Council votes to rebuild the pier", text=text)
        for name in ("a", "b", "c")
    )
    originals = fold_copies([first, second, third], apart=[("b", "c")])
    assert [original.ids() for original in originals] == [{"a", "b"}, {"c"}]


@pytest.mark.parametrize(("varied", "copies"), [("", 1), ("and {} more ", 0)])
def test_headlines_with_different_numbers_are_copies_only_over_the_very_same_long_text(
    varied: str, copies: int
) -> None:
    words = [f"word{at}" for at in range(150)]
    first, second = (
        Article(
            id=number,
            source="gazette",
            title=f"Bulletin {number} of the day",
            text=" ".join(word + " " + varied.format(number) for word in words),
        )
        for number in ("1", "2")
    )
    assert len(fold_copies([first, second])[0].copies) == copies


def are_one(*articles: Article) -> bool:
    return len(fold_copies(articles)) == 1


def shares_of(text: str, share: float) -> str:
    words = text.split()
    return " ".join(words[: int(len(words) * share)])


@pytest.mark.parametrize(
    "url",
    [
        "http://gazette.example/pier",
        "https://www.gazette.example/pier/",
        "https://m.gazette.example/pier?utm_source=feed&fbclid=1",
        "https://gazette.example/pier#comments",
        "https://amp.gazette.example/pier/amp",
    ],
)
def test_an_address_that_was_passed_on_is_still_the_same(url: str) -> None:
    again = replace(PIER, id="again", url=url, title="Pier", text="")
    assert are_one(PIER, again)


def test_forms_and_versions_of_a_paper_are_one_address() -> None:
    paper = replace(PIER, url="https://arxiv.org/abs/2602.06043v1", title="Piers", text="")
    again = replace(paper, id="again", url="http://arxiv.org/pdf/2602.06043v2.pdf", title="Quays")
    other = replace(paper, id="other", url="https://arxiv.org/abs/2602.06044", title="Boats")
    assert are_one(paper, again)
    assert not are_one(paper, other)


def test_a_front_page_is_no_address_of_an_item() -> None:
    one = replace(PIER, url="https://gazette.example/", title="Pier", text="")
    assert not are_one(one, replace(one, id="other", title="Quay"))


@pytest.mark.parametrize(
    "title",
    [
        "Show HN: Council votes to rebuild the north pier",
        "[D] Council votes to rebuild the north pier",
        "Ars: Council votes to rebuild the north pier",
        "Council votes to rebuild the north pier | TechCrunch",
        "Council votes to rebuild the north pier - The Gazette",
        "Port Merrow: Council votes to rebuild the north pier",
        "Council votes to rebuild the north pier (2026)",
        "Council finally votes to rebuild the north pier",
        "Council votes to rebuild the north…",
    ],
)
def test_a_headline_that_was_passed_on_without_a_text_is_a_copy(title: str) -> None:
    again = replace(PIER, id="again", url="https://other.example/1", title=title, text="")
    assert are_one(PIER, again)
    assert are_one(again, replace(PIER, kind=Kind.BRIEF))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Weekly round-up of the harbour #12", "Weekly round-up of the harbour #13"),
        ("Harbour news of the week: Monday", "Harbour news of the week: Tuesday"),
        ("arXiv: Timber in piers under load", "arXiv: Timber in quays under load"),
        ("Council votes to rebuild the pier", "Council votes not to rebuild the pier"),
        ("LIVE: United meet Rovers in the cup", "LIVE: Athletic meet City in the cup"),
        ("Dunmore: results of the election in full", "Merrow: results of the election in full"),
    ],
)
def test_headlines_of_a_series_are_no_copies(one: str, other: str) -> None:
    first = replace(PIER, url="https://gazette.example/1", title=one, text="")
    second = replace(first, id="other", url="https://gazette.example/2", title=other)
    assert not are_one(first, second)


@pytest.mark.parametrize("share", [0.5, 0.75])
def test_a_text_that_was_cut_off_is_a_copy_of_the_whole(share: float) -> None:
    cut = replace(PIER, id="cut", url="", title="The north pier", text=shares_of(TEXT, share))
    assert are_one(PIER, cut)


def test_one_text_under_two_headlines_in_two_outlets_is_one_item() -> None:
    again = replace(PIER, id="again", source="herald", url="", title="Nine million for the shore")
    assert are_one(PIER, again)


def test_a_headline_with_a_number_more_over_the_same_text_is_a_copy() -> None:
    title = "Council votes to rebuild the north pier for 9 million"
    again = replace(PIER, id="again", url="", title=title, text=f"{TEXT} It was a long debate.")
    assert are_one(PIER, again)


def test_an_outlets_name_behind_two_stories_makes_no_copies() -> None:
    one = replace(PIER, url="", title="Fleet sails at dawn today - The Gazette", text="")
    other = replace(one, id="other", title="Fleet returns with the tide - The Gazette")
    assert not are_one(one, other)


@pytest.mark.long
def test_five_thousand_items_without_text_and_one_prefix_are_all_their_own() -> None:
    many = [
        replace(PIER, id=str(at), url="", title=f"LIVE: ship {at} enters the harbour", text="")
        for at in range(5000)
    ]
    assert len(fold_copies(many)) == 5000


def test_signatures_rule_out_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(11)
    words = [f"word{at}" for at in range(3000)]
    day: list[Article] = []
    for _ in range(60):
        text = chance.choices(words, k=chance.choice([30, 90, 250]))
        for share in (0.0, 0.01, 0.03, 0.05, 0.08):
            varied = [chance.choice(words) if chance.random() < share else one for one in text]
            title = f"Bulletin {'of' if chance.random() < 0.7 else len(day)} day {'x' * len(day)}"
            day.append(replace(PIER, id=str(len(day)), url="", title=title, text=" ".join(varied)))
    found = copies_of(*day)
    monkeypatch.setattr(copy_sketches, "STANDARD_DEVIATIONS", float("inf"))
    assert copies_of(*day) == found
    assert sum(map(len, found.values())) > 20
