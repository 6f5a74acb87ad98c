"""Blocks as templates print them: labelled in the language, cleaned, with links made safe.

::

    Edition.blocks ─printed_blocks→ those of the day ─block_views→ BlockView, by place
                   └─block_remarks→ what is left out, and why
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import ceil

from digest.model.article import Image
from digest.model.blocks import (
    AgendaBlock,
    Block,
    BlockKind,
    BlockPlace,
    CorrectionBlock,
    EditionBlock,
    FeedbackBlock,
    GoodThingBlock,
    MediaBlock,
    Medium,
    NumberBlock,
    QuoteBlock,
    SignatureBlock,
    SponsorBlock,
    gist_of,
    image_of,
    links_of,
    why_not_on,
)
from digest.model.edition import Edition
from digest.model.message import Message
from digest.present.context import AgendaView, BlockView, ImageView, LinkView
from digest.present.mail_words import MailWords
from digest.present.picture_views import picture_alt, size_in
from digest.present.plain import cut, direction_against, isolated, name_line, one_line, paragraphs
from digest.present.safe_links import image_link, public_link
from digest.present.theme import ThemeLayout

FACE = 56
"""The width and height of an editor's photo, in px."""
_FACE_SHAPES = (0.9, 1.15)
_THUMBNAIL_SHAPES = (1.0, 2.4)
"""How many times as wide as high a picture may be."""
_LAST = (BlockKind.AGENDA, BlockKind.CORRECTION, BlockKind.GOOD_THING)
"""How a mail ends, whatever the order of its blocks: with the good thing."""


def printed_blocks(edition: Edition) -> tuple[EditionBlock, ...]:
    """The edition's blocks that its mail prints: no sponsor outside its days, and nothing that is
    there for its link where that may not stand in a mail."""
    return tuple(
        each
        for each in edition.blocks
        if why_not_on(each.content, edition.date) is None and not _leads_nowhere(each.content)
    )


def sponsors_of(edition: Edition) -> tuple[str, ...]:
    """Who paid for what the edition's mail prints: counted apart from its stories."""
    printed = (each.content for each in printed_blocks(edition))
    return tuple(one_line(one.sponsor) for one in printed if isinstance(one, SponsorBlock))


def block_remarks(edition: Edition, layout: ThemeLayout) -> Iterator[Message]:
    """What of the edition's blocks is left out of its mail, for the report."""
    for each in edition.blocks:
        yield from _remarks(each.content, edition.date, layout)


def block_views(
    edition: Edition, words: MailWords, layout: ThemeLayout
) -> dict[BlockPlace, tuple[BlockView, ...]]:
    """The blocks that the edition's mail prints, by place, in the edition's order; the last ones in
    an order of their own. All corrections are one block, under one heading."""
    found: dict[BlockPlace, list[BlockView]] = {place: [] for place in BlockPlace}
    corrections: BlockView | None = None
    for each in printed_blocks(edition):
        view = _view(each, edition, words, layout)
        here = found[BlockKind(view.kind).place]
        if view.kind == BlockKind.CORRECTION:
            if corrections is not None:
                here.remove(corrections)
                view = replace(corrections, text=(*corrections.text, *view.text))
            corrections = view
        here.append(view)
    found[BlockPlace.CLOSE].sort(key=lambda view: _LAST.index(BlockKind(view.kind)))
    return {place: tuple(views) for place, views in found.items()}


def spread(views: Sequence[BlockView], sections: int) -> tuple[tuple[BlockView, ...], ...]:
    """The blocks behind each of so many sections, as evenly as they go, first those behind none:
    they stand there only where there is no section at all."""
    homes: list[list[BlockView]] = [[] for _ in range(sections + 1)]
    for number, view in enumerate(views, start=1):
        homes[ceil(number * sections / (len(views) + 1))].append(view)
    return tuple(tuple(home) for home in homes)


def _leads_nowhere(block: Block) -> bool:
    """Whether nothing is left of a block because its links may not stand in a mail."""
    needs_link = isinstance(block, MediaBlock | SponsorBlock | FeedbackBlock)
    return needs_link and not all(public_link(_filled(url, "1")) for url in links_of(block))


def _remarks(block: Block, day: date, layout: ThemeLayout) -> Iterator[Message]:
    why = why_not_on(block, day)
    if why is not None:
        yield why
        return
    names: dict[str, Message | str] = {
        "kind": BlockKind(block.kind).message,
        "gist": cut(one_line(gist_of(block)), 60),
    }
    if _leads_nowhere(block):
        yield Message("block.nothing_to_lead_to", **names)
        return
    for url in links_of(block):
        if not public_link(_filled(url, "1")):
            yield Message("block.link_left_out", url=cut(one_line(url), 80), **names)
    image = image_of(block)
    if image is None or _shown(block, image, layout) is not None:
        return
    shown = {"url": cut(one_line(image.url), 80), **names}
    if not image_link(image.url):
        yield Message("block.picture_left_out", **shown)
    elif not image.width or not image.height:
        yield Message("block.picture_of_no_size", **shown)
    else:
        yield Message("block.picture_unfit", width=image.width, height=image.height, **shown)


def _filled(url: str, edition: str) -> str:
    """A link for an answer, with the edition's id in it where it asks for that."""
    return url.replace("{edition}", edition)


def _view(each: EditionBlock, edition: Edition, words: MailWords, layout: ThemeLayout) -> BlockView:
    block = each.content
    blank = BlockView(
        id=each.id,
        kind=block.kind,
        label=_label(block, words, edition.direction),
        direction=_direction(block, edition.direction),
    )
    match block:
        case NumberBlock():
            return replace(_linked(blank, block, words), figure=one_line(block.figure))
        case QuoteBlock():
            said = words.quotation.replace("{text}", one_line(block.text))
            view = _linked(blank, block, words)
            return replace(view, text=(said,), name=name_line(block.who))
        case GoodThingBlock():
            return _linked(blank, block, words)
        case AgendaBlock():
            entries = (
                AgendaView(when=name_line(entry.when), what=one_line(entry.what))
                for entry in block.entries
            )
            return replace(blank, entries=tuple(entries))
        case MediaBlock() | SponsorBlock():
            return _advertised(blank, block, layout)
        case CorrectionBlock():
            return replace(blank, text=(one_line(block.text),))
        case SignatureBlock():
            image = _shown(block, block.image, layout) if block.image else None
            text = paragraphs(block.text)
            return replace(blank, name=name_line(block.name), text=text, image=image)
        case FeedbackBlock():
            return replace(blank, answers=_answers(block, words, edition.id))


def _direction(block: Block, around: str) -> str:
    """The direction of the block's own words, where it is not the edition's."""
    if isinstance(block, AgendaBlock | FeedbackBlock):
        return ""
    written = block.text if isinstance(block, NumberBlock) else gist_of(block)
    return direction_against(written, around)


def _label(block: Block, words: MailWords, direction: str) -> str:
    match block:
        case NumberBlock():
            return words.number_of_day
        case AgendaBlock():
            return words.agenda
        case MediaBlock():
            label = words.listen if block.medium is Medium.AUDIO else words.watch
            return f"{label} · {words.minutes(block.minutes)}" if block.minutes else label
        case GoodThingBlock():
            return words.good_thing
        case SponsorBlock():
            return f"{words.sponsored} · {isolated(name_line(block.sponsor), direction)}"
        case CorrectionBlock():
            return words.corrections
        case SignatureBlock():
            return words.todays_editor
        case FeedbackBlock():
            return name_line(block.question) or words.worth_it
        case QuoteBlock():
            return ""


def _linked(
    view: BlockView, block: NumberBlock | QuoteBlock | GoodThingBlock, words: MailWords
) -> BlockView:
    """The view with the block's text, and the link to what it is taken from, if any."""
    text, url = paragraphs(block.text), public_link(block.url)
    if not url:
        return replace(view, text=text)
    label = f"{words.read_story}: {cut(one_line(gist_of(block)), 80)}"
    return replace(view, text=text, url=url, link_text=words.read_story, link_label=label)


def _advertised(
    view: BlockView, block: MediaBlock | SponsorBlock, layout: ThemeLayout
) -> BlockView:
    """The view of what is there for its link: the headline leads there, and so does the picture."""
    headline = one_line(block.headline)
    link_text = name_line(block.link_text) if isinstance(block, SponsorBlock) else ""
    return replace(
        view,
        headline=headline,
        text=paragraphs(block.text),
        name=name_line(block.sponsor) if isinstance(block, SponsorBlock) else "",
        url=public_link(block.url),
        link_text=link_text,
        link_label=f"{link_text}: {headline}" if link_text else "",
        image=_shown(block, block.image, layout) if block.image else None,
    )


def _answers(block: FeedbackBlock, words: MailWords, edition: str) -> tuple[LinkView, ...]:
    links = ((block.yes_url, words.yes), (block.no_url, words.no))
    return tuple(LinkView(url=public_link(_filled(url, edition)), text=text) for url, text in links)


def _shown(block: Block, image: Image, layout: ThemeLayout) -> ImageView | None:
    """A block's picture as it is shown; None where it cannot be."""
    is_face = isinstance(block, SignatureBlock)
    room, shapes = (FACE, _FACE_SHAPES) if is_face else (layout.thumbnail, _THUMBNAIL_SHAPES)
    size = size_in(image, room, *shapes)
    url = image_link(image.url)
    if size is None or not url:
        return None
    beside = (block.name,) if isinstance(block, SignatureBlock) else ()
    return ImageView(
        url=url,
        alt=picture_alt(image, url, beside),
        caption="",
        credit="",
        legend="",
        width=size.width,
        height=size.height,
        fills_phone=size.fills_phone and not is_face,
    )
