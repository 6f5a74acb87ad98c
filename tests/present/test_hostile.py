"""A hostile corpus through presenting: nothing runs, no template leaks, no character is lost."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest

from digest.check.checker import check_mail
from digest.model.article import Image
from digest.model.edition import Edition, Item, Link, StoryPlace
from digest.model.mail import Severity
from digest.present.mail_builder import Presented
from digest.present.plain import cut, one_line
from digest.present.safe_links import web_link
from tests.present.editions import EDITION, LEAD, brief
from tests.present.hostile import TEXTS, URLS
from tests.present.presenting import page, presented

CORPUS = (*TEXTS, *URLS)
BATCH = 20
BATCHES = [CORPUS[start : start + BATCH] for start in range(0, len(CORPUS), BATCH)]


def hostile_item(number: int, text: str) -> Item:
    """A story that is hostile in every field that a source or an editor fills."""
    return replace(
        LEAD,
        story=f"s-{number}",
        place=StoryPlace.TOP,
        headline=f"{number} {text}",
        brief=f"{text} in the middle {text}",
        source=text,
        byline=text,
        note=text,
        url=text,
        link_text=text,
        image=Image(url=text, alt=text, caption=text, credit=text, width=900, height=600),
        also=(Link(url=text, text=text, source=text),),
        related=(Link(url=text, text=text, source=text),),
    )


def hostile_edition(texts: tuple[str, ...]) -> Edition:
    """An edition whose lead and top stories carry a piece of the corpus each."""
    items = [hostile_item(number, text) for number, text in enumerate(texts)]
    lead = replace(items[0], place=StoryPlace.LEAD)
    return replace(EDITION, opening=texts[0], lead=lead, top=tuple(items[1:]), sections=())


@pytest.fixture(scope="module", params=range(len(BATCHES)))
def result(request: pytest.FixtureRequest) -> tuple[Presented, tuple[str, ...]]:
    """One batch of the corpus, presented with room for all of it."""
    texts = BATCHES[request.param]
    return presented(hostile_edition(texts), size=5_000_000), texts


def test_the_corpus_is_large_and_without_repetition() -> None:
    assert len(CORPUS) >= 300
    assert len(set(CORPUS)) == len(CORPUS)


@pytest.mark.one_in(3)
def test_the_final_bytes_carry_nothing_that_runs_leaks_or_breaks(
    result: tuple[Presented, tuple[str, ...]],
) -> None:
    findings = check_mail(result[0].mail)
    errors = {one.rule for one in findings if one.severity is Severity.ERROR}
    # twenty hostile stories are more than fits, and some have pictures of no use to Word
    assert errors <= {"1-size", "2-footer-early"}, findings[:3]


def test_no_story_is_lost_or_rendered_plainly(result: tuple[Presented, tuple[str, ...]]) -> None:
    outcome, texts = result
    assert outcome.dropped == ()
    assert not any("rendered plainly" in str(problem) for problem in outcome.problems)
    assert len(page(outcome.mail).xpath("//h3 | //h2[not(contains(@class, 'k'))]")) == len(texts)


def test_every_character_of_a_headline_is_shown(result: tuple[Presented, tuple[str, ...]]) -> None:
    outcome, texts = result
    headings = page(outcome.mail).xpath("//h3 | //h2[not(contains(@class, 'k'))]")
    shown = {seen(heading.text_content()) for heading in headings}
    for number, text in enumerate(texts):
        assert seen(cut(one_line(f"{number} {text}"), 500)) in shown


def seen(text: str) -> str:
    """A text as a reader sees it: single spaces, nothing that cannot be printed at all, and no soft
    hyphens, which a mail puts into long words."""
    kept = "".join(
        mark
        for mark in text
        if unicodedata.category(mark) not in ("Cc", "Cs", "Cn") or mark in "\t\n"
        if mark != "\u00ad"
    )
    return re.sub(r"\s+", " ", kept).strip()


def test_every_link_leads_to_the_web_or_a_stand_in(
    result: tuple[Presented, tuple[str, ...]],
) -> None:
    for target in page(result[0].mail).xpath("//a/@href | //img/@src"):
        assert re.match(r"https?://[^\s<>\"{}\\]+\Z", target)


@pytest.mark.parametrize("url", URLS)
def test_a_hostile_url_is_dropped_or_made_harmless(url: str) -> None:
    link = web_link(url)
    assert link == "" or re.fullmatch(r"https?://[\x21-\x7e]+", link)
    assert "@" not in link.partition("//")[2].partition("/")[0]


def test_a_story_nested_in_words_as_deep_as_one_likes_is_one_story() -> None:
    deep = brief(1, "business", "<div>" * 5_000 + "end", "x")
    result = presented(replace(EDITION, top=(replace(deep, place=StoryPlace.TOP),), sections=()))
    assert result.dropped == ()
    assert "cut to 500" in " ".join(map(str, result.problems))
