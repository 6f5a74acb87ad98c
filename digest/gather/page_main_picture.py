"""The main picture of an article on a page copied as text: its caption and its credit, from lines
of which it is known what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.gather.clean import folded
from digest.gather.page_bylines import split_byline
from digest.gather.page_caption_prints import (
    below_label,
    in_full,
    is_repeated,
    printed_once,
    without_description,
)
from digest.gather.page_credits import (
    caption_apart,
    caption_with_name,
    credit_of,
    credit_only,
    credited,
    is_agency_with_name,
    is_credit,
    is_maker,
    is_person_with_outlet,
    signed_caption,
)
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import word_count
from digest.gather.page_names import people, photographers
from digest.gather.page_pictures import picture_label, without_label
from digest.gather.page_unmarked_credits import (
    bare_credit_near,
    captioned_by_outlet,
    collage_of,
    credited_first,
    of_stock_agency,
    rejoined,
    with_unmarked_credit,
)
from digest.model.article import Image

_PICTURE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION)
_CAPTIONS = (Label.CAPTION, Label.CREDITED_CAPTION)
_APART = 2  # lines between a caption and its credit
_LIKELY = 0.25  # the chance from which on a line is taken for what is missing
_POSSIBLE = 0.1  # the same for one that shows by its words or its place what it is
_NEXT = 0.04  # the same for a caption beside what is a credit beyond doubt
_SURE = 0.8
_DOUBTFUL = 0.5
_TAIL_WORDS = 8
_CAPTION_WORDS = 3
_NAME_WORDS = 6  # of a line that is nothing but a byline
_YEARS = re.compile(r"(?<!\d)(?:14|20)\d\d(?!\d)")
_CLOSING = ".!?…。»”\"')]|/–—-©"
_OTHERWISE = (
    *(Label.HEADER, Label.INSET, Label.STANDFIRST, Label.TEASER, Label.BYLINE),
    *(Label.SUBHEADING, Label.ABOVE),
)


def picture_of(found: Sequence[Labelled]) -> Image | None:
    """The first picture of the page; None where it has neither a caption nor a credit."""
    found = [_as_caption(one, found, at) for at, one in enumerate(found)]
    group = _first_picture(found)
    if not any(one.label in _CAPTIONS for one in group):
        group = _likely_caption(found, group)
    caption, credit = "", ""
    group = below_label(group, found)
    for one in without_description(group):
        words, maker = rejoined(one.line.text, *_of_picture(one, found))
        is_said = words == caption or maker or not credit
        if words and is_said and is_repeated(caption, words):
            caption, credit = min(caption, words, key=len), credit or maker
            continue
        caption, credit = (
            caption if maker and caption else f"{caption} {words}".strip(),
            credit or maker,
        )
    if caption and not credit:
        caption, credit = _credit_elsewhere(caption, group, found)
    caption = in_full(caption, group, found)
    if credit and caption.endswith(f" {credit}"):  # that says it, too
        caption = caption.removesuffix(credit).rstrip(" |/–—-©(")
    return Image(caption=caption, credit=credit) if caption or credit else None


def _as_caption(one: Labelled, found: Sequence[Labelled], at: int) -> Labelled:
    """A line above the second paragraph that shows by its end that it is a caption with a credit,
    whatever else it was taken for."""
    may = one.label in _OTHERWISE or one.label is Label.PARAGRAPH
    chance = one.chance(*_PICTURE)
    above = found[at - 1] if at else None
    if above and above.label is Label.CAPTION and _is_with_tail(above.line.text, one, found):
        return replace(one, label=Label.CREDITED_CAPTION)
    if not may or chance < _NEXT or (one.label is Label.PARAGRAPH and chance < _LIKELY):
        return one
    text = one.line.text
    if not one.line.is_text or one.line.stamps:
        return one
    if one.zone is Zone.ABOVE and chance >= _LIKELY and (credited(text) or signed_caption(text)):
        return replace(one, label=Label.CREDITED_CAPTION)
    if one.zone not in (Zone.HEADER, Zone.BODY):
        return one
    if picture_label(text) == "caption" and without_label(text):
        return replace(one, label=Label.CAPTION)
    is_evident = word_count(text) > _CAPTION_WORDS and bool(
        credited(text)
        or of_stock_agency(text)
        or (_is_early(found, at) and (signed_caption(text) or _known_tail(text, found)))
    )
    is_credit_line = one.chance(Label.CREDIT) >= _NEXT and is_agency_with_name(text)
    if is_credit_line and _is_early(found, at):
        return replace(one, label=Label.CREDIT)
    return replace(one, label=Label.CREDITED_CAPTION) if is_evident else one


def _is_with_tail(caption: str, one: Labelled, found: Sequence[Labelled]) -> bool:
    """Whether a line is the caption right above it with its credit."""
    text = one.line.text
    is_more = text != caption and text.startswith(caption.rstrip(". ")) and one.line.joined
    return is_more and one.label in _OTHERWISE and _known_tail(text, found) is not None


def _is_early(found: Sequence[Labelled], at: int) -> bool:
    """Whether hardly more than the first paragraph stands above a line."""
    return sum(each.label is Label.PARAGRAPH for each in found[:at]) <= 1


def _of_picture(one: Labelled, found: Sequence[Labelled]) -> tuple[str, str]:
    """What a line says of its picture: words of the caption, and of the credit."""
    text = one.line.text
    label = picture_label(text)
    text = printed_once(without_label(text) if label else text)
    if not text:
        return "", ""
    if label == "source" or (one.label is Label.CREDIT and label != "caption"):
        return "", credit_of(text)
    collage = collage_of(text)
    if collage:
        return "", collage
    first = credited_first(text)
    if first:
        return first.caption, first.credit
    unmarked = with_unmarked_credit(text)
    if unmarked:
        return unmarked.caption, unmarked.credit
    tail = _known_tail(text, found)
    if tail:
        return tail
    if one.label is Label.CREDITED_CAPTION and is_person_with_outlet(text):
        return "", text
    is_both = one.label is Label.CREDITED_CAPTION or one.chance(Label.CREDITED_CAPTION) >= _LIKELY
    if not is_both:
        told = credited(text)
        return (told.caption, told.credit) if told else (text, "")
    caption, credit = caption_apart(text)
    if credit:
        return caption, credit
    named = caption_with_name(text)  # a person whom the text speaks of is in the picture
    if named and not _is_in_text(named.credit, found):
        return named.caption, named.credit
    return caption, ""


def _is_in_text(name: str, found: Sequence[Labelled]) -> bool:
    """Whether the article or its headline names the last word of a name."""
    last = f" {folded(name).split()[-1]}"
    own = (Label.PARAGRAPH, Label.HEADLINE, Label.STANDFIRST, Label.SUBHEADING)
    return any(last in f" {folded(one.line.whole)}" for one in found if one.label in own)


def _known_tail(text: str, found: Sequence[Labelled]) -> tuple[str, str] | None:
    """A caption and its credit where another line of the page shows which words the credit is: the
    same caption without it, or the caption of another picture with the same end."""
    whole = folded(text)
    for one in found:
        start = folded(one.line.text)
        if start == whole or one.label is Label.PARAGRAPH or len(start.split()) < _CAPTION_WORDS:
            continue
        if whole.startswith(start) and len(one.line.text) < len(text):
            rest = text[len(one.line.text) :].strip(" .,|/–—-()[]")
            if rest and len(rest.split()) <= _TAIL_WORDS and is_credit(credit_of(rest)):
                return one.line.text, credit_of(rest)
    if credited(text):
        return None
    words = text.split()
    for one in found:
        if one.line.text == text or one.chance(*_CAPTIONS) < _POSSIBLE:
            continue
        count = _common_end(words, one.line.text.split())
        caption, tail = " ".join(words[:-count]), " ".join(words[-count:])
        is_set_apart = caption[-1:] in _CLOSING and tail[:1].isupper()
        if count and is_set_apart and len(words) - count >= 2 and is_credit(tail):
            return caption.rstrip(" |/–—-©("), tail.strip("()[]©| ")
    return None


def _common_end(first: Sequence[str], second: Sequence[str]) -> int:
    """How many of their last words two lines share; 0 for more than a credit has."""
    count = 0
    for one, other in zip(reversed(first), reversed(second), strict=False):
        if one != other:
            break
        count += 1
    return count if count <= _TAIL_WORDS and count < min(len(first), len(second)) else 0


def _credit_elsewhere(
    caption: str, group: Sequence[Labelled], found: Sequence[Labelled]
) -> tuple[str, str]:
    """A caption without a credit, apart from the photographer's name at its end, or with the
    credit that stands right beside it or in the byline."""
    makers = list(_photographers(found))
    for name in makers:
        if caption.endswith(name) and caption != name:
            return caption.removesuffix(name).strip(" |/–—-"), name
    told = credited(caption)
    if told:
        return told.caption, told.credit
    return caption, next(iter(makers), "") or _credit_beside(caption, group, found)


def maker_under_caption(found: Sequence[Labelled]) -> Labelled | None:
    """The line with a name between a caption and the names of the authors, of which only the latter
    come back elsewhere: who took the picture."""
    for at, one in enumerate(found[1:-1], start=1):
        above, below = found[at - 1], found[at + 1]
        is_name = people(one.line.text) == (one.line.text,) and one.line.joined
        if not is_name or above.label is not Label.CAPTION or not below.line.joined:
            continue
        if people(below.line.text) != (below.line.text,):
            continue
        first, second = (_prints(each.line.text, found) for each in (one, below))
        if first == 1 and second > 1:
            return one
    return None


def _prints(text: str, found: Sequence[Labelled]) -> int:
    return sum(f"{folded(one.line.text)} ".startswith(f"{folded(text)} ") for one in found)


def _photographers(found: Sequence[Labelled]) -> Iterator[str]:
    """The people of whom the header says that they took the pictures."""
    maker = maker_under_caption(found)
    if maker:
        yield maker.line.text
    for one in found:
        yield from photographers(one.line.text)
        if one.zone is Zone.HEADER and one.label is Label.CREDIT:
            yield from filter(None, (credit_only(one.line.text),))
        if one.zone is Zone.HEADER and one.label in (Label.BYLINE, Label.HEADER):
            parts = one.line.parts if len(one.line.parts) > 1 else one.line.text.split(", ")
            yield from filter(None, map(credit_only, parts))


def _credit_beside(caption: str, group: Sequence[Labelled], found: Sequence[Labelled]) -> str:
    """The credit in the line right under a caption that may be one and has its shape, or that is
    the caption again."""
    last = max((one.line.number for one in group), default=0)
    at = next((at for at, one in enumerate(found) if one.line.number > last), len(found))
    for one in found[at : at + 1]:
        text = one.line.text
        words, maker = _of_picture(one, found) if one.label in _CAPTIONS else ("", "")
        if maker and words and is_repeated(caption, words):
            return maker
        told = credit_only(text)
        if told and one.label not in (Label.PARAGRAPH, Label.HEADLINE):
            return told
        is_free = one.label in _OTHERWISE and one.line.joined and one.line.is_text
        least = _LIKELY if people(text) == (text,) else _POSSIBLE
        if is_free and one.chance(Label.CREDIT) >= least and is_maker(text):
            return credit_of(text)
    captions = (one for one in group if one.label in _CAPTIONS)
    near = next(filter(None, (bare_credit_near(one, found) for one in captions)), None)
    return credit_of(near.line.text) if near else ""


def _likely_caption(found: Sequence[Labelled], group: Sequence[Labelled]) -> list[Labelled]:
    """Where no line is taken for a caption, the line that is one most likely, with the credit of
    the picture if it is close; a credit that stands alone must say that it is one."""
    told = [one for one in group if credit_only(one.line.text) or one.chance() >= _SURE]
    beside = _beside_credit(found, told[0]) if told else None
    likely = [
        (one.chance(*_CAPTIONS), -at)
        for at, one in enumerate(found)
        if one.line.is_text
        and one.label in _OTHERWISE
        and not one.line.stamps
        and not one.line.text.isupper()
        and not (word_count(one.line.text) <= _NAME_WORDS and split_byline(one.line.text))
        and one.chance(*_CAPTIONS) >= (_POSSIBLE if credited(one.line.text) else _LIKELY)
    ]
    if beside is None and not likely:
        above, maker = captioned_by_outlet(found) or (None, None)
        if not told and above and maker:
            return [replace(above, label=Label.CAPTION), replace(maker, label=Label.CREDIT)]
        return told
    one = beside or found[-max(likely)[1]]
    label = max(_CAPTIONS, key=lambda label: one.chance(label))
    near = [each for each in group if abs(each.line.number - one.line.number) <= _APART + 1]
    return [replace(one, label=label), *near]


def _beside_credit(found: Sequence[Labelled], credit: Labelled) -> Labelled | None:
    """The line next to a credit, or next but one, that may be the caption to it."""
    at = next(place for place, one in enumerate(found) if one.line is credit.line)
    near = [found[to] for to in (at - 1, at + 1, at - 2) if 0 <= to < len(found)]
    if len(near) > 2 and near[0].line.is_text:
        near = near[:2]
    may = [
        one
        for one in near
        if one.label in _OTHERWISE
        and one.line.is_text
        and one.chance(*_CAPTIONS) >= _NEXT
        and word_count(one.line.text) >= _CAPTION_WORDS
        and one.chance(*_CAPTIONS) >= (_POSSIBLE if one.label is Label.STANDFIRST else _NEXT)
        and one.chance(Label.BYLINE) < _LIKELY
    ]
    if len(may) > 1 and is_agency_with_name(credit.line.text):
        return may[0]
    return max(may, key=lambda one: one.chance(*_CAPTIONS), default=None)


def _first_picture(found: Sequence[Labelled]) -> list[Labelled]:
    """The lines of the first picture: one caption, and the credit close to it. A credit alone in
    the header is the byline's where a picture with both follows before the text does."""
    groups = _pictures(found)
    first = next(groups, [])
    if len(first) == 1 and first[0].label is Label.CREDIT and first[0].zone is Zone.HEADER:
        second = next(groups, [])
        begins = next((one for one in found if one.label is Label.PARAGRAPH), None)
        above = begins is None or (second and second[0].line.number < begins.line.number)
        if second and above and any(one.label in _CAPTIONS for one in second):
            return second
    if len(first) == 1 and first[0].label is Label.CREDITED_CAPTION:
        second = next(groups, [])
        return second if second and _is_described(first[0], second[0]) else first
    if not _has_credit(first) and first:
        # a standfirst, or what describes the picture to those who do not see it
        second = next(groups, [])
        begins = next((one for one in found if one.label is Label.PARAGRAPH), None)
        above = second and (begins is None or second[0].line.number < begins.line.number)
        is_beside = second and second[0].line.number == first[-1].line.number + 1
        if above and _has_credit(second) and (is_beside or first[0].chance() < _DOUBTFUL):
            return second
    return first


def _is_described(above: Labelled, one: Labelled) -> bool:
    """Whether the line above a caption describes the same picture: it has the same credit."""
    if one.line.number != above.line.number + 1 or one.label is not Label.CREDITED_CAPTION:
        return False
    credit = caption_apart(above.line.text)[1]
    return bool(credit) and credit == caption_apart(one.line.text)[1]


def _has_credit(group: Sequence[Labelled]) -> bool:
    return any(one.label in (Label.CREDIT, Label.CREDITED_CAPTION) for one in group)


def _pictures(found: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """The lines of each picture, from the top down."""
    group: list[Labelled] = []
    last = 0
    for at, one in enumerate(found):
        if one.label not in _PICTURE or _is_dateline(one):
            continue
        if group and (at - last > _APART or _is_another(group, one)):
            yield group
            group = []
        group.append(one)
        last = at
    if group:
        yield group


def _is_dateline(one: Labelled) -> bool:
    """Whether what was taken for a caption, and that without being sure, tells two dates."""
    return one.chance() < _DOUBTFUL and len(_YEARS.findall(one.line.text)) > 1


def _is_another(group: Sequence[Labelled], one: Labelled) -> bool:
    """Whether a line belongs to another picture than those of ``group``."""
    labels = [each.label for each in group]
    if one.label is Label.CREDIT:
        return Label.CREDITED_CAPTION in labels or (
            Label.CREDIT in labels and not picture_label(group[-1].line.text)
        )
    if one.label is Label.CREDITED_CAPTION:
        is_print = len(labels) == 1 and labels[0] in _CAPTIONS and one.line.joined
        return not (is_print and is_repeated(group[-1].line.text, one.line.text))
    return Label.CREDITED_CAPTION in labels or (
        Label.CAPTION in labels
        and (Label.CREDIT in labels or not one.line.joined)
        and not picture_label(group[-1].line.text)
    )
