"""The hostile corpus on its whole way: from a source's bytes through gathering to the mail's."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from digest.check.checker import check_mail
from digest.gather import clean
from digest.gather.read import read_document
from digest.model.article import Article
from digest.model.edition import Edition, Item, Link, StoryPlace
from digest.model.mail import Severity
from digest.model.reading import Document
from digest.model.settings import Source
from digest.present.plain import one_line
from tests.present.editions import EDITION
from tests.present.hostile import TEXTS, URLS
from tests.present.presenting import page, presented
from tests.present.test_hostile import seen

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CORPUS = (*TEXTS, *URLS)
BATCH = 70
BATCHES = [CORPUS[start : start + BATCH] for start in range(0, len(CORPUS), BATCH)]


def lines(texts: Sequence[str]) -> str:
    """Article lines that are hostile in every field."""
    return "\n".join(
        json.dumps(
            {
                "id": f"{number}",
                "url": text,
                "source": text,
                "title": f"{number} {text}",
                "dek": text,
                "text": f"{text}\n\n{text}",
                "section": text,
                "authors": [text],
                "image": {"url": text, "alt": text, "caption": text, "credit": text},
            }
        )
        for number, text in enumerate(texts)
    )


def feed(texts: Sequence[str]) -> str:
    """An RSS feed that carries the texts as a careful program writes them."""
    items = "".join(
        f"<item><guid>{number}</guid><title>{number} {written}</title><link>{written}</link>"
        f"<description>{written}</description><author>{written}</author></item>"
        for number, text in enumerate(texts)
        for written in [escape(clean.characters(text), {'"': "&quot;"})]
    )
    return f'<rss version="2.0"><channel><title>Hostile</title>{items}</channel></rss>'


def gathered(content: str) -> tuple[Article, ...]:
    """The articles that gathering makes of a source's bytes."""
    document = Document(
        location="https://gazette.example.com/feed",
        content=content.encode("utf-8", errors="surrogatepass"),
    )
    return read_document(document, source=Source(id="gazette"), now=NOW).articles


def story(article: Article, place: StoryPlace) -> Item:
    """The article as an item, every field that composing may fill taken from it."""
    return Item(
        story=article.id,
        place=place,
        section="politics",
        headline=article.title,
        brief=article.dek or article.text,
        source=article.source,
        url=article.url,
        link_text=article.title,
        byline=", ".join(article.authors),
        image=replace(article.image, width=900, height=600) if article.image else None,
        language=article.language,
        note=article.dek,
        also=(Link(url=article.url, text=article.title, source=article.source),),
        related=(Link(url=article.url, text=article.title, source=article.source),),
    )


def edition_of(articles: Sequence[Article]) -> Edition:
    """An edition of a lead and top stories."""
    lead, *top = articles
    return replace(
        EDITION,
        lead=story(lead, StoryPlace.LEAD),
        top=tuple(story(article, StoryPlace.TOP) for article in top),
        sections=(),
    )


@pytest.mark.parametrize("form", [lines, feed])
@pytest.mark.parametrize("batch", range(len(BATCHES)))
@pytest.mark.one_in(3)
def test_what_a_source_sends_neither_runs_nor_leaks_nor_is_lost(
    form: Callable[[Sequence[str]], str], batch: int
) -> None:
    articles = gathered(form(BATCHES[batch]))
    assert len(articles) == len(BATCHES[batch])
    outcome = presented(edition_of(articles), size=10_000_000)
    findings = check_mail(outcome.mail)
    errors = {one.rule for one in findings if one.severity is Severity.ERROR}
    # seventy stories are more than fits
    assert errors <= {"1-size", "2-unsubscribe-early"}, findings[:3]
    headings = page(outcome.mail).xpath("//h3 | //h2[not(contains(@class, 'k'))]")
    shown = {seen(heading.text_content()) for heading in headings}
    assert {seen(one_line(article.title)) for article in articles} <= shown
