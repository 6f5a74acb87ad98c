"""Greetings: to a reader by name, and to one whose name nobody knows, in every language."""

from __future__ import annotations

import re

from digest.model.catalogue import catalogue

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
    """The newsletter's greeting with the reader's name in it.

    Without a name also without what belongs to one: commas, "dear", the Arabic "يا". Where nothing
    is left then ("Dear {name},"), what the language says to anybody. Empty if there is no greeting.
    """
    if name or _NAME not in greeting:
        return greeting.replace(_NAME, name)
    left = _PLACE.sub("", greeting).strip(" ,،、，")
    if not _LETTER.search(left):
        return catalogue(language)("mail.hello")
    return left[:1].title() + left[1:]
