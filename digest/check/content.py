"""Rules 50 to 59: what is in the mail: pictures, the preheader, direction, and links by number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from digest.check.css_syntax import declarations_of
from digest.check.element_text import shown_words
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import Tree, View, is_unseen
from digest.check.vocabulary import SHORTENERS
from digest.model.mail import Category, Severity
from digest.model.message import Message
from digest.present.contrast import WHITE

MOST_LINKS = 100
SHORTEST_PREHEADER, LONGEST_PREHEADER = 40, 110
_BAD_FORMATS = (".webp", ".avif", ".svg")
_ASKED_FORMAT = re.compile(r"[?&](?:format|fm|f|ext|type)=(webp|avif|svg)\b", re.IGNORECASE)
_STRONG_RTL, _STRONG_LTR = ("R", "AL"), ("L",)
_FEWEST_LETTERS = 4
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_NO_WORDS = ("body", "style", "script", "title")
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]")


def _formats(mail: Specimen) -> Iterator[Fault]:
    for tree in (mail.tree, mail.outlook_tree):
        for image in tree.iter("img"):
            source = image.get("src", "")
            path = _path(source)
            asked = _ASKED_FORMAT.search(source)
            if source.lower().startswith("data:") or path.endswith(_BAD_FORMATS) or asked:
                kind = path.rpartition(".")[2] if path.endswith(_BAD_FORMATS) else "base64"
                kind = asked[1] if asked else kind
                yield Fault(
                    message=Message("check.word_draws_no", kind=kind[:10]), where=place(image)
                )


def _path(url: str) -> str:
    """A URL's path in lower case; empty for what is none."""
    try:
        return urlsplit(url).path.lower()
    except ValueError:
        return ""


def _rows(mail: Specimen) -> Iterator[Fault]:
    for row in mail.tree.iter("tr"):
        inner = [
            one
            for one in row.iter("h3")
            if next(one.iterancestors("tr")) is row and _is_linked(one)
        ]
        if len(inner) > 1:
            yield Fault(
                message=Message("check.stories_in_one_row", length=len(inner)), where=place(row)
            )


def _is_linked(heading: Tree) -> bool:
    """Whether a heading is a story's, which leads to it; those of an invoice's rows do not."""
    within = next(heading.iter("a"), None)
    return within is not None or next(heading.iterancestors("a"), None) is not None


def _images(mail: Specimen) -> Iterator[Fault]:
    for image in mail.tree.iter("img"):
        style = {one.name: one.value for one in declarations_of(image.get("style", ""))}
        source = image.get("src", "").strip().lower()
        if not source.startswith("https:"):
            # rule 18 says what is wrong with a URL that is none
            is_url = source.startswith("http:")
            yield Fault(
                message=Message("check.not_loaded_over_https"),
                where=place(image),
                category=Category.RISKS if is_url else Category.HOUSE_STYLE,
            )
        for found, said in (
            (style.get("display") != "block", "check.not_display_block"),
            ("max-width" not in style and style.get("width") != "100%", "check.no_max_width"),
        ):
            if found:
                message = Message(said)
                yield Fault(message=message, where=place(image), category=Category.HOUSE_STYLE)


def _image_heights(mail: Specimen) -> Iterator[Fault]:
    """Only a warning: a source may not give its picture's size, and a picture that jumps as it
    arrives is no reason to keep an edition from its readers."""
    for image in mail.tree.iter("img"):
        # mrml writes height="auto", which says nothing either
        if not image.get("height", "").isdigit():
            yield Fault(message=Message("check.no_height"), where=place(image))


def _preheader(mail: Specimen) -> Iterator[Fault]:
    looks = mail.looks(View.LIGHT)
    first = next(
        (one for one in looks if one.tag not in _NO_WORDS and (one.text or "").strip()), None
    )
    if first is None:
        return
    if not looks[first].hidden:
        yield Fault(message=Message("check.no_preheader"), where=place(first))
        return
    # what follows the words, to keep the mail's own out of the inbox list, is not seen
    length = len(" ".join(_UNSEEN.sub("", shown_words(first)).split()))
    if not SHORTEST_PREHEADER <= length <= LONGEST_PREHEADER:
        message = Message(
            "check.preheader_length",
            length=length,
            shortest=SHORTEST_PREHEADER,
            longest=LONGEST_PREHEADER,
        )
        yield Fault(message=message, where=place(first))
    if looks[first].colour == WHITE or looks[first].pixels <= 2:
        yield Fault(message=Message("check.preheader_looks_like_spam"), where=place(first))


def _direction(mail: Specimen) -> Iterator[Fault]:
    if mail.tree.get("dir") == "rtl":
        body = mail.tree.find("body")
        for child in [] if body is None else body.iterchildren("div"):
            if child.get("dir") != "rtl" and not mail.looks(View.LIGHT)[child].hidden:
                yield Fault(message=Message("check.wrapper_not_dir_rtl"), where=place(child))
        for cell in mail.tree.iter("div", "td"):
            if cell.get("dir") is None and _frame(cell) == "ltr":
                yield Fault(message=Message("check.style_sets_direction_ltr"), where=place(cell))
        if not any(cell.get("align") == "right" for cell in mail.tree.iter("td")):
            yield Fault(
                message=Message("check.nothing_aligned_right"),
                where=Location(part="html"),
                category=Category.HOUSE_STYLE,
            )


def _foreign_titles(mail: Specimen) -> Iterator[Fault]:
    for heading in mail.visible("h1", "h2", "h3"):
        found = _direction_of(_exposed(shown_words(heading), name=heading.tag == "h1"))
        frames = (_frame(one) for one in (heading, *heading.iterancestors()))
        inner = any(_frame(one) for one in heading.iterdescendants() if isinstance(one.tag, str))
        frame = next((frame for frame in frames if frame), "ltr")
        if found and frame not in (found, "auto") and not inner:
            yield Fault(
                message=Message("check.direction_of_frame", found=found, frame=frame),
                where=place(heading),
            )


def _exposed(words: str, *, name: bool) -> str:
    """What of a heading's words its frame's direction could turn: nothing of what isolates keep
    apart, nor of a ``name`` that begins and ends in letters, which reads the same in any frame."""
    bare = _ISOLATED.sub("", words).strip()
    edges = bare[:1] + bare[-1:]
    strong = (*_STRONG_RTL, *_STRONG_LTR)
    if name and all(unicodedata.bidirectional(mark) in strong for mark in edges):
        return ""
    return bare


def _frame(element: Tree) -> str:
    """The direction that an element sets: by its style, which outdoes its dir attribute."""
    styled = (
        one.value for one in declarations_of(element.get("style", "")) if one.name == "direction"
    )
    return next(styled, element.get("dir", ""))


def _direction_of(text: str) -> str:
    """The direction of a text's first strong letter; empty for a text of few letters."""
    kinds = [unicodedata.bidirectional(mark) for mark in text]
    strong = [kind for kind in kinds if kind in (*_STRONG_RTL, *_STRONG_LTR)]
    if len(strong) < _FEWEST_LETTERS:
        return ""
    rtl = sum(kind in _STRONG_RTL for kind in strong)
    if rtl in (0, len(strong)):
        return "rtl" if rtl else "ltr"
    return ""  # a mixed title is no sure sign


def _many_links(mail: Specimen) -> Iterator[Fault]:
    links = [link.get("href") for link in mail.tree.iter("a") if link.get("href")]
    if len(links) > MOST_LINKS:
        yield Fault(
            message=Message("check.too_many_links", length=len(links)), where=Location(part="html")
        )
    for link in links:
        try:
            host = urlsplit(link).hostname or ""
        except ValueError:
            continue
        if host.removeprefix("www.") in SHORTENERS:
            yield Fault(
                message=Message("check.link_shortened", host=host), where=Location(part="html")
            )


def _tracking(mail: Specimen) -> Iterator[Fault]:
    for image in mail.tree.iter("img"):
        if is_unseen(image):
            yield Fault(message=Message("check.tracking_picture"), where=place(image))


RULES = (
    Rule(
        id="50-formats",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_formats,
    ),
    Rule(
        id="51-rows",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_rows,
    ),
    Rule(
        id="53-images",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_images,
    ),
    Rule(
        id="53-image-heights",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_image_heights,
    ),
    Rule(
        id="55-preheader",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        newsletters_only=True,
        needs=Needs.HTML,
        faults=_preheader,
    ),
    Rule(
        id="57-direction",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_direction,
    ),
    Rule(
        id="57-foreign-titles",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_foreign_titles,
    ),
    Rule(
        id="59-links",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_many_links,
    ),
    Rule(
        id="59-tracking",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_tracking,
    ),
)
