"""Media RSS: the pictures of each entry with their own title, description and credit.

feedparser folds ``media:title`` and ``media:description`` into the entry's title and summary, where
a caption can no longer be told from a standfirst; so these elements are read a second time here.
"""

from __future__ import annotations

from lxml import etree

from digest.gather.clean import line, words_of
from digest.gather.html_pictures import caption_and_credit, pixels
from digest.model.article import Image

_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def pictures_of_entries(content: bytes) -> tuple[Image | None, ...]:
    """For each item or entry of a feed, in order, its largest Media RSS picture or None.

    Gives () for what is not XML. A picture's alt is its title, its caption the description.
    """
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None:
        return ()
    entries = root.iter("{*}item", "{*}entry")
    return tuple(_largest(entry) for entry in entries)


def looks_like_picture(url: str, kind: str) -> bool:
    """Whether a medium or media type names a picture, or where there is none, the address does."""
    if kind:
        return kind.startswith("image")
    return url.partition("?")[0].lower().endswith(_PICTURE_ENDINGS)


def _largest(entry: etree._Element) -> Image | None:
    candidates = [
        media
        for media in entry.iter(
            "{http://search.yahoo.com/mrss/}content", "{http://search.yahoo.com/mrss}content"
        )
        if looks_like_picture(media.get("url", ""), media.get("medium") or media.get("type") or "")
    ]
    if not candidates:
        return None
    chosen = max(candidates, key=lambda media: pixels(media.get("width")) or 0)
    caption, credit = caption_and_credit(_said("description", chosen, entry))
    return Image(
        url=chosen.get("url", ""),
        alt=_said("title", chosen, entry),
        caption=caption,
        credit=_said("credit", chosen, entry) or credit,
        width=pixels(chosen.get("width")),
        height=pixels(chosen.get("height")),
    )


def _said(name: str, media: etree._Element, entry: etree._Element) -> str:
    """What the picture says of itself, else its group, else the entry (Media RSS 1.5, "optional
    elements": what stands further out holds for everything inside)."""
    holder: etree._Element | None = media
    while holder is not None:
        for namespace in ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"):
            found = holder.find(f"{{{namespace}}}{name}")
            if found is not None and line(text := "".join(found.itertext())):
                return words_of(text) if found.get("type") == "html" else line(text)
        holder = None if holder is entry else holder.getparent()
    return ""
