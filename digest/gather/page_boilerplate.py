"""Lines of a news page that are not news, told by their words: buttons, labels, headings of boxes.

The words themselves are in ``page_words``, in many languages. Each is compared as a whole line, so
that a paragraph is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from digest.gather import page_words
from digest.gather.clean import folded


class What(Enum):
    """What a line can be told to be by itself."""

    NEWS_FEED = "the heading of a news feed"
    FEED_END = "the end of a news feed"
    READ_MORE = "a link to more"
    RELATED = "the heading of other stories"
    BELOW = "the heading of what stands below articles"
    BREAKING = "stands above a story that has just broken"
    AVATAR = "stands before an author's name"
    NOTE = "stands before a letter to readers"
    PICTURE = "left over from a picture"
    STAMP = "a date or a time"
    FURNITURE = "any other furniture"
    TEXT = "words"


_CACHED = 20_000  # lines that are remembered, more than one page has
_CALL_WORDS = 9
_NOTICE_WORDS = 40
_FULL_STOP = re.compile(r"[^.]\.[\"'”’»“]*$")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+|[#＃]\w+(?:\s+[#＃]\w+)*$|©|ⓒ")
# "More from Reportage", "Mehr aus Lokales": the heading of other stories
_MORE = re.compile(
    r"(?:more (?:from|on|in|about|like)|also (?:in|on)|mehr (?:aus|zu|zum|von|über)"
    r"|neues aus|більше|ще з|ещё"
    r"|más (?:de|en|sobre|noticias)|mais (?:de|em|sobre|notícias)|plus (?:de|d|sur)"
    r"|altr[ei] (?:notizie|di|da)"
    r"|więcej (?:z|o|na)|daha fazla|meer (?:over|uit|van)|mer (?:om|från)|المزيد (?:من|في"
    r"|عن)|もっと|更多)\b"
)
_COMMENTS = re.compile(  # "7 comments", "Коментарів: 7"
    r"(?:comment|коментар|комментар|kommentar|commentaire|comentari|comentári|commenti|komentarz"
    r"|yorum|reactie|reaktion|réaction|تعليق)\w*"
)
_SEE_ALSO = re.compile(r"(?P<heading>[^:：|]{3,40}?)\s*(?:[:：|]|\s[–—-]\s)\s*(?P<title>\S.+)")
_SEE_ALSO_CHARACTERS = 300
_MORE_WORDS = 5
_NOT_LETTERS = re.compile(r"[\d_]+")


def _phrases(words: str) -> list[str]:
    return [folded(word) for word in words.replace("\n", "|").split("|") if word.strip()]


_VOCABULARY = {
    key: what
    for words, what in (
        (page_words.OTHER, What.FURNITURE),
        (page_words.NOTE, What.NOTE),
        (page_words.AVATAR, What.AVATAR),
        (page_words.PICTURE, What.PICTURE),
        (page_words.BREAKING, What.BREAKING),
        (page_words.BELOW, What.BELOW),
        (page_words.RELATED, What.RELATED),
        (page_words.READ_MORE, What.READ_MORE),
        (page_words.FEED_ENDS, What.FEED_END),
        (page_words.NEWS_FEED, What.NEWS_FEED),
    )
    for key in _phrases(words)
}


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Finds each of the phrases where a word begins; in a script without spaces, anywhere."""
    spaced = "|".join(re.escape(one) for one in phrases if one[0] <= "\u3000")
    unspaced = [re.escape(one) for one in phrases if one[0] > "\u3000"]
    return re.compile("|".join([rf"\b(?:{spaced})", *unspaced]))


_OF_PAGE = _any_of(_phrases(page_words.OF_THE_PAGE))
_TO_READER = frozenset(_phrases(page_words.TO_THE_READER))
_WORDS = frozenset(word for key in _VOCABULARY for word in key.split())
_NOTICE = re.compile(rf"\b(?:{'|'.join(map(re.escape, _phrases(page_words.NOTICES)))})")
_CONTRIBUTION = re.compile(
    "|".join(rf"{re.escape(words)}\b" for words in _phrases(page_words.CONTRIBUTIONS))
)
_INVITATION = re.compile(rf"\b(?:{'|'.join(map(re.escape, _phrases(page_words.INVITATIONS)))})\b")
_CALL = re.compile("|".join(rf"{re.escape(words)}\b" for words in _phrases(page_words.CALLS)))


@lru_cache(maxsize=_CACHED)
def speaks_of_page(text: str) -> float:
    """How many words in ten speak of the page itself and what its readers may do there."""
    words = folded(text)
    return 10 * len(_OF_PAGE.findall(words)) / (len(words.split()) + 5)


@lru_cache(maxsize=_CACHED)
def speaks_to_reader(text: str) -> float:
    """How many words in ten speak to the reader."""
    words = folded(text).split()
    return 10 * sum(word in _TO_READER for word in words) / (len(words) + 5)


def known_words() -> frozenset[str]:
    """The words of which buttons, labels and headings consist, folded."""
    return _WORDS


@lru_cache(maxsize=_CACHED)
def what_is(text: str) -> What:
    """What a line is by its words alone; TEXT where they do not show it."""
    key = _key(text)
    if not key:
        return What.FURNITURE  # rules of dashes, dots, arrows and counters have no letters at all
    if _FULL_STOP.search(text):
        return What.TEXT  # "Comment." is somebody's answer, no button
    if _COMMENTS.fullmatch(key):
        return What.BELOW
    known = _VOCABULARY.get(key)
    if known is not None:
        return known
    if _MORE.match(key) and len(key.split()) <= _MORE_WORDS:
        return What.RELATED
    if _VOCABULARY.get(_key(text.partition(":")[0])) is What.BELOW:
        return What.BELOW  # "Tags: harbour, bridges"
    if is_call(text) or _is_row_of_buttons(text):
        return What.FURNITURE
    return What.TEXT


def see_also(text: str) -> str:
    """The headline in a line such as "Read also: Who pays?"; "" for any other line."""
    found = _SEE_ALSO.fullmatch(text) if len(text) <= _SEE_ALSO_CHARACTERS else None
    if found and what_is(found["heading"]) in (What.RELATED, What.READ_MORE):
        return found["title"]
    return ""


def _key(text: str) -> str:
    # the Turkish capital "İ" folds into two characters
    return " ".join(_NOT_LETTERS.sub(" ", folded(text.replace("İ", "i"))).split())


def _is_row_of_buttons(text: str) -> bool:
    """Whether a line is several buttons side by side: "Print · Save · Share"."""
    parts = [part for part in SEPARATORS.split(text) if _key(part)]
    known = sum(_key(part) in _VOCABULARY for part in parts)
    if len(parts) > 1:
        return known * 2 >= len(parts)
    words = _key(text).split()
    return len(words) > 1 and all(word in _VOCABULARY for word in words)


SEPARATORS = re.compile(r"\s*[|•·▪●‖¦\t⏱🕐🕒🕑⌚👁❤]+\s*|\s+[/›»→>]\s+|\s{3,}|\]\s*\[")
"""What sets the entries of one line apart."""


def is_call(text: str) -> bool:
    """Whether a line only asks readers to subscribe, to give or to join."""
    return (
        len(text.split()) <= _CALL_WORDS
        and bool(_CALL.match(folded(text)))
        and not re.search(r"[.。]\s*\S|[.。][\"'”’»“]*$", text)
    )


def asks_readers(text: str) -> bool:
    """Whether one of the sentences of a text asks its readers for something."""
    return any(
        _CALL.match(words) or _INVITATION.search(words)
        for words in map(folded, re.split(r"[.!?:…。؟]+", text))
    )


def is_contribution(text: str) -> bool:
    """Whether a text says who else worked on the article: "Additional reporting by Ada Quill"."""
    found = _CONTRIBUTION.match(folded(text))
    # a role alone may begin any sentence: "Redaktion: Ada Quill", but not "Redaktion zieht um"
    return found is not None and (" " in found[0] or f"{found[0]}:" in text.casefold())


@lru_cache(maxsize=_CACHED)
def is_notice(text: str) -> bool:
    """Whether a line speaks of the page and its publisher: rights, cookies, newsletters, addresses.

    A longer paragraph may do so, too, so this is evidence and no proof.
    """
    if len(text.split()) > _NOTICE_WORDS:
        return False
    if _ADDRESS.search(text):
        return True
    return bool(_NOTICE.search(folded(text)))
