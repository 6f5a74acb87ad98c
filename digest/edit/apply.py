"""Laying the log of edits over a build: the order of the steps, written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.edit.article_sets import making, withdraw
from digest.edit.carry import Carried, carry
from digest.edit.edit_log import standing
from digest.edit.layer import Layer, Reprint
from digest.edit.place_reasons import with_reasons_of_now
from digest.edit.placements import Placements
from digest.edit.texts import edition_overridden, last_texts, overridden, stale
from digest.model.article import Article
from digest.model.blocks import EditionBlock
from digest.model.edit import Edit, Edited, Hidden, Merge, StoryChange, Unapplied, Vanished
from digest.model.edition import Edition, EditionSection, Item, StoryPlace


def apply(
    built: Edition,
    log: Sequence[Edit],
    *,
    proof: Edition | None = None,
    withdrawn: Sequence[Article] = (),
    reprint: Reprint = lambda items: items,
) -> Edited:
    """The build with the standing edits laid over it; the same for the same values.

    ::

        proof + build ─carry→ stories ─withdraw→ board ─edits→ places ─reprint→ sources ─texts→
                                                                                     Edition

    ``proof`` is the build that the first editor took up; None means ``built``. With no edit
    standing, the build is printed as it is. ``withdrawn`` are articles that may not be printed,
    whatever the edits say. Nothing is raised: an edit that finds nothing to do is in ``unapplied``.
    """
    edits = standing(log)
    if not edits and not withdrawn:
        items = tuple(built.items())
        return Edited(edition=built, built=built, log=tuple(log), sources=items)
    first = proof if edits and proof else built
    carried, board = _seen(built, first, edits)
    kept, gone = withdraw((*carried.known, *carried.new), withdrawn)
    for each in gone:
        board.take(each.item.story)
    titles = dict((*first.section_titles, *built.section_titles))
    layer = Layer(board, kept, gone, built, titles, reprint)
    unapplied = [Unapplied(edit=edit, why=why) for edit in edits if (why := layer.lay(edit))]
    return replace(
        _edited(layer, carried, edits),
        log=tuple(log),
        withdrawn=gone,
        unapplied=tuple(unapplied),
    )


def _edited(layer: Layer, carried: Carried, edits: tuple[Edit, ...]) -> Edited:
    """What the layer holds when every edit is laid, with the texts that editors wrote."""
    late = tuple(_late(layer, carried))
    sources = _sources(layer, late)
    texts = last_texts(edits)
    final = {story: overridden(item, texts) for story, item in sources.items()}
    return Edited(
        edition=edition_overridden(_printed(layer, final), texts),
        built=layer.built,
        standing=edits,
        sources=tuple(sources.values()),
        hidden=tuple(_tray(layer, final)),
        late=tuple(final[story] for story in late),
        stale=tuple(stale(texts, tuple(sources.values()), layer.built)),
        vanished=tuple(
            Vanished(story=story, why=why) for story, why in carried.gone if story in layer.board
        ),
    )


def _seen(built: Edition, proof: Edition, edits: Sequence[Edit]) -> tuple[Carried, Placements]:
    """The stories that editors know, and the board as the proof had it."""
    seen = {item.story: item for item in proof.items()}
    for edit in edits:
        if edit.item is not None:
            seen.setdefault(edit.item.story, edit.item)
    named = {story for edit in edits for story in _named(edit)}
    carried = carry(tuple(seen.values()), built, named)
    board = Placements(proof)
    # what the build tells within another story is told once, unless an editor worked on it
    told = carried.absorbed - named
    for story in told:
        board.take(story)
    known = tuple(item for item in carried.known if item.story not in told)
    return replace(carried, known=known), board


def _named(edit: Edit) -> Iterator[str]:
    """The stories that an edit works on."""
    if isinstance(edit.change, StoryChange):
        yield edit.change.story
    if isinstance(edit.change, Merge):
        yield edit.change.into


def _sources(layer: Layer, late: Iterable[str]) -> dict[str, Item]:
    """Every story on the board or in a tray, at its place, with the texts made for it."""
    waiting = [(story, layer.items[story].place, "") for story in late]
    items: dict[str, Item] = {}
    for story, place, section in (*_places(layer.board), *_former_places(layer), *waiting):
        item = layer.items[story]
        if (item.place, item.section) != (place, section or item.section):
            item = replace(item, place=place, section=section or item.section)
        items[story] = item
    changed = [
        item
        for story, item in items.items()
        if item.articles and making(item) != layer.made_for[story]
    ]
    items |= {item.story: item for item in layer.reprint(changed)}
    return {
        story: with_reasons_of_now(item, layer.first.get(story), layer.placements)
        for story, item in items.items()
    }


def _places(board: Placements) -> Iterator[tuple[str, StoryPlace, str]]:
    if board.lead is not None:
        yield board.lead, StoryPlace.LEAD, ""
    for story in board.top:
        yield story, StoryPlace.TOP, ""
    for section in board.sections:
        for story in board.briefs(section):
            yield story, StoryPlace.BRIEF, section


def _former_places(layer: Layer) -> Iterator[tuple[str, StoryPlace, str]]:
    for story, tray in layer.hidden.items():
        if tray.spot is None:
            yield story, layer.items[story].place, ""
        else:
            yield story, tray.spot.place, tray.spot.section


def _printed(layer: Layer, final: dict[str, Item]) -> Edition:
    """The build's edition with the items that the board names."""
    board, titles = layer.board, layer.sections
    order = [*titles, *(section for section in board.sections if section not in titles)]

    def items(stories: Iterable[str]) -> tuple[Item, ...]:
        return tuple(final[story] for story in stories)

    return replace(
        layer.built,
        lead=final[board.lead] if board.lead is not None else None,
        top=items(board.top),
        sections=tuple(
            EditionSection(
                id=section,
                title=titles.get(section, section),
                items=items(board.briefs(section)),
            )
            for section in order
            if section in board.sections
        ),
        section_titles=tuple(titles.items()),
        blocks=tuple(EditionBlock(id=id_, content=one) for id_, one in layer.blocks.items()),
    )


def _tray(layer: Layer, final: dict[str, Item]) -> Iterator[Hidden]:
    for story, tray in layer.hidden.items():
        yield Hidden(item=final[story], reason=tray.reason, who=tray.who, at=tray.at)


def _late(layer: Layer, carried: Carried) -> Iterator[str]:
    """What the build has and the board does not: nobody hid it, nobody joined it to another."""
    gone = {story for story, _ in carried.gone}
    for story in layer.items:
        elsewhere = story in layer.board or story in layer.hidden or story in layer.merged
        if not elsewhere and story not in gone:
            yield story
