"""Keys of copies: what of an address and of a headline stays the same when an item is passed on.

Aggregators add tracking parameters, mobile hosts and "Show HN:"; arXiv has an address for each
version and form of a paper; search pages add the outlet's name behind the headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit
from zlib import crc32

from digest.compose.tokenizer import plain

TELLING_WORDS = 4
"""A headline of fewer words proves nothing by itself."""

TELLING_WORDS_OF_A_PART = 5
"""Nor does a part of one, without what stands before a colon or behind a dash, of fewer."""

LONGEST_TITLE = 400
"""Characters of a headline that are read."""

NEARLY = 0.65
"""The share of its words that a longer headline has in common with a shorter one it contains."""
FEWEST_IN_COMMON = 5

_ARXIV = re.compile(
    r"(?:^|\.)arxiv\.org/(?:abs|pdf|html|format)/((?:[\w.-]+/)?\d[\d.]*\d)(?:v\d+)?(?:\.pdf)?/?$"
)
_MOBILE = re.compile(r"^(?:(?:www\d?|m|mobile|amp|touch)\.)+|(?<=\.)m\.(?=\w+\.\w+$)")
_LAST_PART = re.compile(r"(?:/(?:amp|index\.\w{3,4}))?/*$")
_TRACKING = re.compile(
    r"^(?:utm_\w+|at_\w+|ns_\w+|mc_\w+|pk_\w+|mtm_\w+|hsa_\w+|_?hs\w+|fbclid|gclid|dclid|msclkid|yclid|igshid"
    r"|twclid|ref|ref_\w+|referrer|cmp|cmpid|icid|ncid|smid|smtyp|ocid|taid|partner|outputtype|amp|rss|feed"
    r"|guccounter|guce_\w+|share|sharetype|sh|spm|via|xtor|wt_\w+|trk|originalsubdomain)$",
    re.IGNORECASE,
)
_MARKERS = re.compile(
    r"""^(?:(?:Show|Ask|Tell|Launch)\sHN\s*[:–—-]\s*
        |\[(?:[A-Za-z]|pdf|video|audio|update\w*|live|breaking|exclusive)\]\s*
        |(?:RT|BREAKING|EXCLUSIVE|WATCH|LIVE|JUST\sIN|UPDATED?(?:\s\d)?|Ars|arXiv)\s*:\s*)+
        |\s*(?:[\[(](?:pdf|video|audio|updated?|live|(?:19|20)\d\d)[\])]\s*)+$""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"^[^:|]{2,24}:\s+(?=\S)")
_SUFFIX = re.compile(r"\s+(?:\||[-–—·•»])\s+[^|\d]{2,40}$")
_NEGATIONS = frozenset(
    {"not", "no", "never", "without", "nicht", "kein", "keine", "nie", "не", "ні", "без", "ніколи"}
    | {"nunca", "sin", "ne", "pas", "jamais", "non", "mai", "não", "bez", "niet", "geen", "ohne"}
)


def address_key(url: str) -> str:
    """What is the same of all addresses of a page; empty for a front page, which is no item's."""
    try:
        parts = urlsplit(url)
        host = _MOBILE.sub("", (parts.hostname or "").lower())
    except ValueError:
        return url
    if paper := _ARXIV.search(f"{host}{parts.path}"):
        return f"arxiv:{paper.group(1)}"
    kept = [pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])]
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    path = _LAST_PART.sub("", parts.path)
    if not (path or kept or fragment):
        return ""
    return f"{host}{path}?{urlencode(sorted(kept))}#{fragment}"


@lru_cache(maxsize=4096)
def title_words(title: str) -> tuple[str, ...]:
    """The words of a headline without what aggregators put before and behind it."""
    return tuple(plain(_bare(title).replace("-", " ").replace("‑", " ")).split())


@lru_cache(maxsize=4096)
def _bare(title: str) -> str:
    whole = " ".join(title[:LONGEST_TITLE].split())
    return _MARKERS.sub("", unescape(whole) if "&" in whole else whole)


def title_key(title: str) -> str:
    """The headline for comparing; empty where it is too short to prove anything."""
    words = title_words(title)
    return " ".join(words) if len(words) >= TELLING_WORDS else ""


def title_parts(title: str) -> tuple[str, ...]:
    """The headline without a slug before its colon, and without an outlet behind its dash."""
    bare = _bare(title)
    parts = {_PREFIX.sub("", bare), _SUFFIX.sub("", bare), _SUFFIX.sub("", _PREFIX.sub("", bare))}
    keys = {title_key(part) for part in parts if part != bare}
    return tuple(sorted(key for key in keys if key.count(" ") + 1 >= TELLING_WORDS_OF_A_PART))


def title_pairs(title: str) -> tuple[int, ...]:
    """Pairs of neighbouring words, each as a number, by which nearly equal headlines are found."""
    return tuple({crc32(f"{a} {b}".encode()) for a, b in pairwise(title_words(title))})


def nearly_same_title(one: str, other: str) -> bool:
    """Whether the longer headline is the shorter one with some words more, or the shorter one was
    cut off. A word that turns the meaning round is no such word."""
    shorter, longer = sorted((title_words(one), title_words(other)), key=len)
    if len(shorter) < FEWEST_IN_COMMON or not _is_within(shorter, longer):
        return False
    more = set(longer) - set(shorter)
    if more & _NEGATIONS or any(word.isdigit() for word in more):
        return False
    is_cut = any(each.rstrip().endswith(("…", "...")) for each in (one, other))
    return len(shorter) >= NEARLY * len(longer) or (is_cut and longer[: len(shorter)] == shorter)


def _is_within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether the words stand in the other headline in the same order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)
