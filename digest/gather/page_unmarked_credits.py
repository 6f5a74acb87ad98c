"""Credits of pictures that no word such as "Photo:" marks, and credits in several parts, on a page
copied as text. Asked only of lines of which it is known that they belong to a picture, or that
stand beside one: the model that tells what lines are does not read these forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digest.gather.page_credits import has_agency, is_credit
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import ends_sentence
from digest.gather.page_names import is_capitalised, people
from digest.model.article import Image

_TAIL_WORDS = 4
_MARKED_WORDS = 6
_CAPTION_WORDS = 3
_POSSIBLE = 0.1  # the chance of being a credit from which on a bare name beside a caption is one
_ABOVE = 2  # lines above a caption within which its credit stands, and what the picture shows
_MARKED = re.compile(
    r"(?P<caption>.+\S)(?:\s(?:fot|zdj)\.\s|,\s(?:фото|foto)\s(?=(?-i:[^\W\d_a-zà-ÿа-яіїєґ])))"
    r"(?P<credit>[^\d.:|]{3,60})",
    re.I,
)
_SEPARATED = re.compile(r"(?P<caption>.+\S)\s(?P<mark>[|/])\s(?P<tail>[^|/]+)")
_STOCK = (
    r"(?:adobe ?stock|shutterstock|depositphotos|i?stock(?:photo)?|getty ?images|east news|freepik"
    r"|pixabay|pexels|123rf|dreamstime|profimedia|belga ?image|belgaimage|newsphoto|pressfocus)"
)
_IN_BRACKETS = re.compile(
    rf"(?P<caption>.+\S)\s\((?P<credit>{_STOCK}(?:[,/]\s?[^()\d]{{2,40}})?)\)\.?", re.I
)
_DASHED = re.compile(
    rf"(?P<caption>.+[.!?…»”\"])\s[-–—]\s(?P<credit>(?:[^.()]{{2,40}}/\s?)?{_STOCK})", re.I
)
_COLLAGE = re.compile(
    r"(?:колаж|коллаж|collage|kolaż|montage|fotomontage)\s?:\s"
    r"(?:[^/]+\s/\s)?(?P<credit>[^/]+)",
    re.I,
)
_PICTURE_WORD = re.compile(r"^(?:фото|foto|photo|zdjęcie|fot\.)\s(?=\S)", re.I)
_MARKS_BETWEEN = (" – ", " — ", " - ", " / ")


def with_unmarked_credit(text: str) -> Image | None:
    """A line as a caption and its credit where the latter is what a short word sets apart
    ("fot. press service of the town"), or a stock agency's; None for others."""
    found = _MARKED.fullmatch(text)
    if found and len(found["credit"].split()) <= _MARKED_WORDS:
        return Image(caption=found["caption"], credit=found["credit"].strip())
    return of_stock_agency(text)


def of_stock_agency(text: str) -> Image | None:
    """A line as a caption and the stock agency in brackets or behind a dash at its end."""
    found = _IN_BRACKETS.fullmatch(text) or _DASHED.fullmatch(text)
    if not found or len(found["caption"].split()) < _CAPTION_WORDS:
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def credited_first(text: str) -> Image | None:
    """A line as a caption and the credit before it, behind a slash or dash: "Photo Ada Quill / Tide
    – The quay at dusk"; None for others."""
    for mark in _MARKS_BETWEEN:
        first, _, caption = text.rpartition(mark)
        maker = _PICTURE_WORD.sub("", first, count=1)
        words = caption.split()
        is_caption = len(words) > _CAPTION_WORDS and sum(one[0].islower() for one in words) > 1
        is_told = "/" in first or has_agency(first) or maker != first
        if is_caption and is_told and len(first) < len(caption) and is_bare_maker(maker):
            return Image(caption=caption, credit=maker)
    return None


def collage_of(text: str) -> str:
    """The credit in a line that says only who put a picture together, perhaps out of whose
    pictures, which is the credit then: "Collage: Tide / Coastpix"."""
    found = _COLLAGE.fullmatch(text)
    return found["credit"] if found and is_bare_maker(found["credit"]) else ""


def rejoined(text: str, caption: str, credit: str) -> tuple[str, str]:
    """The caption and the credit of a line of which only the last of two parts was taken for the
    credit ("The quay at dusk / Tidepix / Ada Quill"): with both."""
    credit = _PICTURE_WORD.sub("", credit, count=1)
    found = _SEPARATED.fullmatch(caption)
    if not credit or not found or len(found["caption"].split()) < _CAPTION_WORDS:
        return caption, credit
    tail = found["tail"]
    if len(tail.split()) > _TAIL_WORDS or not is_credit(tail) or not is_capitalised(tail):
        return caption, credit
    whole = text[text.rfind(tail) :]
    is_chain = whole.startswith(tail) and whole.rstrip(" .)").endswith(credit.rstrip(" .)"))
    return (found["caption"], whole) if is_chain and len(whole) > len(tail) else (caption, credit)


def is_bare_maker(text: str) -> bool:
    """Whether a line may be nothing but the name of who took a picture: a person, an outlet, an
    agency, or two of them with a slash between."""
    words = text.replace("/", " ").split()
    is_short = 0 < len(words) <= _TAIL_WORDS + 1 and not ends_sentence(text)
    return is_short and is_credit(text) and (is_capitalised(" ".join(words)) or has_agency(text))


def bare_credit_near(caption: Labelled, found: Sequence[Labelled]) -> Labelled | None:
    """The line with nothing but a name beside a caption that is its credit: right under it, under
    the caption printed again, or right above where the authors are named elsewhere."""
    at = next((at for at, one in enumerate(found) if one.line is caption.line), None)
    if at is None:
        return None
    below = at + 1
    while below < len(found) and found[below].line.text == caption.line.text:
        below += 1
    for one in found[below : below + 1]:
        following = found[below + 1 : below + 2]
        if any(each.line.joined and is_bare_maker(each.line.text) for each in following):
            break  # what the next picture of a gallery shows, with its credit
        is_free = one.label is not Label.BYLINE or _has_other_byline(one, found)
        if is_free and _is_credit_line(one) and one.line.joined:
            return one
    above = [one for one in reversed(found[max(at - _ABOVE, 0) : at]) if one.line.is_text]
    for one in above if caption.line.joined else ():
        if _is_credit_line(one) and _has_other_byline(one, found):
            return one
        if not one.line.joined:
            break
    return None


def _is_credit_line(one: Labelled) -> bool:
    may = one.label in (Label.CREDIT, Label.HEADER, Label.BYLINE, Label.INSET)
    return may and one.chance(Label.CREDIT) >= _POSSIBLE and is_bare_maker(one.line.text)


def _has_other_byline(one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether another line of the header is more likely the byline."""
    return any(
        each.label is Label.BYLINE
        and each.zone is Zone.HEADER
        and each.line is not one.line
        and each.chance(Label.BYLINE) > one.chance(Label.BYLINE)
        for each in found
    )


def captioned_by_outlet(found: Sequence[Labelled]) -> list[Labelled]:
    """On a page of which no line was taken for a picture's: the caption over a line with a person
    and an outlet behind a slash, and that line, where the authors are named elsewhere."""
    for above, one in pairwise(found):
        person, slash, outlet = one.line.text.partition(" / ")
        is_maker = slash and people(person) == (person,) and is_capitalised(outlet)
        if not is_maker or not _is_credit_line(one) or not _has_other_byline(one, found):
            continue
        may = above.label in (Label.STANDFIRST, Label.HEADER) and above.zone is Zone.HEADER
        if may and one.line.joined and len(above.line.text.split()) > _CAPTION_WORDS:
            return [above, one]
    return []
