"""Texts: what editors wrote instead of the source's words, and whether the source moved on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.model.article import Image
from digest.model.edit import (
    Edit,
    EditionField,
    ItemField,
    Override,
    OverrideEdition,
    RemoveImage,
    RetitleSection,
    Stale,
)
from digest.model.edition import Edition, Item


def text_of(item: Item, field: ItemField) -> str:
    """What the item has in the field, empty where it has nothing."""
    image = item.image or Image()
    return {
        ItemField.HEADLINE: item.headline,
        ItemField.BRIEF: item.brief,
        ItemField.LINK_TEXT: item.link_text,
        ItemField.IMAGE_URL: image.url,
        ItemField.IMAGE_ALT: image.alt,
        ItemField.NOTE: item.note,
    }[field]


def overridden(item: Item, edits: Sequence[Edit]) -> Item:
    """The item with the texts that standing edits gave it; the last one counts."""
    for edit in edits:
        match edit.change:
            case Override(story=item.story, field=field, text=text):
                item = _written(item, field, text)
            case RemoveImage(story=item.story):
                item = replace(item, image=None)
    return item


def last_texts(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that write a text, less those that a later one on the same field replaces.

    An empty text, which asks for the source, is no text.
    """
    last: dict[tuple[str, str], Edit] = {}
    for edit in edits:
        match edit.change:
            case Override(story=story, field=field):
                last[story, field.value] = edit
            case RemoveImage(story=story):
                last[story, ItemField.IMAGE_URL.value] = edit
            case OverrideEdition(field=edition_field):
                last["", edition_field.value] = edit
            case RetitleSection(section=section):
                last[section, "title"] = edit
    ordered = sorted(last.values(), key=lambda edit: edit.number)
    return tuple(edit for edit in ordered if _asks_for_text(edit))


def edition_overridden(edition: Edition, edits: Sequence[Edit]) -> Edition:
    """The edition with its own texts and its sections' titles as ``last_texts`` have them."""
    titles = dict(edition.section_titles)
    for edit in edits:
        match edit.change:
            case OverrideEdition(field=EditionField.SUBJECT, text=text):
                edition = replace(edition, subject=text)
            case OverrideEdition(field=EditionField.PREHEADER, text=text):
                edition = replace(edition, preheader=text)
            case OverrideEdition(field=EditionField.OPENING, text=text):
                edition = replace(edition, opening=text)
            case RetitleSection(section=section, text=text) if section in titles:
                titles[section] = text
    return replace(
        edition,
        section_titles=tuple(titles.items()),
        sections=tuple(
            replace(section, title=titles.get(section.id, section.title))
            for section in edition.sections
        ),
    )


def stale(edits: Sequence[Edit], sources: Sequence[Item], built: Edition) -> Iterator[Stale]:
    """Those of ``last_texts`` whose source reads otherwise now than when they were written.

    A brief is made for its place: one that the build now makes for another place tells nothing.
    """
    items = {item.story: item for item in sources}
    titles = dict(built.section_titles)
    for edit in edits:
        match edit.change:
            case Override(story=story, field=field) if story in items:
                item = items[story]
                now = text_of(item, field)
                other_size = field is ItemField.BRIEF and edit.place is not item.place
                if now != edit.source and not other_size and field is not ItemField.NOTE:
                    yield Stale(
                        edit=edit.number, story=story, field=field.value, was=edit.source, now=now
                    )
            case RetitleSection(section=section) if titles.get(section, "") != edit.source:
                yield Stale(
                    edit=edit.number,
                    section=section,
                    field="title",
                    was=edit.source,
                    now=titles.get(section, ""),
                )


def _written(item: Item, field: ItemField, text: str) -> Item:
    image = item.image or Image()
    match field:
        case ItemField.HEADLINE:
            return replace(item, headline=text, slug="")  # the kicker was the source's
        case ItemField.BRIEF:
            return replace(item, brief=text)
        case ItemField.LINK_TEXT:
            return replace(item, link_text=text)
        case ItemField.NOTE:
            return replace(item, note=text)
        case ItemField.IMAGE_ALT:
            return replace(item, image=replace(image, alt=text)) if item.image else item
        case ItemField.IMAGE_URL:
            # another picture has neither the old one's size nor its caption and credit
            return replace(item, image=Image(url=text, alt=image.alt))


def _asks_for_text(edit: Edit) -> bool:
    match edit.change:
        case Override(text=text) | OverrideEdition(text=text) | RetitleSection(text=text):
            return bool(text.strip())
    return True
