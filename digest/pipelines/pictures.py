"""Illustrate: an edition's pictures, fetched once and hosted by the newsroom itself.

::

    fetch_pictures   Edition → URLs ─fetch→ bytes ─fit→ a cut for the lead, one for a thumbnail
                               in threads     one by one: each may fill the memory      → store
    illustrate       Edition + store → Edition with hosted pictures, and why any is left out

The stored edition keeps its sources' addresses and the swap is made each time it is presented: an
editor may make a top story the lead, which is shown in another cut, or give a picture its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from digest.gather.fetch import fetch as fetch_url
from digest.model.article import Image
from digest.model.blocks import Block, BlockKind, EditionBlock, SignatureBlock, gist_of, image_of
from digest.model.edition import Edition, Item, StoryPlace
from digest.model.errors import SourceError
from digest.model.message import Message, Text
from digest.model.reading import Document
from digest.model.settings import Hosting, Settings
from digest.pipelines.fetch_pool import Fetch, FetchPool
from digest.pipelines.newsroom import Newsroom
from digest.present.block_views import FACE, printed_blocks
from digest.present.picture_fitting import MOST_FETCHED, Refused, fit_picture
from digest.present.theme import THUMBNAIL_SHAPE, ThemeLayout
from digest.store.pictures import Kept, kept_picture, read_picture, save_pictures, write_picture

TOGETHER_SECONDS = 60.0
"""How long an edition waits for its pictures; those that are not there by then are left out."""

RETRY_AFTER = timedelta(minutes=30)
"""How long a refusal stands: servers recover, and newsrooms replace broken pictures."""

PHONE_WIDTH = 360
"""A thumbnail is as wide as a phone there, and is cut for that, in px as shown."""

_MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """How a picture is cropped and sized: the shown size in pixels, and the point it keeps."""

    width: int
    height: int
    focus: tuple[float, float]

    @property
    def key(self) -> str:
        """The cut as the store knows it."""
        return f"{self.width}x{self.height}@{self.focus[0]:.3f},{self.focus[1]:.3f}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Illustrated:
    """An edition with hosted pictures; ``problems`` says of each that is left out why it is."""

    edition: Edition
    problems: tuple[Text, ...] = ()


def fetch_pictures(
    newsroom: Newsroom, edition: Edition, *, now: datetime, fetch: Fetch = fetch_url
) -> None:
    """Fetches, fits and stores the edition's pictures, where the settings host them.

    Those of all briefs as well, of which a section shows one: an editor may move any up. What is
    stored already is not fetched again. A picture that cannot be had or shown is a refusal in the
    store.

    :raises DatabaseError: another process holds the database.
    """
    if newsroom.settings.pictures.hosting is not Hosting.HOSTED:
        return
    layout = newsroom.templates.theme().layout
    wanted = {
        url: missing
        for url, cuts in _cuts_by_url(edition, layout).items()
        if (missing := tuple(cut for cut in cuts if _is_missing(newsroom, url, cut, now)))
    }
    for url, answer in _answers(tuple(wanted), newsroom.settings, fetch):
        kept = [_kept(url, cut, answer, newsroom.settings, now) for cut in wanted[url]]
        save_pictures(newsroom.database, kept)


def illustrate(newsroom: Newsroom, edition: Edition) -> Illustrated:
    """The edition with its shown pictures linked where the settings say, by what is stored.

    Of a section's briefs the first that has a picture shows it. A refused picture is left out, and
    so is one that nobody described and that has no caption. One that was never fetched (an editor
    has just chosen it) stays with its source until the next build. Writes nothing, and asks nobody.
    """
    if newsroom.settings.pictures.hosting is not Hosting.HOSTED:
        return Illustrated(edition=edition)
    layout = newsroom.templates.theme().layout
    problems: list[Text] = []

    def shown(item: Item) -> Item:
        if item.image is None or not item.image.url:
            return item
        image = _described(newsroom, item.image, item.place, layout)
        if isinstance(image, Refused):
            if item.place is not StoryPlace.BRIEF:  # of briefs another one is shown, or none
                problems.append(
                    Message("picture.of_story", story=item.story, url=item.image.url, why=image.why)
                )
            return replace(item, image=None)
        return replace(item, image=image)

    def briefs(items: Sequence[Item]) -> Iterator[Item]:
        pictured = False
        for item in items:
            brief = replace(item, image=None) if pictured else shown(item)
            pictured = pictured or (brief.image is not None and bool(brief.image.url))
            yield brief

    lead = shown(edition.lead) if edition.lead is not None else None
    top = tuple(shown(item) for item in edition.top)
    sections = tuple(
        replace(section, items=tuple(briefs(section.items))) for section in edition.sections
    )
    blocks = tuple(_illustrated_block(newsroom, each, layout, problems) for each in edition.blocks)
    swapped = replace(edition, lead=lead, top=top, sections=sections, blocks=blocks)
    return Illustrated(edition=swapped, problems=tuple(problems))


def _illustrated_block(
    newsroom: Newsroom, each: EditionBlock, layout: ThemeLayout, problems: list[Text]
) -> EditionBlock:
    """The block with its picture hosted, or without one; ``problems`` then gets the reason."""
    block = each.content
    image = image_of(block)
    if image is None:
        return each
    hosted = _hosted(newsroom, image, _block_cut(block, layout))
    if isinstance(hosted, Refused):
        kind = BlockKind(block.kind).message
        named = Message("block.named", kind=kind, gist=gist_of(block)[:60])
        problems.append(
            Message("block.picture_not_had", block=named, url=image.url[:80], why=hosted.why)
        )
        hosted = Image()
    pictured: Any = block  # only kinds that have these fields have a picture
    swapped = replace(
        pictured,
        image_url=hosted.url,
        image_width=hosted.width or 0,
        image_height=hosted.height or 0,
    )
    return replace(each, content=swapped)


def _hosted(newsroom: Newsroom, image: Image, cut: Cut) -> Image | Refused:
    """The picture in that cut, linked from us; where it was never fetched, as it is."""
    kept = kept_picture(newsroom.database, image.url, cut.key)
    if kept is None:
        return image
    if kept.refusal:
        return Refused(why=Message("picture.left_out", refusal=kept.refusal))
    return replace(
        image,
        url=f"{newsroom.settings.publication.base_url.rstrip('/')}/pictures/{kept.name}",
        width=kept.width,
        height=kept.height,
    )


def _described(
    newsroom: Newsroom, image: Image, place: StoryPlace, layout: ThemeLayout
) -> Image | Refused:
    alt = image.alt.strip() or image.caption.strip()
    if not alt:
        return Refused(why=Message("picture.not_described"))
    return _hosted(newsroom, replace(image, alt=alt), _cut(image, place, layout))


def _block_cut(block: Block, layout: ThemeLayout) -> Cut:
    """A face is square; other pictures are cut like a top story's."""
    if isinstance(block, SignatureBlock):
        return Cut(width=FACE, height=FACE, focus=(0.5, 0.5))
    return _cut(Image(), StoryPlace.TOP, layout)


def _cut(image: Image, place: StoryPlace, layout: ThemeLayout) -> Cut:
    """How the picture is cut for its place: one shape for leads, and one for thumbnails."""
    focus = (
        0.5 if image.focus_x is None else image.focus_x,
        0.5 if image.focus_y is None else image.focus_y,
    )
    if place is StoryPlace.LEAD:
        return Cut(width=layout.width, height=layout.lead_height, focus=focus)
    width = max(layout.thumbnail, PHONE_WIDTH)
    return Cut(width=width, height=round(width / THUMBNAIL_SHAPE), focus=focus)


def _cuts_by_url(edition: Edition, layout: ThemeLayout) -> Mapping[str, tuple[Cut, ...]]:
    """Each picture's address with the cuts it may be shown in; one may serve two stories."""
    found: dict[str, tuple[Cut, ...]] = {}
    for item in edition.items():
        if item.image is not None and item.image.url:
            cuts = (_cut(item.image, place, layout) for place in (StoryPlace.LEAD, StoryPlace.TOP))
            known = found.get(item.image.url, ())
            found[item.image.url] = tuple(dict.fromkeys((*known, *cuts)))
    for each in printed_blocks(edition):
        if image := image_of(each.content):
            known = found.get(image.url, ())
            found[image.url] = tuple(dict.fromkeys((*known, _block_cut(each.content, layout))))
    return found


def _is_missing(newsroom: Newsroom, url: str, cut: Cut, now: datetime) -> bool:
    kept = kept_picture(newsroom.database, url, cut.key)
    if kept is None:
        return True
    if kept.refusal:
        return now - kept.fetched >= RETRY_AFTER
    # somebody may have emptied the folder
    settings = newsroom.settings
    return read_picture(settings.project / settings.pictures.folder, kept.name) is None


def _answers(
    urls: tuple[str, ...], settings: Settings, fetch: Fetch
) -> Iterator[tuple[str, Document | Refused]]:
    """Each URL with its document, as they arrive, or with why there is none."""
    most = min(settings.gathering.maximum_megabytes, MOST_FETCHED / _MEGABYTE)
    limits = replace(settings.gathering, maximum_megabytes=most)
    with FetchPool(partial(fetch, limits=limits), urls, seconds=TOGETHER_SECONDS) as fetches:
        for url, answer in fetches.answers():
            yield url, _answer(answer) if answer else Refused(why=Message("picture.late"))


def _answer(done: Future[Document | None]) -> Document | Refused:
    try:
        document = done.result()
    except SourceError as error:
        return Refused(why=Message("picture.not_fetched", error=error))
    return document or Refused(why=Message("picture.nothing_sent"))


def _kept(
    url: str, cut: Cut, answer: Document | Refused, settings: Settings, now: datetime
) -> Kept:
    """What became of the picture in this cut; its file is written first."""
    fitted = (
        answer
        if isinstance(answer, Refused)
        else fit_picture(answer.content, width=cut.width, height=cut.height, focus=cut.focus)
    )
    if isinstance(fitted, Refused):
        return Kept(url=url, cut=cut.key, fetched=now, refusal=fitted.why)
    folder = settings.project / settings.pictures.folder
    try:
        name = write_picture(folder, fitted.content, fitted.media_type)
    except OSError as error:
        why = Message("picture.not_written", path=folder, strerror=error.strerror)
        return Kept(url=url, cut=cut.key, fetched=now, refusal=why)
    return Kept(
        url=url,
        cut=cut.key,
        fetched=now,
        name=name,
        width=fitted.width,
        height=fitted.height,
        bytes=len(fitted.content),
    )
