"""What differs between two editions, in plain words: since an approval, a look, or yesterday.

As in ``descriptions``, the sentences are the reader's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.edit.descriptions import Say, named, short
from digest.edit.texts import text_of
from digest.model.blocks import gist_of
from digest.model.edit import Difference, EditionField, ItemField, Turn
from digest.model.edition import Edition, Item, StoryPlace

_FIELDS = (
    ItemField.HEADLINE,
    ItemField.BRIEF,
    ItemField.LINK_TEXT,
    ItemField.IMAGE_URL,
    ItemField.IMAGE_ALT,
    ItemField.NOTE,
)


def difference(before: Edition, after: Edition, say: Say) -> tuple[Difference, ...]:
    """What a reader of ``after`` finds otherwise than in ``before``: the edition's own texts, then
    story by story in the order of ``after``, then what was dropped, and the blocks."""
    pairs = _pairs(before, after)
    found = [*_texts(before, after, say), *_titles(before, after, say)]
    moved = _moved(before, after, pairs)
    for item in after.items():
        earlier = pairs.get(item.story)
        if earlier is None:
            words = say("differs_new", story=_short(item), where=_where(after, item, say))
            found.append(Difference(turn=Turn.NEW, story=item.story, words=words))
            continue
        if item.story in moved:
            ends = {"before": _at(before, earlier, say), "after": _at(after, item, say)}
            words = say("differs_moved", story=_short(item), **ends)
            found.append(Difference(turn=Turn.MOVED, story=item.story, words=words))
        found.extend(_changes(earlier, item, say))
    return (*found, *_dropped(before, after, pairs, say), *_blocks(before, after, say))


def against_yesterday(before: Edition, after: Edition, say: Say) -> tuple[Difference, ...]:
    """How today's stories stand to those of the edition ``before``: new, updated, repeated, and
    what of the earlier ones is told no more."""
    pairs = _pairs(before, after) | _continued(before, after)
    found: list[Difference] = []
    for item in after.items():
        turn = Turn.REPEATED if item.story in pairs else Turn.NEW
        if item.update:
            turn = Turn.UPDATED
        words = say(f"differs_{turn}", story=_short(item), where=_where(after, item, say))
        found.append(Difference(turn=turn, story=item.story, words=words))
    return (*found, *_dropped(before, after, pairs, say))


def _pairs(before: Edition, after: Edition) -> dict[str, Item]:
    """The item of ``before`` that each story of ``after`` was, by the later one's id."""
    earlier = list(before.items())
    by_id = {item.story: item for item in earlier}
    by_article = {article: item for item in earlier for article in item.articles}
    pairs: dict[str, Item] = {}
    taken: set[str] = set()
    for item in after.items():
        if item.story in by_id:
            pairs[item.story] = by_id[item.story]
            taken.add(item.story)
    for item in after.items():
        told = by_article.get(item.articles[0]) if item.articles else None
        if item.story not in pairs and told is not None and told.story not in taken:
            pairs[item.story] = told
            taken.add(told.story)
    return pairs


def _continued(before: Edition, after: Edition) -> dict[str, Item]:
    """The item of the earlier edition that each update of ``after`` carries on from."""
    earlier = {item.story: item for item in before.items()}
    return {
        item.story: earlier[item.continues] for item in after.items() if item.continues in earlier
    }


def _dropped(
    before: Edition, after: Edition, pairs: dict[str, Item], say: Say
) -> Iterator[Difference]:
    kept = {item.story for item in pairs.values()}
    homes = {article: item for item in after.items() for article in item.articles}
    for item in before.items():
        if item.story not in kept:
            was = {"story": _short(item), "where": _where(before, item, say)}
            home = next((homes[one] for one in item.articles if one in homes), None)
            words = say("differs_dropped", **was)
            if home is not None:
                words = say("differs_told", **was, home=_short(home))
            yield Difference(turn=Turn.DROPPED, story=item.story, words=words)


def _texts(before: Edition, after: Edition, say: Say) -> Iterator[Difference]:
    for field in EditionField:
        was, now = getattr(before, field.value), getattr(after, field.value)
        if was != now:
            yield Difference(
                turn=Turn.CHANGED,
                words=say("differs_text", field=say(f"field_{field}")),
                field=field.value,
                was=was,
                now=now,
            )


def _titles(before: Edition, after: Edition, say: Say) -> Iterator[Difference]:
    earlier = dict(before.section_titles)
    for section, title in after.section_titles:
        was = earlier.get(section, title)
        if was != title:
            yield Difference(
                turn=Turn.CHANGED,
                words=say("differs_title", was=was, now=title),
                field="title",
                was=was,
                now=title,
            )


def _blocks(before: Edition, after: Edition, say: Say) -> Iterator[Difference]:
    """What stands otherwise besides the stories. A block is known by its id, and by what it says:
    the next edition's own may have another."""
    earlier = {each.id: each.content for each in before.blocks}
    later = {each.id: each.content for each in after.blocks}
    for id_, block in later.items():
        was = earlier.get(id_)
        if was is not None and was.kind == block.kind:
            if was != block:
                words = say("differs_block_changed", block=named(block))
                texts = (gist_of(was), gist_of(block))
                old, new = texts if len(set(texts)) == 2 else ("", "")  # a link may be what changed
                yield Difference(turn=Turn.CHANGED, words=words, field="block", was=old, now=new)
        elif block not in earlier.values():
            words = say("differs_block_new", block=named(block))
            yield Difference(turn=Turn.NEW, words=words, field="block")
    for id_, block in earlier.items():
        if id_ not in later and block not in later.values():
            words = say("differs_block_dropped", block=named(block))
            yield Difference(turn=Turn.DROPPED, words=words, field="block")


def _moved(before: Edition, after: Edition, pairs: dict[str, Item]) -> set[str]:
    """Stories that stand elsewhere, as few as explain it: of a list in which one story was lifted
    over another, one moved and not both."""
    elsewhere = {
        item.story
        for item in after.items()
        if item.story in pairs and _list(pairs[item.story]) != _list(item)
    }
    order = {item.story: number for number, item in enumerate(before.items())}
    lists: dict[tuple[StoryPlace, str], list[str]] = {}
    for item in after.items():
        if item.story in pairs and item.story not in elsewhere:
            lists.setdefault(_list(item), []).append(item.story)
    for stories in lists.values():
        ranks = [order[pairs[story].story] for story in stories]
        kept = _longest_rising(ranks)
        elsewhere |= {story for story, rank in zip(stories, ranks, strict=True) if rank not in kept}
    return elsewhere


def _list(item: Item) -> tuple[StoryPlace, str]:
    return item.place, item.section if item.place is StoryPlace.BRIEF else ""


def _longest_rising(ranks: list[int]) -> set[int]:
    """A longest subsequence that rises: what did not have to move. Quadratic; lists are short."""
    best: list[tuple[int, ...]] = []
    for number, rank in enumerate(ranks):
        below = [best[other] for other in range(number) if ranks[other] < rank]
        best.append((*_longest(below), rank))
    return set(_longest(best))


def _longest(runs: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max(runs, key=len, default=())


def _changes(earlier: Item, item: Item, say: Say) -> Iterator[Difference]:
    for field in _FIELDS:
        was, now = text_of(earlier, field), text_of(item, field)
        if was != now:
            yield Difference(
                turn=Turn.CHANGED,
                story=item.story,
                words=say("differs_field", field=say(f"field_{field}"), story=_short(item)),
                field=field.value,
                was=was,
                now=now,
            )
    if (earlier.url, earlier.also, earlier.related) != (item.url, item.also, item.related):
        yield Difference(
            turn=Turn.CHANGED,
            story=item.story,
            words=say("differs_links", story=_short(item)),
            field="url",
            was=earlier.url,
            now=item.url,
        )


def _short(item: Item) -> str:
    return short(item.headline)


def _where(edition: Edition, item: Item, say: Say) -> str:
    title = dict(edition.section_titles).get(item.section, item.section)
    return say(f"where_{item.place}", section=title)


def _at(edition: Edition, item: Item, say: Say) -> str:
    """The item's place, and its number there: "top stories, 2"."""
    if item.place is StoryPlace.LEAD:
        return say("at_lead")
    stories, title = edition.top, ""
    if item.place is StoryPlace.BRIEF:
        title = dict(edition.section_titles).get(item.section, item.section)
        stories = next(each.items for each in edition.sections if each.id == item.section)
    return say(f"at_{item.place}", section=title, number=stories.index(item) + 1)
