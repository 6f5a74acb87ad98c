"""What each line of a copied page is, derived from the truth about the page: what a model of lines
is taught."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from digest.gather.clean import folded
from digest.gather.page_credits import credit_only, credited
from digest.gather.page_labels import Label
from digest.gather.page_lines import Line, ends_sentence, size
from digest.gather.page_names import is_byline_word

_NEAR = 3  # lines from a caption within which its credit stands
_PRINTED_AGAIN = 2  # lines from a caption within which the same words are the caption, too
_BYLINE_REST = 90  # characters of a byline beside its names
_LEAST_STANDFIRST = 50  # characters


def labels_of(lines: Sequence[Line], truth: dict[str, Any]) -> list[Label]:
    """A label for each line."""
    keys = [folded(line.text) for line in lines]
    found: list[Label | None] = [None] * len(lines)
    _mark_body(found, keys, truth)
    told = [at for at, label in enumerate(found) if label is Label.PARAGRAPH]
    first, last = (told[0], told[-1]) if told else (len(lines), len(lines))
    _mark_headline(found, keys, folded(truth["headline"]), first)
    heads = [at for at in range(first) if found[at] is Label.HEADLINE]
    head = heads[0] if heads else 0
    _mark_pictures(found, keys, lines, truth)
    _mark_authors(found, keys, lines, truth, (head, first, last))
    _mark_others(found, keys, truth, (first, last))
    told = truth.get("standfirst", "")
    standfirst = folded(told if isinstance(told, str) else " ".join(told))
    rest: list[Label] = []
    for at, label in enumerate(found):
        if label is not None:
            rest.append(label)
        elif at < head and not (standfirst and keys[at] and keys[at] in standfirst):
            rest.append(Label.ABOVE)
        elif at < first:
            is_told = keys[at] and keys[at] in standfirst and len(keys[at]) > 12
            is_like = size(lines[at].text) >= _LEAST_STANDFIRST and ends_sentence(lines[at].text)
            is_own = is_told or (is_like and "standfirst" not in truth)
            rest.append(Label.STANDFIRST if is_own else Label.HEADER)
        else:
            rest.append(Label.INSET if at < last else Label.BELOW)
    return _with_second(rest, keys, truth, last)


def _mark_body(found: list[Label | None], keys: Sequence[str], truth: dict[str, Any]) -> None:
    wanted = [folded(text) for text in truth["body"]]
    whole = set(wanted)
    for at, key in enumerate(keys):
        if key in whole or any(one in key for one in wanted if len(one.split()) > 2):
            found[at] = Label.PARAGRAPH
    missing = [one for one in wanted if not any(one in key for key in keys)]
    for at, key in enumerate(keys):
        if found[at] is None and len(key) > 20 and any(key in one for one in missing):
            found[at] = Label.PARAGRAPH
    _drop_strays(found)


def _drop_strays(found: list[Label | None]) -> None:
    """A paragraph of one or two words ("No.") may stand among the furniture as well."""
    told = [at for at, label in enumerate(found) if label is Label.PARAGRAPH]
    if len(told) > 3 and told[1] - told[0] > 40:
        found[told[0]] = None


def _mark_headline(found: list[Label | None], keys: Sequence[str], wanted: str, end: int) -> None:
    for at in range(end):
        if keys[at] == wanted:
            found[at] = Label.HEADLINE
    if Label.HEADLINE in found:
        return
    for at in range(end):
        for stop in range(at + 2, min(at + 5, end + 1)):
            if " ".join(keys[at:stop]) == wanted:
                found[at:stop] = [Label.HEADLINE] * (stop - at)
    if Label.HEADLINE in found:
        return
    likely = [(SequenceMatcher(None, keys[at], wanted).ratio(), at) for at in range(end)]
    if likely and max(likely)[0] > 0.6:
        found[max(likely)[1]] = Label.HEADLINE


def _mark_pictures(
    found: list[Label | None], keys: Sequence[str], lines: Sequence[Line], truth: dict[str, Any]
) -> None:
    captions = [truth["caption"], *truth.get("other_captions", ())]
    credit = folded(truth["credit"])
    for caption in map(folded, captions):
        if not caption:
            continue
        at = next((at for at, key in enumerate(keys) if found[at] is None and caption in key), None)
        if at is None:
            parts = [at for at, key in enumerate(keys) if len(key) > 12 and key in caption]
            for part in parts:
                found[part] = found[part] or Label.CAPTION
            continue
        is_whole = credited(lines[at].text) is not None or (
            bool(credit) and credit in keys[at] and caption == folded(truth["caption"])
        )
        found[at] = Label.CREDITED_CAPTION if is_whole else Label.CAPTION
        for again in range(at + 1, min(at + 1 + _PRINTED_AGAIN, len(keys))):
            if keys[again] == keys[at] and found[again] is None:
                found[again] = found[at]
    if credit:
        _mark_credit(found, keys, credit)
    for at, line in enumerate(lines):
        beside = (found[one] for one in range(max(0, at - 1), min(len(lines), at + 2)))
        if found[at] is None and credit_only(line.text) and Label.CAPTION in beside:
            found[at] = Label.CREDIT


def _mark_credit(found: list[Label | None], keys: Sequence[str], credit: str) -> None:
    captions = [at for at, label in enumerate(found) if label in (Label.CAPTION,)]
    for at, key in enumerate(keys):
        if found[at] is not None or credit not in key or len(key) > len(credit) + 40:
            continue
        near = any(abs(at - one) <= _NEAR for one in captions)
        if near or (not captions and Label.CREDITED_CAPTION not in found):
            found[at] = Label.CREDIT


def _mark_authors(
    found: list[Label | None],
    keys: Sequence[str],
    lines: Sequence[Line],
    truth: dict[str, Any],
    span: tuple[int, int, int],
) -> None:
    head, first, last = span
    names = {folded(name) for name in truth["authors"]}
    places = [*range(head, first), *range(head - 1, -1, -1), *range(last + 1, len(lines))]
    inside = range(first, min(last + 1, len(lines)))
    for at in (*places, *inside):
        told = {name for name in names if name and f" {name} " in f" {keys[at]} "}
        rest = len(keys[at]) - sum(map(len, told))
        if not told or found[at] is not None or rest > _BYLINE_REST:
            continue
        if ends_sentence(lines[at].text) and rest > 25 and at > last:
            continue
        found[at] = Label.BYLINE
        names -= told
        if at and is_byline_word(lines[at - 1].text) and found[at - 1] is None:
            found[at - 1] = Label.BYLINE
    for at in inside:  # a live blog's entries name who wrote them
        told = {folded(name) for name in truth["authors"]}
        if found[at] is None and keys[at] in told:
            found[at] = Label.BYLINE


def _mark_others(
    found: list[Label | None], keys: Sequence[str], truth: dict[str, Any], span: tuple[int, int]
) -> None:
    optional = {folded(text) for text in truth.get("optional", ())}
    teasers = [folded(text) for text in truth.get("teasers", ())]
    for at, key in enumerate(keys):
        if found[at] is None and key and key in optional and span[0] - 4 <= at <= span[1] + 1:
            found[at] = Label.SUBHEADING
        elif found[at] is None and any(one and one in key for one in teasers):
            found[at] = Label.TEASER


def _with_second(
    found: list[Label], keys: Sequence[str], truth: dict[str, Any], last: int
) -> list[Label]:
    second = folded(truth.get("second_headline", ""))
    for at in range(last + 1, len(keys)):
        if second and keys[at] == second:
            rest = [Label.SECOND_ARTICLE] * (len(keys) - at - 1)
            return [*found[:at], Label.SECOND_HEADLINE, *rest]
    return found
