"""The board: an edited edition's stories by section, as the page shows them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digest.model.edit import (
    Edit,
    Edited,
    ItemField,
    Override,
    OverrideEdition,
    RemoveImage,
    RetitleSection,
    Stale,
)
from digest.model.edition import Item, StoryPlace
from digest.model.message import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One story on the board.

    ``source`` is the item before editors wrote in it. ``touched`` names who wrote in it last, empty
    for nobody; ``written`` are the fields that do not come from the source. ``vanished`` says why
    the last build no longer carries the story, empty if it does.
    """

    item: Item
    source: Item
    number: int
    touched: str = ""
    written: frozenset[str] = frozenset()
    stale: tuple[Stale, ...] = ()
    vanished: Text = ""

    @property
    def anchor(self) -> str:
        """The card's id in the page."""
        return f"story-{self.item.story}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """A place that cards stand in, also an empty one: the lead, the top, or a section's briefs."""

    place: StoryPlace
    section: str  # the section's id; empty for the lead and the top
    title: str  # empty for the lead and the top, whose names are the interface's own
    cards: tuple[Card, ...] = ()

    @property
    def key(self) -> str:
        """How forms name the shelf: "lead", "top", "brief:politics"."""
        return f"{self.place}:{self.section}" if self.section else self.place.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """The whole left side: shelves in the order of the mail."""

    shelves: tuple[Shelf, ...]

    def cards(self) -> Iterator[Card]:
        """Every card in the order a reader meets its story."""
        for shelf in self.shelves:
            yield from shelf.cards

    def card(self, story: str) -> Card | None:
        """The story's card; None if it is not printed."""
        return next((card for card in self.cards() if card.item.story == story), None)


def board_of(edited: Edited) -> Board:
    """The edition with its edits as a board. Sections without briefs stand there empty."""
    edition = edited.edition
    numbers = {item.story: number for number, item in enumerate(edition.items(), start=1)}

    def cards(items: tuple[Item, ...]) -> tuple[Card, ...]:
        return tuple(_card(item, numbers[item.story], edited) for item in items)

    lead = (edition.lead,) if edition.lead else ()
    printed = {section.id: section for section in edition.sections}
    titles = dict(edition.section_titles) | {one.id: one.title for one in edition.sections}
    # printed sections keep the mail's order; the others follow, as places to put something
    order = [*printed, *(key for key in titles if key not in printed)]
    sections = (
        Shelf(
            place=StoryPlace.BRIEF,
            section=key,
            title=titles[key],
            cards=cards(printed[key].items) if key in printed else (),
        )
        for key in order
    )
    return Board(
        shelves=(
            Shelf(place=StoryPlace.LEAD, section="", title="", cards=cards(lead)),
            Shelf(place=StoryPlace.TOP, section="", title="", cards=cards(edition.top)),
            *sections,
        )
    )


def read_shelf(key: str) -> tuple[StoryPlace, str]:
    """The place and section that a shelf's key names.

    :raises ValueError: it is no such key.
    """
    place, _, section = key.partition(":")
    return StoryPlace(place), section


def _card(item: Item, number: int, edited: Edited) -> Card:
    own = [edit for edit in edited.standing if getattr(edit.change, "story", "") == item.story]
    return Card(
        item=item,
        source=edited.source_of(item.story) or item,
        number=number,
        touched=own[-1].who if own else "",
        written=frozenset(_written(own)),
        stale=tuple(one for one in edited.stale if one.story == item.story),
        vanished=next((one.why for one in edited.vanished if one.story == item.story), ""),
    )


def _written(edits: list[Edit]) -> Iterator[str]:
    """The fields of a story that an editor wrote, without those given back to the source."""
    last = {
        edit.change.field: edit.change.text for edit in edits if isinstance(edit.change, Override)
    }
    yield from (field.value for field, text in last.items() if text)
    if any(isinstance(edit.change, RemoveImage) for edit in edits):
        yield ItemField.IMAGE_URL.value


def written_in_edition(edited: Edited) -> dict[str, str]:
    """What editors wrote in the edition as a whole: subject, preheader, opening; by field."""
    return {
        edit.change.field.value: edit.change.text
        for edit in edited.standing
        if isinstance(edit.change, OverrideEdition)
    }


def retitled(edited: Edited) -> frozenset[str]:
    """The ids of the sections whose title an editor wrote."""
    return frozenset(
        edit.change.section
        for edit in edited.standing
        if isinstance(edit.change, RetitleSection) and edit.change.text
    )
