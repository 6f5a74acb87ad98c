"""Items printed anew from their stored articles, as the build would print them.

::

    reprint   an item at another place, or of other articles  → with the words made for it
    renew     an item whose source changed it since           → with the source's words of now
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache

from digest.compose.edition_words import Wording
from digest.compose.items import Printer
from digest.compose.layout import Placed
from digest.edit.sources import renewed
from digest.model.article import Article
from digest.model.edit import Corrected
from digest.model.edition import Item, SentStory, Story, StoryPlace
from digest.model.message import Message
from digest.model.settings import Sizes, Source
from digest.pipelines.newsroom import Newsroom
from digest.store.article_revisions import articles_at, revision_numbers
from digest.store.articles import articles_by_id

_Versions = Mapping[tuple[str, int], Article]

# printing asks only whether a story was sent before, and an item no longer knows when
_SENT_BEFORE = SentStory(
    story="", edition="", date=date.min, place=StoryPlace.BRIEF, headline="", articles=()
)


class Press:
    """Prints items of one newsletter from what is stored now."""

    def __init__(self, newsroom: Newsroom, newsletter: str, language: str) -> None:
        settings = newsroom.settings
        self._newsroom = newsroom
        self._database = newsroom.database
        self._language = language
        known = settings.newsletters.get(newsletter)  # an old edition may outlive its newsletter
        self._sizes = known.sizes if known else Sizes()
        self._sources = tuple(settings.sources.items())

    @cached_property
    def _wording(self) -> Wording:
        return self._newsroom.wording(self._language)

    def reprint(self, items: Sequence[Item]) -> list[Item]:
        """The items with the texts and links for their places and articles; unchanged where no
        article is stored. One without a headline is printed whole."""
        wanted = [article for item in items for article in item.articles]
        stored = {article.id: article for article in articles_by_id(self._database, wanted)}
        return [
            self._reprinted(item, tuple(stored[one] for one in item.articles if one in stored))
            for item in items
        ]

    def renew(
        self, items: Sequence[Item], *, barred: Collection[str] = ()
    ) -> tuple[Corrected, ...]:
        """Those of the items whose source changed what is printed of them, as they were and as they
        read now. ``barred`` are ids of articles that may not be printed: what they say counts for
        nothing, and a story that one of them leads is left alone."""
        behind = [item for item in items if item.revisions and item.articles[0] not in barred]
        present = revision_numbers(
            self._database, {one for item in behind for one in item.articles}
        )
        moved_on = [item for item in behind if any(_outdated(item, present))]
        if not moved_on:
            return ()
        versions = self._versions(moved_on, present)
        found = (self._renewed(item, versions, present, barred) for item in moved_on)
        return tuple(each for each in found if each is not None)

    def _versions(self, items: Iterable[Item], present: Mapping[str, int]) -> _Versions:
        """The items' articles as they were printed, and as they are."""
        wanted: set[tuple[str, int]] = set()
        for item in items:
            wanted.update(pair for pair in item.revisions if pair[0] in item.articles)
            wanted.update((one, present[one]) for one in item.articles if one in present)
        return articles_at(self._database, wanted)

    def _renewed(
        self,
        item: Item,
        versions: _Versions,
        present: Mapping[str, int],
        barred: Collection[str],
    ) -> Corrected | None:
        then = {one: present.get(one, 0) for one in item.articles} | dict(item.revisions)
        ids = [one for one in item.articles if one not in barred]
        was = [versions.get((one, then[one])) for one in ids]
        now = [versions.get((one, present.get(one, 0))) for one in ids]
        if not was or was[0] is None or now[0] is None:
            return None
        old = self._print(item, tuple(each for each in was if each is not None))
        new = self._print(item, tuple(each for each in now if each is not None))
        return renewed(item, old, new)

    def _reprinted(self, item: Item, articles: tuple[Article, ...]) -> Item:
        if not articles:
            return item
        printed = self._print(item, articles)
        if not item.headline:
            return replace(printed, why=(Message("reason.split_by_editor"),))
        return replace(
            item,
            brief=printed.brief,
            slug=printed.slug,
            also=printed.also,
            related=printed.related,
            revisions=printed.revisions,
        )

    def _print(self, item: Item, articles: tuple[Article, ...]) -> Item:
        story = Story(
            id=item.story,
            articles=articles,
            why_together="",
            section=item.section,
            update_of=_SENT_BEFORE if item.update else None,
        )
        placed = Placed(story=story, place=item.place, why="")
        printed = _printed(placed, self._language, self._wording, self._sizes, self._sources)
        # not those of the print that was kept: another version may read the same
        return replace(printed, revisions=tuple((each.id, each.revision) for each in articles))


def _outdated(item: Item, present: Mapping[str, int]) -> Iterator[str]:
    """The articles of the item that are stored in another version than it was printed from."""
    for article, revision in item.revisions:
        if article in item.articles and present.get(article, revision) != revision:
            yield article


# Editors see an edition again after each edit: briefs that were chosen once are not chosen anew.
@lru_cache(maxsize=2048)
def _printed(
    placed: Placed,
    language: str,
    wording: Wording,
    sizes: Sizes,
    sources: tuple[tuple[str, Source], ...],
) -> Item:
    printer = Printer(language=language, wording=wording, sizes=sizes, sources=dict(sources))
    return printer.item(placed)
