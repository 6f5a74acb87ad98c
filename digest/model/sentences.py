"""Sentences: where one ends and the next begins, in several languages, quotations kept whole."""

from __future__ import annotations

import re

from digest.model.languages import join_sentences

_ABBREVIATIONS = {
    "": "dr prof st vs etc no nr vol art inc ltd co corp approx ca tel",
    "en": (
        "mr mrs ms messrs sen rep gov gen col lt maj sgt capt cmdr adm rev hon pres jr sr "
        "jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun "
        "ave blvd rd mt ft dept est al eg ie cf p pp fig"
    ),
    "de": (
        "bzw ca dr usw evtl ggf inkl mio mrd nr str abs hr fr geb gest jh sog u vgl z zb d dh "
        "jan feb mär apr jun jul aug sept okt nov dez tsd min std st hl dipl ing phil"
    ),
    "uk": (
        "р рр ст м вул просп пл буд кв обл смт с ім т тис млн млрд грн коп д о о-ва проф акад доц "
        "див напр ін тощо хв год сек ред п пп гр св нар мін дол"
    ),
    "ru": "г гг ул д им т тыс млн млрд руб коп проф акад см др пр обл стр чел св",
    "es": "sr sra srta dr dra d da ud uds ee uu av núm pág etc gral ed aprox lic",
    "fr": "m mm mme mlle me mgr av bd st ste no env éd ex hab",
    "it": "sig dott ing avv on prof ecc pag art geom",
    "pl": "ul al np im r rr w godz tzn tzw tj dr prof inż św wg nr tys mln mld pt",
    "pt": "sr sra dr dra av prof núm pág etc exmo",
    "nl": "dhr mevr drs ir mr ing nr blz bijv enz ca o.a st",
}

ABBREVIATIONS = {language: frozenset(words.split()) for language, words in _ABBREVIATIONS.items()}
"""Words that end in a full stop without ending a sentence, by language; "" holds for all."""
_OF_ANY_LANGUAGE = frozenset().union(*ABBREVIATIONS.values())

ORDINAL_STOPS = frozenset(
    {"cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "no", "pl", "sk", "sl", "sr", "tr"}
)
"""Languages that write ordinal numbers with a full stop: "am 3. Oktober"."""

_END = re.compile(r"(?:[.!?…؟۔।॥]+[\"'”’»“)\]]*(?=\s)|[。！？]+[」』”’）]*)\s*")
_LAST_WORD = re.compile(r"([^\s(\[\"“„«'‘]+?)[.]+[\"'”’»“)\]]*\s*$")
_OPENS_LOWER = re.compile(r"[\"'“„«‘(\[]*[a-zа-яіїєґßàâäéèêëïîôöùûüçñáíóú]")
_LONGEST_QUOTATION = 30  # sentences: where none of so many closes it, none will
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


def sentences(text: str, language: str) -> list[str]:
    """The sentences of a text in order; paragraphs (lines) never run into one another.

    Where the language is not known (""), an abbreviation of any language ends none.
    """
    found: list[str] = []
    for paragraph in text.splitlines():
        found.extend(_glue(_pieces(" ".join(paragraph.split()), language), language))
    return found


def balanced(sentence: str) -> bool:
    """Whether every quotation and bracket that opens in the sentence closes in it."""
    if sentence.count('"') % 2:
        return False
    low = sentence.count("„")
    if low:
        # German and Ukrainian: „…“ ; Polish and Hungarian: „…”
        if sentence.count("“") + sentence.count("”") != low:
            return False
        return all(sentence.count(a) == sentence.count(b) for a, b in _PAIRS[1:])
    return all(sentence.count(opening) == sentence.count(closing) for opening, closing in _PAIRS)


def _pieces(paragraph: str, language: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for match in _END.finditer(paragraph):
        if _ends_here(paragraph, start, match, language):
            pieces.append(paragraph[start : match.end()].strip())
            start = match.end()
    rest = paragraph[start:].strip()
    return [*pieces, rest] if rest else pieces


def _ends_here(paragraph: str, start: int, match: re.Match[str], language: str) -> bool:
    following = paragraph[match.end() :]
    if not following:
        return True
    if _OPENS_LOWER.match(following):
        return False
    last = _LAST_WORD.search(paragraph, start, match.end())
    if last is None or any(mark in match.group() for mark in "!?…"):
        return True
    word = last.group(1)
    if word.isdigit():
        return not (language in ORDINAL_STOPS and len(word) <= 2)
    if len(word) == 1 and word.isalpha():
        # an initial, but "plan B." and "vitamin C." are too rare to lose names for
        return False
    if re.fullmatch(r"(?:\w\.)+\w", word):
        # "U.S. Senator", "a.m. Tuesday": it may end a sentence too, and joining is the lesser fault
        return False
    return word.lower().rstrip(".") not in _abbreviations(language)


def _abbreviations(language: str) -> frozenset[str]:
    if not language:
        return _OF_ANY_LANGUAGE
    return ABBREVIATIONS[""] | ABBREVIATIONS.get(language, frozenset())


def _glue(pieces: list[str], language: str) -> list[str]:
    """Join pieces of a paragraph until each closes its quotations; hopeless ones stay apart."""
    glued: list[str] = []
    at = 0
    while at < len(pieces):
        ends = range(at + 1, min(at + _LONGEST_QUOTATION, len(pieces)) + 1)
        end = next((one for one in ends if balanced("".join(pieces[at:one]))), at + 1)
        glued.append(join_sentences(pieces[at:end], language))
        at = end
    return glued
