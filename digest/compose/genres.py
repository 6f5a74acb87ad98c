"""Genres: which articles are no plain news, as far as sources or headlines say so.

::

    article ─its source's labels, its byline→ ─folders of its address→
            ─form of its headline→ ─how its text begins→ Genre
    story   ─more than half of the outlets that tell it→ Genre

How newspapers name, headline and begin them lies in ``genres.toml``. Of a text only the first
words count, without what it quotes: further on, a report of a column reads like the column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from digest.compose.tokenizer import word_count
from digest.model.article import Article, Genre
from digest.model.edition import Story
from digest.model.languages import base_language
from digest.model.toml_file import read_toml

_FILE = Path(__file__).with_name("genres.toml")
_Table: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]

_STRONGEST_FIRST = (
    Genre.ADVERTORIAL,
    Genre.CORRECTION,
    Genre.FORECAST,
    Genre.SERVICE,
    Genre.ROUND_UP,
    Genre.OPINION,
    Genre.OBITUARY,
    Genre.INTERVIEW,
    Genre.LIVE,
    Genre.LONG_READ,
)
"""Of several genres the one that binds most counts: a sponsored podcast is sponsored."""

_HEADLINE_WORDS = 40
_HEADLINE_LENGTH = 300
_SHORTEST_REST = 2  # words that a headline without its label has to have
_WEATHER_SHARE = 1 / 3
_WEATHER_IN_OPENING = 3  # words of weather that a forecast's headline and first sentences have
_OPENING_LENGTH = 220  # characters: two or three sentences
_QUOTED = re.compile(r"[\"“„][^\"“”„]*[\"”“]?|»[^«]*«?|«[^»]*»?|(?<!\w)['‘][^'’]*['’](?!\w)")
_NO_WORD = re.compile(r"[\W_]+")

SHOWN = frozenset(Genre) - {Genre.NEWS, Genre.ROUND_UP, Genre.SERVICE}
"""Genres that readers are told of above the headline; the others' headlines say it."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What is looked for in labels and addresses."""

    labels: Mapping[str, Genre]
    topics: frozenset[str]
    folders: Mapping[str, Genre]
    labelled: tuple[tuple[re.Pattern[str], Genre], ...]
    bylines: tuple[tuple[re.Pattern[str], Genre], ...]


@dataclass(frozen=True, slots=True)
class _Forms:
    """What is looked for in the headlines and first sentences of one language."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    labels: Mapping[str, Genre]
    patterns: tuple[tuple[re.Pattern[str], Genre], ...]
    openings: tuple[tuple[re.Pattern[str], Genre], ...]
    weather: re.Pattern[str]
    measures: tuple[re.Pattern[str], ...]
    unless: Mapping[Genre, tuple[re.Pattern[str], ...]]


def with_genre(story: Story) -> Story:
    """The story with its genre. A report leads it where it has one, whoever else is in it."""
    genres = {article.id: genre_of(article) for article in story.articles}
    genre = _of_outlets(story, genres)
    copies = set(story.copies)

    def order(article: Article) -> tuple[bool, bool]:
        return article.id in copies, genres[article.id] is not genre

    return replace(story, genre=genre, articles=tuple(sorted(story.articles, key=order)))


def _of_outlets(story: Story, genres: Mapping[str, Genre]) -> Genre:
    """What more than half of the outlets that tell it in words of their own print it as; a report
    is a report, whatever else its outlet prints beside it."""
    told: dict[str, Genre] = {}
    for article in story.articles:
        if article.id in story.copies:
            continue
        genre = genres[article.id]
        if genre is Genre.NEWS or article.source not in told:
            told[article.source] = genre
    most, count = Counter(told.values()).most_common(1)[0]
    if 2 * count > len(told):
        return most
    return Genre.NEWS if Genre.NEWS in told.values() else genres[story.leading.id]


def genre_of(article: Article) -> Genre:
    """What kind of text the article is: by its source's labels, its byline and its address, then
    its headline, then how its text begins."""
    start = f"{article.dek} {article.text[:_OPENING_LENGTH]}"[:_OPENING_LENGTH]
    return _genre(
        (article.section, article.labels, article.authors),
        article.url,
        article.title,
        start,
        base_language(article.language),
    )


def headline_without_label(title: str, genre: Genre, language: str) -> str:
    """The headline without the words before or after it that only name its genre ("Opinion | …").
    As it is where they are all, or nearly all, there is."""
    forms = _forms(base_language(language))
    bare = " ".join(title.split())
    for pattern in (forms.before, forms.behind):
        match = pattern.search(bare)
        if match is None or forms.labels.get(_bare(match["label"])) is not genre:
            continue
        rest = f"{bare[: match.start()]}{bare[match.end() :]}".strip()
        if word_count(rest) >= _SHORTEST_REST:
            bare = rest[:1].upper() + rest[1:]
    return bare


@lru_cache(maxsize=20_000)
def _genre(
    said: tuple[str, tuple[str, ...], tuple[str, ...]],
    url: str,
    title: str,
    start: str,
    language: str,
) -> Genre:
    forms = _forms(language)
    section, labels, authors = said
    headline = " ".join(title[:_HEADLINE_LENGTH].split()[:_HEADLINE_WORDS])
    opening = " ".join(_QUOTED.sub(" … ", start.casefold()).split())
    found = [*_by_labels(section, labels), *_by_bylines(authors), *_by_folders(url)]
    found = found or list(_by_form(headline, forms))
    found = found or list(_by_opening(headline.casefold(), opening, forms))
    if _any(forms.unless[Genre.FORECAST], headline.casefold()):
        found = [genre for genre in found if genre is not Genre.FORECAST]
    return min(found, key=_STRONGEST_FIRST.index, default=Genre.NEWS)


def _any(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _by_bylines(authors: Sequence[str]) -> Iterable[Genre]:
    names = " ".join(authors).casefold()
    if names:
        yield from (genre for pattern, genre in _names().bylines if pattern.search(names))


def _by_labels(section: str, labels: Sequence[str]) -> Iterable[Genre]:
    names = _names()
    bare = {_bare(label) for label in (*labels, section)} - {""}
    for label in bare:
        genre = names.labels.get(label)
        if genre is None:
            matching = (kind for pattern, kind in names.labelled if pattern.search(label))
            genre = next(matching, None)
        elif label in names.topics and len(bare) > 1 and label != _bare(section):
            continue
        if genre is not None:
            yield genre


def _by_folders(url: str) -> Iterable[Genre]:
    """What the folders of the address say, and the first part of its host ("opinion.example")."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return
    names = _names().folders
    for folder in ((parts.hostname or "").split(".")[0], *parts.path.split("/")[:-1]):
        genre = names.get(_bare(unquote(folder)))
        if genre is not None:
            yield genre


def _by_form(headline: str, forms: _Forms) -> Iterable[Genre]:
    plain = headline.casefold()
    if _bare(headline) in forms.labels:
        yield forms.labels[_bare(headline)]
    for pattern in (forms.before, forms.behind):
        match = pattern.search(headline)
        if match is not None:
            yield forms.labels[_bare(match["label"])]
    for pattern, genre in forms.patterns:
        if pattern.search(plain) and not _any(forms.unless.get(genre, ()), plain):
            yield genre
    words = _bare(headline)
    of_weather = len(forms.weather.findall(words))
    if of_weather >= 2 and of_weather >= _WEATHER_SHARE * word_count(words):
        yield Genre.FORECAST


def _by_opening(headline: str, opening: str, forms: _Forms) -> Iterable[Genre]:
    """What the first sentences are like; nothing where the headline says that it is news."""
    for pattern, genre in forms.openings:
        if pattern.search(opening) and not _any(forms.unless.get(genre, ()), headline):
            yield genre
    both = f"{headline} {opening}"
    of_weather = len(forms.weather.findall(both))
    if of_weather < _WEATHER_IN_OPENING or _any(forms.unless[Genre.FORECAST], both):
        return
    if _any(forms.measures, opening):
        yield Genre.FORECAST


def _bare(text: str) -> str:
    """Words in small letters with blanks between them, whatever stood there."""
    return _NO_WORD.sub(" ", text.casefold()).strip()


@cache
def _tables() -> dict[Genre, _Table]:
    return {Genre(name): table for name, table in read_toml(_FILE).items()}


@cache
def _names() -> _Names:
    every = {genre: _merged(table) for genre, table in _tables().items()}
    return _Names(
        labels={_bare(one): genre for genre in _weakest_first() for one in every[genre]["labels"]}
        | {_bare(one): genre for genre in every for one in every[genre].get("topics", ())},
        topics=frozenset(_bare(one) for table in every.values() for one in table.get("topics", ())),
        folders={
            _bare(one): genre
            for genre in _weakest_first()
            for one in (*every[genre]["labels"], *every[genre].get("folders", ()))
        },
        labelled=_patterns("labelled", every),
        bylines=_patterns("bylines", every),
    )


def _patterns(
    name: str, words: Mapping[Genre, Mapping[str, Sequence[str]]]
) -> tuple[tuple[re.Pattern[str], Genre], ...]:
    return tuple(
        (pattern, genre)
        for genre in _STRONGEST_FIRST
        for pattern in _joined(words[genre].get(name, ()))
    )


def _joined(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """The patterns, those that begin alike in one: so most places in a text are looked at once."""
    beginnings: dict[str, list[str]] = {"^": [], r"\b": [], "": []}
    for pattern in patterns:
        beginning = next(one for one in beginnings if pattern.startswith(one))
        beginnings[beginning].append(pattern.removeprefix(beginning))
    return tuple(
        re.compile(rf"{beginning}(?:{'|'.join(rests)})")
        for beginning, rests in beginnings.items()
        if rests
    )


def _weakest_first() -> Sequence[Genre]:
    return _STRONGEST_FIRST[::-1]


def _merged(table: _Table) -> dict[str, list[str]]:
    """Each list of a genre over all languages."""
    return {
        name: [one for words in by_language.values() for one in words]
        for name, by_language in table.items()
    }


@cache
def _forms(language: str) -> _Forms:
    """Headlines' forms in the language and in English, whose labels papers everywhere borrow; in
    all languages where it is unknown."""
    spoken = {
        genre: {name: _spoken(by_language, language) for name, by_language in table.items()}
        for genre, table in _tables().items()
    }
    labels = {
        _bare(one): genre
        for genre in _weakest_first()
        for one in (*spoken[genre]["labels"], *spoken[genre].get("starts", ()))
    }
    names = "|".join(re.escape(name).replace(r"\ ", r"[\W_]+") for name in _longest_first(labels))
    weather = spoken[Genre.FORECAST]["words"]
    words = "|".join(re.escape(one).replace(r"\*", r"\w*") for one in weather)
    return _Forms(
        before=re.compile(
            rf"^[\[(]?(?P<label>{names})(?:[\])]\s*[:|–—-]?|\s*[:|]|\.|\s+[–—•·/-])\s+",
            re.IGNORECASE,
        ),
        behind=re.compile(
            rf"(?:\s+[|–—-]\s*|\s*[|(\[]\s*)(?P<label>{names})[\])]?$", re.IGNORECASE
        ),
        labels=labels,
        patterns=_patterns("headlines", spoken),
        openings=_patterns("openings", spoken),
        weather=re.compile(rf"\b(?:{words})\b"),
        measures=_joined(spoken[Genre.FORECAST]["measures"]),
        unless={
            genre: _joined(table["unless"]) for genre, table in spoken.items() if "unless" in table
        },
    )


def _spoken(by_language: Mapping[str, Sequence[str]], language: str) -> list[str]:
    wanted = by_language if language not in _spoken_languages() else (language, "en", "any")
    said = (one for spoken in wanted for one in by_language.get(spoken, ()))
    return list(dict.fromkeys(said))


@cache
def _spoken_languages() -> frozenset[str]:
    return frozenset(
        language
        for table in _tables().values()
        for by_language in table.values()
        for language in by_language
    )


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=len, reverse=True)
