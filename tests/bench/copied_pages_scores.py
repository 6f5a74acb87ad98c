"""What a reader made of a page copied as text, held against what its author says is on it.

A page is a ``.txt`` file; the ``.toml`` beside it holds its headline, body, authors, caption,
credit, and where stated its minutes, date, teasers and second article. Lines that a reader may take
or leave (``optional``: subheadings, tables) count neither way. Nor does the standfirst: it is no
furniture, and may be the summary or the first paragraph; where that is all that differs, "body" is
right and only "body, strictly" is not. Some writers left the credit at the end of a caption: it
counts as said there, too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from digest.gather.clean import folded

LEAST_PRESENT = 0.95  # of the paragraphs
MOST_FOREIGN = 0.05  # of the characters
TEASERS_SHARE = 0.8  # of the teasers found, and of those found right
JUDGED = ("headline", "body", "author", "caption", "credit")
"""The fields that make a page right or wrong; the others are figures beside them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page with the truth about it."""

    name: str
    text: str
    truth: dict[str, Any]

    @property
    def language(self) -> str:
        return self.name.split("-")[1]

    @property
    def writer(self) -> str:
        """Who wrote the page; those of the first writer bear a number instead."""
        first = self.name.split("-")[0]
        return "first" if first.isdecimal() else first


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a reader found on a page. ``named``: it said that something is uncertain."""

    headline: str = ""
    paragraphs: Sequence[str] = ()
    authors: Sequence[str] = ()
    caption: str = ""
    credit: str = ""
    minutes: int | None = None
    published: datetime | None = None
    teasers: Sequence[str] = ()
    others: Sequence[str] = ()
    named: Sequence[str] = field(default=())


def pages(folder: Path) -> list[Page]:
    """The pages in ``folder``, by name."""
    return [
        Page(
            name=path.stem,
            text=path.read_bytes().decode(),
            truth=tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8")),
        )
        for path in sorted(folder.glob("*.txt"))
    ]


def scores(page: Page, found: Found) -> dict[str, bool]:
    """For each field that the page says something of, whether it is right."""
    truth = page.truth
    told = {
        "headline": folded(found.headline) == folded(truth["headline"]),
        "body": is_body(found.paragraphs, truth)
        or is_body(_without_standfirst(found, truth), truth),
        "body, strictly": is_body(found.paragraphs, truth),
        "author": _set(found.authors) == _set(truth["authors"]),
        "caption": folded(found.caption) in _captions(truth),
        "credit": folded(found.credit) == folded(truth["credit"]),
        "published": _is_date(found.published, truth.get("published", "")),
    }
    if "reading_minutes" in truth:
        told["minutes"] = found.minutes == truth["reading_minutes"]
    if truth.get("teasers"):
        told["teasers"] = _are_teasers(_set(found.teasers), _set(truth["teasers"]))
    if "second_headline" in truth:
        second = folded(truth["second_headline"])
        told["second"] = any(second in folded(one) for one in (*found.others, *found.named))
    return told


def is_body(paragraphs: Sequence[str], truth: dict[str, Any]) -> bool:
    """Whether the paragraphs are the article's, and hardly anything else."""
    missing, foreign = body_faults(paragraphs, truth)
    present = 1 - len(missing) / max(1, len(truth["body"]))
    size = sum(len(paragraph) for paragraph in truth["body"])
    return present >= LEAST_PRESENT and sum(map(len, foreign)) <= MOST_FOREIGN * size


def _without_standfirst(found: Found, truth: dict[str, Any]) -> list[str]:
    told = truth.get("standfirst", "")
    standfirst = folded(told if isinstance(told, str) else " ".join(told))
    wanted = {folded(paragraph) for paragraph in truth["body"]}
    return [
        paragraph
        for paragraph in found.paragraphs
        if folded(paragraph) in wanted or folded(paragraph) not in standfirst
    ]


def _captions(truth: dict[str, Any]) -> set[str]:
    caption, credit = truth["caption"], truth["credit"]
    bare = caption.rstrip(" )]»").removesuffix(credit) if credit else caption
    bare = bare.rstrip(" |/([–—-")
    return {folded(caption), folded(re.sub(r"[(\[|/–—-]\s*\w+\s*:$", "", bare)), folded(bare)}


def body_faults(paragraphs: Sequence[str], truth: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The paragraphs that are missing, and the lines that do not belong to the article."""
    found = [folded(paragraph) for paragraph in paragraphs]
    wanted = [folded(paragraph) for paragraph in truth["body"]]
    free = {folded(line) for line in truth.get("optional", ())}
    missing = [one for one in wanted if not any(one in paragraph for paragraph in found)]
    foreign = [one for one in (_rest(one, wanted) for one in found if one not in free) if one]
    return missing, foreign


def _rest(paragraph: str, wanted: Sequence[str]) -> str:
    """What is left of a paragraph without those wanted paragraphs that it holds."""
    if paragraph in wanted:
        return ""
    for one in wanted:
        if len(one.split()) > 2:
            paragraph = paragraph.replace(one, "")
    return paragraph.strip()


def _set(texts: Sequence[str]) -> set[str]:
    return {folded(text) for text in texts}


def _is_date(found: datetime | None, stated: str) -> bool:
    if found is None or not stated:
        return found is None and not stated
    return found.isoformat().startswith(stated)


def _are_teasers(found: set[str], wanted: set[str]) -> bool:
    common = len(found & wanted)
    return common >= TEASERS_SHARE * len(wanted) and common >= TEASERS_SHARE * len(found)
