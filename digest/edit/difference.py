"""What differs between two editions, in plain words: since an approval, a look, or yesterday."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.edit.texts import text_of
from digest.model.edit import Difference, EditionField, ItemField, Turn
from digest.model.edition import Edition, Item, Place

_FIELDS = {
    ItemField.HEADLINE: "headline",
    ItemField.BRIEF: "brief",
    ItemField.LINK_TEXT: "link text",
    ItemField.IMAGE_URL: "picture",
    ItemField.IMAGE_ALT: "picture's description",
    ItemField.NOTE: "note",
}
_LONGEST = 60  # characters of a headline that is quoted to name a story


def difference(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """What a reader of ``after`` finds otherwise than in ``before``: the edition's own texts, then
    story by story in the order of ``after``, then what was dropped."""
    pairs = _pairs(before, after)
    found = [*_texts(before, after), *_titles(before, after)]
    moved = _moved(before, after, pairs)
    for item in after.items():
        earlier = pairs.get(item.story)
        if earlier is None:
            words = f"new: {_quoted(item)} {_where(after, item)}"
            found.append(Difference(turn=Turn.NEW, story=item.story, words=words))
            continue
        if item.story in moved:
            words = f"moved: {_quoted(item)} from {_at(before, earlier)} to {_at(after, item)}"
            found.append(Difference(turn=Turn.MOVED, story=item.story, words=words))
        found.extend(_changes(earlier, item))
    return (*found, *_dropped(before, after, pairs))


def against_yesterday(before: Edition, after: Edition) -> tuple[Difference, ...]:
    """How today's stories stand to those of the edition ``before``: new, updated, repeated, and
    what of the earlier ones is told no more."""
    pairs = _pairs(before, after)
    found: list[Difference] = []
    for item in after.items():
        turn = Turn.REPEATED if item.story in pairs else Turn.NEW
        if item.update:
            turn = Turn.UPDATED
        words = f"{turn.value}: {_quoted(item)} {_where(after, item)}"
        found.append(Difference(turn=turn, story=item.story, words=words))
    return (*found, *_dropped(before, after, pairs))


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


def _dropped(before: Edition, after: Edition, pairs: dict[str, Item]) -> Iterator[Difference]:
    kept = {item.story for item in pairs.values()}
    homes = {article: item for item in after.items() for article in item.articles}
    for item in before.items():
        if item.story not in kept:
            words = f"dropped: {_quoted(item)}, which was {_where(before, item)}"
            if home := next((homes[one] for one in item.articles if one in homes), None):
                words = f"{words}; {_quoted(home)} tells it now"
            yield Difference(turn=Turn.DROPPED, story=item.story, words=words)


def _texts(before: Edition, after: Edition) -> Iterator[Difference]:
    for field in EditionField:
        was, now = getattr(before, field.value), getattr(after, field.value)
        if was != now:
            yield Difference(
                turn=Turn.CHANGED,
                words=f"changed: the {field.value}",
                field=field.value,
                was=was,
                now=now,
            )


def _titles(before: Edition, after: Edition) -> Iterator[Difference]:
    earlier = dict(before.section_titles)
    for section, title in after.section_titles:
        was = earlier.get(section, title)
        if was != title:
            yield Difference(
                turn=Turn.CHANGED,
                words=f"changed: the section “{was}” is called “{title}”",
                field="title",
                was=was,
                now=title,
            )


def _moved(before: Edition, after: Edition, pairs: dict[str, Item]) -> set[str]:
    """Stories that stand elsewhere, as few as explain it: of a list in which one story was lifted
    over another, one moved and not both."""
    elsewhere = {
        item.story
        for item in after.items()
        if item.story in pairs and _list(pairs[item.story]) != _list(item)
    }
    order = {item.story: number for number, item in enumerate(before.items())}
    lists: dict[tuple[Place, str], list[str]] = {}
    for item in after.items():
        if item.story in pairs and item.story not in elsewhere:
            lists.setdefault(_list(item), []).append(item.story)
    for stories in lists.values():
        ranks = [order[pairs[story].story] for story in stories]
        kept = _longest_rising(ranks)
        elsewhere |= {story for story, rank in zip(stories, ranks, strict=True) if rank not in kept}
    return elsewhere


def _list(item: Item) -> tuple[Place, str]:
    return item.place, item.section if item.place is Place.BRIEF else ""


def _longest_rising(ranks: list[int]) -> set[int]:
    """A longest subsequence that rises: what did not have to move. Quadratic; lists are short."""
    best: list[tuple[int, ...]] = []
    for number, rank in enumerate(ranks):
        below = [best[other] for other in range(number) if ranks[other] < rank]
        best.append((*_longest(below), rank))
    return set(_longest(best))


def _longest(runs: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return max(runs, key=len, default=())


def _changes(earlier: Item, item: Item) -> Iterator[Difference]:
    for field, name in _FIELDS.items():
        was, now = text_of(earlier, field), text_of(item, field)
        if was != now:
            yield Difference(
                turn=Turn.CHANGED,
                story=item.story,
                words=f"changed: the {name} of {_quoted(item)}",
                field=field.value,
                was=was,
                now=now,
            )
    if (earlier.url, earlier.also, earlier.related) != (item.url, item.also, item.related):
        words = f"changed: the links of {_quoted(item)}"
        yield Difference(
            turn=Turn.CHANGED,
            story=item.story,
            words=words,
            field="url",
            was=earlier.url,
            now=item.url,
        )


def _quoted(item: Item) -> str:
    line = " ".join(item.headline.split())
    return f"“{line}”" if len(line) <= _LONGEST else f"“{line[: _LONGEST - 1].rstrip()}…”"


def _where(edition: Edition, item: Item) -> str:
    if item.place is Place.LEAD:
        return "as the lead"
    if item.place is Place.TOP:
        return "among the top stories"
    return f"in {dict(edition.section_titles).get(item.section, item.section)}"


def _at(edition: Edition, item: Item) -> str:
    """The item's place, and its number there: "top stories, 2"."""
    if item.place is Place.LEAD:
        return "the lead"
    stories = edition.top
    name = "top stories"
    if item.place is Place.BRIEF:
        name = dict(edition.section_titles).get(item.section, item.section)
        stories = next(each.items for each in edition.sections if each.id == item.section)
    return f"{name}, {stories.index(item) + 1}"
