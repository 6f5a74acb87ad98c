"""Catalogues: the words of every message, by language.

::

    digest/languages/<tag>/<area>.toml    key = "words with {placeholders}"

The file's name is the first part of a message's key: ``not_ready`` in ``edition.toml`` is
``edition.not_ready``. What a language lacks is said in English. A sentence that counts is a table
of the plural forms of CLDR, chosen by the value ``count``; one that has only the form ``other`` is
the same for every number.

=====================  =============================================================
``{title}``            the value; a message in its turn is rendered in the same language
``{size:,}``           a number, by Python's format, with the language's own marks
``{day:d MMMM}``       a day or moment, by a pattern of CLDR
``{moment:utc}``       a moment, unless it was put into a zone's time already
``{reasons:; }``       several texts, and what stands between them
``{name!r}``           text in quotes, as Python shows it; ``!e`` the same without the quotes
=====================  =============================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any
from unicodedata import category

from digest.model.errors import SettingsError
from digest.model.message import Message, Text, Value
from digest.model.toml_file import read_toml, toml_of, why_unreadable

FOLDER = Path(__file__).resolve().parents[1] / "languages"
"""Where our catalogues are, a folder for each language."""

SOURCE = "en"
"""The language that has every key: what others lack is said in it."""

_FORMS = ("zero", "one", "two", "few", "many", "other")
_NAME = re.compile(r"[a-z_]\w*")
_TAG = re.compile(r"[A-Za-z0-9-]+")
_PATTERN = re.compile(r"[yMdEHm]|utc")
_FORMATTER = Formatter()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One key's words in a language: plural forms by their names, ``other`` alone where nothing
    is counted. ``counts`` says that the file has a table of forms."""

    language: str
    forms: Mapping[str, str]
    counts: bool = False

    @property
    def placeholders(self) -> set[str]:
        """The names of all values that any of the forms shows."""
        return {name for form in self.forms.values() for name in _names(form)}

    def left_out(self, source: Sentence) -> set[str]:
        """The values that the English sentence shows and this one does not; ``count`` where any
        form for more than one or two does not say it."""
        missing = source.placeholders - self.placeholders
        several = [form for name, form in self.forms.items() if name in ("few", "many", "other")]
        if source.counts and any("count" not in _names(form) for form in several):
            missing.add("count")
        return missing


@dataclass(frozen=True, kw_only=True, eq=False)
class Catalogue:
    """All sentences of a language by key; those that it lacks in English. Equal to itself only, so
    that what was made with it can be kept by it."""

    language: str
    sentences: Mapping[str, Sentence]

    def say(self, text: Text) -> str:
        """A message in this language, plain text as it is. Never fails: of a message that a newer
        or older version made, it says what can be said."""
        if isinstance(text, str):
            return text
        sentence = self.sentences.get(text.key)
        if sentence is None:
            return ": ".join((text.key, *(self._bare(each) for each in text.values.values())))
        try:
            return self._filled(sentence, _Lenient(text.values))
        except (ValueError, TypeError, KeyError, IndexError):
            return sentence.forms["other"]

    def __call__(self, key: str, /, **values: Any) -> str:  # noqa: ANN401 - whatever a page has
        """The sentence for ``key`` with its values.

        :raises KeyError: there is no such key, or a value that the sentence shows is missing.
        """
        return self._filled(self.sentences[key], Message(key, **values).values)

    def number(self, number: float, spec: str = ",") -> str:
        """A number as this language writes it: "4,210", by Python's format."""
        return _number(number, spec, self.language)

    def _filled(self, sentence: Sentence, values: Mapping[str, Value]) -> str:
        form = sentence.forms["other"] if len(sentence.forms) == 1 else _form(sentence, values)
        of_region = base_of(self.language) == base_of(sentence.language)
        writes = self.language if of_region else sentence.language
        parts = []
        for before, name, spec, conversion in _FORMATTER.parse(form):
            parts.append(before)
            if name is not None:
                counted = sentence.counts and name == "count"
                pattern = spec or ("," if counted else "")
                parts.append(self._shown(values[name], pattern, conversion, writes))
        return "".join(parts)

    def _shown(self, value: Value, spec: str, conversion: str | None, language: str) -> str:
        match value:
            case Message():
                shown = self.say(value)
            case tuple():
                shown = (spec or ", ").join(self.say(each) for each in value)
            case int() | float():
                shown = _number(value, spec, language)
            case _:
                shown = _moment(value, spec, language) if spec else str(value)
        if conversion:
            shown = repr(shown) if conversion == "r" else repr(shown)[1:-1]
        return shown

    def _bare(self, value: Value) -> str:
        return self._shown(value, "", None, self.language)


class _Lenient(dict[str, Value]):
    """Values of a message that may be of another version: one that is missing is three dots."""

    def __missing__(self, key: str) -> str:
        return "…"


def _form(sentence: Sentence, values: Mapping[str, Value]) -> str:
    from digest.model.languages import locale_of

    count = values["count"]
    number = count if isinstance(count, int | float) else 0
    form = str(locale_of(sentence.language).plural_form(number))
    return sentence.forms.get(form) or sentence.forms["other"]


def _number(number: float, spec: str, language: str) -> str:
    written = format(number, spec)
    if language == SOURCE:
        return written
    from babel.numbers import get_decimal_symbol, get_group_symbol

    from digest.model.languages import in_digits, locale_of

    locale = locale_of(language)
    marks = {",": get_group_symbol(locale), ".": get_decimal_symbol(locale)}
    return in_digits("".join(marks.get(each, each) for each in written), language)


def _moment(text: str, pattern: str, language: str) -> str:
    if not _PATTERN.search(pattern):
        return text
    from babel.dates import format_date, format_datetime

    from digest.model.languages import locale_of

    try:
        moment = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return text
    locale = locale_of(language)
    if isinstance(moment, datetime) and pattern == "utc":
        return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if isinstance(moment, datetime):
        return format_datetime(moment, pattern, tzinfo=moment.tzinfo, locale=locale)
    return format_date(moment, pattern, locale=locale)


@lru_cache(maxsize=1)
def english() -> Catalogue:
    """The catalogue that has every key."""
    return catalogue(SOURCE)


@lru_cache(maxsize=64)
def catalogue(language: str) -> Catalogue:
    """Our catalogue of a language: its very region's words, else the language's, else English.

    :raises CatalogueError: a file of ours has mistakes.
    """
    sentences: dict[str, Sentence] = {}
    for tag in chain(language):
        sentences |= ours(tag)
    return Catalogue(language=language, sentences=sentences)


def chain(language: str) -> tuple[str, ...]:
    """The languages whose sentences stand over one another: English, Portuguese, Brazil's."""
    from digest.model.languages import fallbacks

    return tuple(dict.fromkeys((SOURCE, *reversed(fallbacks(language)))))


def ours(tag: str) -> dict[str, Sentence]:
    """The sentences that we have in a language of this very tag; none where we do not speak it.

    :raises CatalogueError: a file of ours has mistakes.
    """
    known = _TAG.fullmatch(tag) is not None and (FOLDER / tag).is_dir()
    return dict(read_folder(tag)) if known else {}


def in_english(says: Catalogue, areas: Sequence[str]) -> tuple[str, ...]:
    """The keys of some areas that a catalogue of another language says in English."""
    if base_of(says.language) == SOURCE:
        return ()
    return tuple(
        key
        for key, sentence in says.sentences.items()
        if key.partition(".")[0] in areas and sentence.language == SOURCE
    )


def base_of(language: str) -> str:
    """The language without its region."""
    return language.partition("-")[0].lower()


def languages(area: str) -> tuple[str, ...]:
    """The languages that have words for an area: "mail", "pages", "desk"."""
    return tuple(sorted(file.parent.name for file in FOLDER.glob(f"*/{area}.toml")))


@lru_cache(maxsize=64)
def read_folder(tag: str) -> Mapping[str, Sentence]:
    """The sentences that a language of ours has itself.

    :raises CatalogueError: with all mistakes of its files.
    """
    sentences: dict[str, Sentence] = {}
    for file in sorted((FOLDER / tag).glob("*.toml")):
        sentences |= read_file(file, language=tag, areas=(file.stem,))
    return sentences


class CatalogueError(SettingsError):
    """A file of words has mistakes: each begins with its key. They are in English, as the keys are,
    for the catalogue that would say them may be the one that cannot be read."""


def read_file(
    file: Path, *, language: str, areas: Sequence[str], text: str | None = None
) -> dict[str, Sentence]:
    """The sentences of one file by their whole keys, each of that area whose English has it;
    ``text`` is its content if it is read.

    :raises CatalogueError: it cannot be read, is no TOML, or has a key that English does not have,
        a placeholder that the English sentence does not have, or a plural form too few.
    """
    try:
        table = read_toml(file) if text is None else toml_of(text)
    except OSError as error:
        raise CatalogueError(str(file), [why_unreadable(file, error)]) from error
    except ValueError as error:
        raise CatalogueError(str(file), [str(error)]) from error
    known = (
        {} if language == SOURCE and text is None and file.is_relative_to(FOLDER) else _english()
    )
    mistakes, sentences = list[str](), dict[str, Sentence]()
    for key, written in table.items():
        full = next((full for area in areas if (full := f"{area}.{key}") in known), "")
        full = full or f"{areas[0]}.{key}"
        sentence = _sentence(written, language)
        wrong = list(_mistakes_of(sentence, known.get(full), bool(known)))
        if wrong:
            mistakes += [f"{key}: {each}" for each in wrong]
        elif sentence is not None:
            sentences[full] = sentence
    if mistakes:
        raise CatalogueError(str(file), mistakes)
    return sentences


def _english() -> Mapping[str, Sentence]:
    return read_folder(SOURCE)


def _sentence(written: object, language: str) -> Sentence | None:
    if isinstance(written, str):
        return Sentence(language=language, forms={"other": written})
    if isinstance(written, dict) and all(isinstance(each, str) for each in written.values()):
        return Sentence(language=language, forms=written, counts=True)
    return None


def _mistakes_of(
    sentence: Sentence | None, source: Sentence | None, is_translation: bool
) -> Iterator[str]:
    if sentence is None:
        yield "must be text, or a table of plural forms"
        return
    if is_translation and source is None:
        yield "unknown key"
        return
    yield from dict.fromkeys(
        why for text in sentence.forms.values() for why in _mistakes_of_text(text)
    )
    if source is not None and source.counts and not sentence.counts:
        yield "must be a table of plural forms"
    if sentence.counts:
        yield from _mistakes_of_forms(sentence, source)
    try:
        names = sentence.placeholders
    except ValueError as error:
        yield str(error)
        return
    if source is not None:
        counted = {"count"} if source.counts else set()
        for name in sorted(names - source.placeholders - counted):
            yield f"the placeholder {{{name}}} is not one of the English sentence"


def _mistakes_of_forms(sentence: Sentence, source: Sentence | None) -> Iterator[str]:
    if source is not None and not source.counts:
        yield "must be text: nothing is counted in it"
        return
    # one that other languages have does no harm: whoever translates from English leaves its `one`
    for form in sentence.forms:
        if form not in _FORMS:
            yield f"{form} is no plural form: they are {', '.join(_FORMS)}"
    if sentence.forms.keys() == {"other"}:
        return
    for form in sorted(forms_of(sentence.language) - sentence.forms.keys()):
        yield f"the plural form `{form}` is missing"


@lru_cache(maxsize=256)
def forms_of(language: str) -> frozenset[str]:
    """The plural forms that a language has for whole numbers, and "other"."""
    from digest.model.languages import locale_of

    rule = locale_of(language).plural_form
    return frozenset({"other", *(str(rule(number)) for number in range(1, 201))})


def _mistakes_of_text(text: str) -> Iterator[str]:
    if not text.strip():
        yield "must not be empty"
    elif any(category(mark) in ("Cc", "Zl", "Zp") for mark in text):
        yield "must be one line without control characters"


def _names(form: str) -> Iterator[str]:
    """:raises ValueError: the braces are wrong."""
    for _, name, _, conversion in _FORMATTER.parse(form):
        if name is None:
            continue
        if not _NAME.fullmatch(name) or conversion not in (None, "", "r", "e"):
            raise ValueError(f"{{{name}}} is no placeholder")
        yield name
