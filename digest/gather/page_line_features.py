"""What a line of a page shows by its own words, as numbers, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import log1p

from digest.gather.clean import folded
from digest.gather.page_boilerplate import (
    asks_readers,
    is_call,
    is_contribution,
    is_notice,
    known_words,
    speaks_of_page,
    speaks_to_reader,
)
from digest.gather.page_credits import credit_only, credited, has_agency, has_picture_word
from digest.gather.page_lines import (
    ends_sentence,
    is_headline,
    is_label,
    is_list_item,
    is_paragraph,
    is_prose,
    size,
    word_count,
)
from digest.gather.page_names import (
    byline_names,
    is_byline_word,
    is_caseless,
    is_role,
    names_before_date,
    people,
)
from digest.gather.page_pictures import picture_label
from digest.gather.page_stamps import stated_minutes

READ_CHARACTERS = 400
"""Of a longer line only these are searched for names and labels."""

_QUOTES = "\"'“”„«»‘’「」"
_INNER_END = re.compile(r"[.!?…؟][\"'”’»“)]*\s+[^\W\d_a-zа-яіїєґ]|[。！？]\S")
_ADDRESS = re.compile(r"www\.|https?:|\w@\w|\w\.(?:com|org|net|info|example|ua|de|fr|uk)\b", re.I)
_HANDLE = re.compile(r"(?:^|\s)@\w+")
_LEAD = re.compile(r"^[^:：]{2,30}[:：]\s?\S")
_CLOSED = re.compile(r"[)\]）]\.?$")


@lru_cache(maxsize=20_000)  # lines, more than one page has
def word_features(text: str) -> tuple[float, ...]:
    """What a line's own words show, wherever it stands."""
    start = text[:READ_CHARACTERS]
    words = start.split()
    # a trained model reads these by their places
    return (
        *_of_size(text),
        *_of_ends(text),
        *_of_letters(text, start, words),
        *_of_marks(text, start),
        *_of_kind(text, start),
        *_of_names(text, start, words),
        *_of_furniture(text, start),
    )


def _of_size(text: str) -> tuple[float, ...]:
    count, length = word_count(text), size(text)
    return (
        # the first two must stay where they are: ``page_features`` reads them
        float(is_prose(text)),
        min(log1p(length) / 6, 1.2),
        min(log1p(count) / 4, 1.2),
        float(count <= 1),
        float(count <= 2),
        float(count <= 4),
        float(5 <= count <= 9),
        float(10 <= count <= 16),
        float(count > 16),
        float(length >= 80),
        float(length >= 140),
        float(length >= 250),
    )


def _of_ends(text: str) -> tuple[float, ...]:
    """How a line begins and ends."""
    return (
        float(ends_sentence(text)),
        float(text.endswith(("?", "؟", "？"))),
        float(text.endswith("!")),
        float(text.endswith((":", "："))),
        float(text.endswith(("…", "..."))),
        float(text.endswith((",", "،", "、"))),
        float(text[0] in _QUOTES),
        float(text[-1] in _QUOTES),
        float(any(one in text for one in '“”„«»"「')),
        float(is_list_item(text)),
    )


def _of_letters(text: str, start: str, words: Sequence[str]) -> tuple[float, ...]:
    """Its digits and capitals."""
    letters = [word.lstrip(_QUOTES + "(#") for word in words]
    capitals = sum(word[:1].isupper() for word in letters) / len(words)
    return (
        float(text[0].isdigit()),
        sum(one.isdigit() for one in start) / len(start),
        float(any(one.isdigit() for one in start)),
        capitals,
        float(capitals == 1 and len(words) > 1),
        float(start.isupper()),
        float(any(len(word) > 3 and word.isupper() for word in words[:3])),
        float(text[0].islower()),
        float(is_caseless(start)),
    )


def _of_marks(text: str, start: str) -> tuple[float, ...]:
    """The punctuation within it."""
    return (
        float(bool(_INNER_END.search(start))),
        float("," in text or "،" in text),
        float("|" in start),
        float("©" in start or "ⓒ" in start),
        float("/" in start),
        float(" – " in start or " — " in start or " - " in start),
        float(bool(_ADDRESS.search(start))),
        float(bool(_HANDLE.search(start))),
        float(bool(_LEAD.match(text))),
        float(bool(_CLOSED.search(text[-9:]))),
        float("(" in start),
        float(text.startswith(("(", "["))),
    )


def _of_kind(text: str, start: str) -> tuple[float, ...]:
    """Whether it reads like a headline, a paragraph, or a call to readers."""
    return (
        float(is_headline(text)),
        float(is_label(text)),
        float(is_paragraph(text)),
        float(is_notice(start)),
        float(is_call(start)),
        float(size(text) < 300 and asks_readers(text)),
        float(is_contribution(start)),
    )


def _of_names(text: str, start: str, words: Sequence[str]) -> tuple[float, ...]:
    """The people and agencies it names."""
    names = people(text)
    return (
        float(bool(byline_names(text))),
        float(bool(names)),
        float(len(names) > 1),
        float(bool(names_before_date(text))),
        sum(len(name.split()) for name in names) / max(len(words), 1),
        float(is_byline_word(text)),
        float(is_role(text)),
        float(bool(credit_only(text))),
        float(credited(start) is not None),
        float(has_picture_word(start)),
        float(has_agency(start)),
    )


def _of_furniture(text: str, start: str) -> tuple[float, ...]:
    """Whether it belongs to a picture, or to the page rather than to an article."""
    known = [word in known_words() for word in folded(start).split()]
    return (
        float(picture_label(text) == "source"),
        float(picture_label(text) == "caption"),
        float(stated_minutes(text) is not None),
        sum(known) / max(len(known), 1),
        float(all(known)),
        speaks_of_page(start),
        float(speaks_of_page(start) > 0),
        float(speaks_of_page(start) > 1),
        speaks_to_reader(start),
        float(speaks_to_reader(start) > 0),
    )
