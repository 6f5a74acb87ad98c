"""What a source changed of a story that is printed already."""

from __future__ import annotations

from dataclasses import replace

from digest.model.edit import Corrected
from digest.model.edition import Edition, Item

PRINTED = (
    "headline",
    "brief",
    "image",
    "url",
    "link_text",
    "byline",
    "slug",
    "also",
    "related",
    "language",
    "direction",
)
"""What a reader sees of a story and its source can change; the first that differs names it."""


def renewed(item: Item, old: Item, new: Item) -> Corrected | None:
    """The item with what its source changed between two prints of it; None if that is nothing.

    What an editor wrote over the source differs from both prints: ``fields`` names it all the same,
    and ``now`` has the source's words, over which the editor's are laid again.
    """
    fields = tuple(name for name in PRINTED if getattr(old, name) != getattr(new, name))
    if not fields:
        return None
    now = replace(
        item,
        **{name: getattr(new, name) for name in fields},
        published=new.published,
        reading_minutes=new.reading_minutes,
        genre=new.genre,
        label=new.label,
        revisions=new.revisions,
    )
    return Corrected(was=item, now=now, old=old, new=new, fields=fields)


def with_renewed(edition: Edition, corrected: tuple[Corrected, ...]) -> Edition:
    """The edition with its sources' words of now."""
    now = {each.was.story: each.now for each in corrected}
    if not now:
        return edition

    def taken(items: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(now.get(item.story, item) for item in items)

    return replace(
        edition,
        lead=now.get(edition.lead.story, edition.lead) if edition.lead else None,
        top=taken(edition.top),
        sections=tuple(replace(each, items=taken(each.items)) for each in edition.sections),
    )
