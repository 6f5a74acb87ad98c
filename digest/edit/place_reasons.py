"""The reasons of a story after editors worked on the page: those of the build, as far as they still
are true of where it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from digest.model.edition import Item, StoryPlace
from digest.model.message import Message, Text

_OF_PLACE = (
    "reason.leads",
    "reason.leads_as_last_resort",
    "reason.top",
    "reason.top_despite_section",
    "reason.top_despite_outlet",
    "reason.brief_by_score",
    "reason.brief_by_genre",
)
_OF_SECTION = (
    "reason.filed_by_source",
    "reason.section_by_words",
    "reason.section_from_archive",
    "reason.section_from_model",
    "reason.section_not_here",
    "reason.section_not_here_about",
    "reason.section_unknown",
    "reason.section_unknown_about",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """The place that an editor gave a story last."""

    who: str
    place: StoryPlace


def with_reasons_of_now(
    item: Item, built: Item | None, placements: Mapping[str, Placement]
) -> Item:
    """The item with who put it where it stands. What the build says of another place, or of
    another section, is left out. ``built`` is the item as the build has it, None if it has none."""
    placement = placements.get(item.story)
    is_elsewhere = built is not None and built.place is not item.place
    if placement is None and not is_elsewhere:
        return item
    why = tuple(one for one in item.why if not _is_of(one, _OF_PLACE))
    if built is not None and built.section != item.section:
        why = tuple(one for one in why if not _is_of(one, _OF_SECTION))
    if placement is not None and placement.place is item.place:
        return replace(item, why=(Message("reason.placed_by", who=placement.who), *why))
    return replace(item, why=(Message("reason.page_arranged"), *why))


def _is_of(why: Text, keys: tuple[str, ...]) -> bool:
    """Editions of version 0.1 have their reasons as English sentences."""
    return why.key in keys if isinstance(why, Message) else why in _in_english(keys)


@cache
def _in_english(keys: tuple[str, ...]) -> frozenset[str]:
    return frozenset(str(Message(key)) for key in keys) if keys == _OF_PLACE else frozenset()
