"""Which language a text is in, and how long it takes to read."""

from __future__ import annotations

import math
import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from digest.model.languages import base_language

WORDS_PER_MINUTE = 238
"""Silent reading of English non-fiction by adults: the mean of 190 studies (Brysbaert 2019, "How
many words do we read per minute?", Journal of Memory and Language 109). Languages with longer words
read fewer of them, but by less than people differ from each other."""

UNDETERMINED = "und"
"""BCP 47's word for a language that is not known."""

_SAMPLE = 400  # characters are plenty to tell languages apart, and 10,000 articles take a second
_SURE = 0.5  # above this the detector is believed before the source, whose templates often say "en"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LIKE_ENGLISH = "pcm"  # Nigerian Pidgin, which terse English headlines are taken for
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_LETTER = re.compile(r"[^\W\d_]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SUBTAG = re.compile(r"[a-z]{2,3}")


def primary(tag: str) -> str:
    """The primary subtag of a BCP 47 tag: "en" for "en-GB" and "EN_us"; "" if it is none."""
    if base := base_language(tag):
        return base
    subtag = tag.strip().lower().replace("_", "-").partition("-")[0]
    return subtag if _SUBTAG.fullmatch(subtag) else ""


def language_of(text: str, *, declared: str = "") -> str:
    """The primary BCP 47 subtag of the language ``text`` is in; ``declared`` where it is too short
    to be sure, "" where nothing is known.

    Where most letters are not Latin even an unsure guess is kept: it may take one neighbour for
    the other, but keeps the text out of a newsletter in another script.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return declared
    found, confidence = _identifier().classify(sample)
    if found == _LIKE_ENGLISH:
        found, confidence = _identifier().rank(sample)[1]
    if confidence >= _SURE:
        return str(found)
    mostly_latin = len(_LATIN.findall(sample)) > letters / 2
    return declared or ("" if mostly_latin else str(found))


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def reading_minutes(text: str) -> int | None:
    """Whole minutes, at least one, to read ``text`` at ``WORDS_PER_MINUTE``; None without text.

    Chinese, Japanese, Thai, Lao and Khmer set no spaces; two of their characters count as a word.
    """
    unspaced = len(_UNSPACED.findall(text))
    words = len(_WORD.findall(_UNSPACED.sub(" ", text) if unspaced else text)) + unspaced / 2
    return max(1, math.ceil(words / WORDS_PER_MINUTE)) if words else None
