"""The articles behind an item: joining two stories, splitting one, and taking articles back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from digest.model.article import Article, Status
from digest.model.edit import Withdrawn
from digest.model.edition import Edition, Item, Link, StoryPlace
from digest.model.message import Message

_T = TypeVar("_T")


def joined(item: Item, other: Item) -> Item:
    """The item with the other's articles behind its own, and the other's outlet and links."""
    outlet = Link(url=other.url, text=other.source, source=other.source)
    own = {item.source, *(link.source for link in item.also)}
    also = [link for link in (outlet, *other.also) if link.source and link.source not in own]
    told = Link(url=other.url, text=other.headline, source=other.source)
    related = (*item.related, *((told,) if other.url else ()), *other.related)
    return replace(
        item,
        articles=_once((*item.articles, *other.articles)),
        revisions=_once((*item.revisions, *other.revisions)),
        also=(*item.also, *_once(also)),
        related=_once(related),
    )


def parted(item: Item, leaving: Collection[str], edition: Edition) -> tuple[Item, Item]:
    """The item without the articles that leave, and the blank item of those that do."""
    stay = tuple(one for one in item.articles if one not in leaving)
    leave = tuple(one for one in item.articles if one in leaving)
    blank = Item(
        story=leave[0],
        place=item.place,
        section=item.section,
        headline="",
        brief="",
        source="",
        language=edition.language,
        direction=edition.direction,
        articles=leave,
    )
    return replace(item, articles=stay), blank


def withdraw(
    items: Iterable[Item], taken: Sequence[Article]
) -> tuple[tuple[Item, ...], tuple[Withdrawn, ...]]:
    """The items that can still be printed, less the articles that were taken back; and the others.

    A story whose leading article was taken back goes whole: its words are that article's.
    """
    articles = {article.id: article for article in taken}
    urls = {article.url for article in taken if article.url}
    kept: list[Item] = []
    gone: list[Withdrawn] = []
    for item in items:
        if item.articles and item.articles[0] in articles:
            gone.append(_withdrawn(item, articles[item.articles[0]]))
        else:
            kept.append(_without(item, articles, urls))
    return tuple(kept), tuple(gone)


def _withdrawn(item: Item, article: Article) -> Withdrawn:
    """The headline is the one that was printed: what cancels a story often says so in its own."""
    if article.status is Status.USABLE and article.embargo is not None:
        why = Message("edit.under_embargo", moment=article.embargo)
        return Withdrawn(item=item, why=why, until=article.embargo)
    return Withdrawn(item=item, why=Message("edit.source_withdrew", title=item.headline))


def _without(item: Item, articles: Mapping[str, Article], urls: Collection[str]) -> Item:
    if not articles.keys() & set(item.articles):
        return item
    return replace(
        item,
        articles=tuple(one for one in item.articles if one not in articles),
        also=tuple(link for link in item.also if link.url not in urls),
        related=tuple(link for link in item.related if link.url not in urls),
    )


def making(item: Item) -> tuple[StoryPlace, tuple[str, ...]]:
    """What an item's texts are made for: its place, and the articles they are made from."""
    return item.place, item.articles


def _once(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
