"""What the rest of Digest says in English, in the reader's language.

Compose writes into the edition why a story stands where it does; pipelines refuse in sentences of
their own; the mail checker says what is wrong. A language says what its files
(``languages/uk.reasons.toml``) have a shape for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

from digest.model.edition import State

_FOLDER = Path(__file__).with_name("languages")
_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")  # as re.escape leaves it
_STATES = "|".join(State)
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_EXACTLY = {
    "points": r"[+-]\d+\.\d+",
    "count": r"\d+",
    "number": _NUMBER,
    "most": _NUMBER,
    "share": r"\d+%",
    "edition": r"\S+",
    "url": r"\S+",
    "rule": r"\S+",
    "story": r"\S+",
    "role": r"\w+",
    "stored": r"(?!the intent log|the mark of)[\w ]+",
    "client": r"[\w-]+",
    "name": r"\S+",
    "other": r"\S+",
    "scheme": r"\S+",
    "code": r"\S+",
    "quoted": r"'.*'|\".*\"",
    "state": _STATES,
    "after": _STATES,
}
LONGEST = 4000
"""Characters of a sentence that is still looked at. Ours are far shorter; in hostile text of any
length, what fits a shape with several placeholders could be looked for without end."""


class About(StrEnum):
    """What a sentence is about, which is the file that has its shape."""

    REASON = "reasons"
    REFUSAL = "refusals"
    FINDING = "findings"


def understood(sentence: str, language: str, about: About) -> tuple[str, dict[str, str]] | None:
    """How the language says the sentence, with words in braces, and what stands for each; None
    where it has no shape for it, or the sentence is longer than any of ours."""
    if len(sentence) > LONGEST:
        return None
    for shape, said in _shapes(language, about):
        if found := shape.fullmatch(sentence):
            return said, found.groupdict()
    return None


@cache
def _shapes(language: str, about: About) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(_read(_FOLDER / f"{language}.{about}.toml"))


def _read(path: Path) -> Iterator[tuple[re.Pattern[str], str]]:
    if not path.exists():  # English needs none
        return
    with path.open("rb") as file:
        for sentence, said in tomllib.load(file).items():
            yield _shape(sentence), said


def _shape(sentence: str) -> re.Pattern[str]:
    """What a sentence looks like; a placeholder that stands in it twice is the same both times."""
    seen: set[str] = set()

    def group(placeholder: re.Match[str]) -> str:
        name = placeholder[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{_EXACTLY.get(name, '.+')})"

    # a value may have several lines: a mail server's words, or a parser's
    return re.compile(_PLACEHOLDER.sub(group, re.escape(sentence)), re.DOTALL)
