"""Greetings: to a reader by name, and to one whose name nobody knows, in every language."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

from digest.model.catalogue import catalogue
from digest.model.languages import base_language

_NAME = "{name}"
_BESIDE = r"[\s,،、，]*"
# what is said only with a name: "dear", "يا", "عزیز"
_WITH_A_NAME = "|".join(
    (
        r"(?:my\s)?dear(?:est)?|mrs?\.?|ms\.?",
        r"lieber?|liebe(?:[/*:]r|\(r\))|sehr\sgeehrter?|sehr\sgeehrte(?:[/*:]r|\(r\))|herr|frau",
        r"chère?|chère?s?|cher(?:[·/.]e|\(e\))?|madame|monsieur",
        r"estimad[oa](?:/a|\(a\))?|querid[oa](?:/a|\(a\))?|apreciad[oa]|prezad[oa](?:/a|\(a\))?",
        r"car[oa](?:/a|\(a\))?|gentile|egregi[oa]|beste|geachte|lieve",
        r"drog[ia](?:/a)?|szanown[ya](?:/a)?|pani?|panie",
        r"шановн(?:ий|а|і)(?:/а|\(а\))?|дорог(?:ий|а)(?:/а|\(а\))?|люб(?:ий|а)|пане|пані",
        r"يا|أيها|أيتها|عزيزي|عزيزتي|السيد|السيدة",
        r"عزیز|گرامی|جان|آقای|خانم|ای",
        r"היקר(?:ה|/ה)?|יקר(?:ה|/ה)?|מר|גברת",
    )
)
_PLACE = re.compile(
    rf"(?:{_BESIDE}(?<!\w)(?:{_WITH_A_NAME})(?!\w))*{_BESIDE}\{{name\}}"
    rf"(?:\s+(?:{_WITH_A_NAME})(?!\w))*",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


def greeting_to(name: str, greeting: str, language: str) -> str:
    """The newsletter's greeting with the reader's name in it: the one that people call them by.

    Without a name also without what belongs to one: commas, "dear", the Arabic "يا". Where nothing
    is left then ("Dear {name},"), what the language says to anybody. Empty if there is no greeting.
    """
    if name or _NAME not in greeting:
        return greeting.replace(_NAME, name)
    left = _PLACE.sub("", greeting).strip(" ,،、，")
    if not _LETTER.search(left):
        return catalogue(language)("mail.hello")
    return left[:1].title() + left[1:]


# what may stand before a name; behind it alone, the name is a family's
_TITLE = re.compile(
    r"(?:dr|prof|professor|mrs?|ms|miss|mx|sir|dame|lady|lord|rev|fr|sr|sra|dipl\W?-?ing|mgr|inż"
    r"|herrn?|frau|m|mme|mlle|monsieur|madame|señora?|signora?|sig|dott|pani?|panie"
    r"|пані?|проф|д-р|доктор|د|أ|السيدة?|الدكتورة?|آقای|خانم|דר|ד״ר|מר|גברת|גב)[.׳']?",
    re.IGNORECASE,
)
_BEGINS_TWO = re.compile(r"عبد|أبو|ابو|أم|ام|ابن|abd|abdul|abdel|abu|umm?", re.IGNORECASE)
_BETWEEN_LETTERS = frozenset(" .,'’ʼ`´׳״-\u200c\u200d")
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_AFTER_A_NAME = re.compile(r"(?:jr|sr|ii|iii|iv|phd|md|mba|esq|obe|mbe)\.?", re.IGNORECASE)
_LONGEST = 30


def first_name(name: str, language: str) -> str:
    """What a greeting calls a person of that full name, in a mail of that language.

    Empty where no first name can be told: initials, a title with one name, an address, markup, a
    whole sentence. Ukrainian calls people in the vocative: "Олено". A name in Chinese, Japanese or
    Korean letters stays whole.
    """
    # lists are long, full names differ, and first names do not: those are worked out once
    usual = _USUAL.fullmatch(name)
    known = _usually_called(usual[1], language) if usual else None
    return _first_name(name, language) if known is None else known


_USUAL = re.compile(r"([^\W\d_]{2,30}) [^\W\d_]{2,30}")


@lru_cache(maxsize=4_096)
def _usually_called(first: str, language: str) -> str | None:
    """What somebody is called whose name begins with this word; None if it takes the whole name."""
    of_two = _TITLE.fullmatch(first) or _BEGINS_TWO.fullmatch(first) or _FAMILY_FIRST.search(first)
    return None if of_two else _called(_cased(first), language)


def _first_name(name: str, language: str) -> str:
    if not all(one in _BETWEEN_LETTERS or category(one)[0] in "LM" for one in name):
        return ""
    if _FAMILY_FIRST.search(name):
        return name.strip() if len(name) <= _LONGEST else ""
    words = _given_first(name).split()
    titled = False
    while words and _TITLE.fullmatch(words[0]) and (len(words) > 1 or words[0].endswith(".")):
        words, titled = words[1:], True
    if not words or (titled and len(words) == 1):
        return ""
    first = " ".join(words[:2]) if _BEGINS_TWO.fullmatch(words[0]) else words[0]
    if len(first) > _LONGEST or len(first.rstrip(".")) < 2 or first.endswith("."):
        return ""
    return _called(_cased(first), language)


def _given_first(name: str) -> str:
    """The name with what stands behind a comma before the rest: "Shevchenko, Olena"."""
    family, comma, given = name.partition(",")
    if not comma or "," in given or _AFTER_A_NAME.fullmatch(given.strip()):
        return family
    return f"{given} {family}"


def _cased(name: str) -> str:
    """A name that was typed in one case, as names are written."""
    return name.title() if name.isupper() or name.islower() else name


_WITH_E = (
    "слав мир іван дан ман степан антон максим ксандр віктор тарас борис денис артем руслан тантин"
    " валентин мартин остап назар захар ігор едуард вадим артур роберт давид леонід семен євген"
    " юхим гнат любов"
)
_VOCATIVE = {
    "ілля": "ілле",
    **{f"{vowel}я": f"{vowel}є" for vowel in "аеийіоу"},
    "я": "ю",
    "а": "о",
    "й": "ю",
    "ко": "ку",
    "ло": "ле",
    "ро": "ре",
    "олег": "олеже",
    "василь": "василю",
    "марк": "марку",
    **{ending: f"{ending}е" for ending in _WITH_E.split()},
}
"""How Ukrainian names end, and how they end where someone is called; others stay as they are."""


def _called(name: str, language: str) -> str:
    """The name as a language calls people by it."""
    if base_language(language) != "uk":
        return name
    return "-".join(_in_vocative(part) for part in name.split("-"))


def _in_vocative(name: str) -> str:
    said = name.lower()
    for ending, called in _VOCATIVE.items():
        if said.endswith(ending):
            return name[: -len(ending)] + (called.capitalize() if ending == said else called)
    return name
