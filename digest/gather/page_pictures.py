"""Blocks of lines that a picture leaves on a page copied as text: what it shows, its caption, its
credit, each perhaps under a label of its own ("Image source, Tide", "Image caption, The quay")."""

from __future__ import annotations

import re

_SOURCE = (
    r"(?:image|photo|picture)\s(?:source|credit)|source de l.image|crédit (?:photo|image)"
    r"|crédito(?: da (?:imagem|foto))?|fuente de la (?:imagen|foto)|fonte (?:immagine|foto)"
    r"|bildquelle|bildnachweis|автор фото|джерело (?:фото|зображення)"
    r"|источник (?:фото|изображения)|źródło zdjęcia|(?:م?صدر) الصورة|(?:fotoğraf|görsel) kaynağı"
)
_CAPTION = (
    r"(?:(?:image|photo|picture)\s)?caption|bildunterschrift|bildtext|onderschrift"
    r"|підпис(?: до (?:фото|зображення|світлини))?|подпись к (?:фото|изображению)"
    r"|légende(?: (?:image|photo))?|pie de (?:foto|imagen)|legenda(?: da (?:foto|imagem))?"
    r"|didascalia|podpis(?: zdjęcia)?|(?:fotoğraf )?alt(?:ı)? yazısı"
    r"|(?:ال)?تعليق على الصورة|شرح الصورة"
)
_LABELLED = re.compile(
    rf"(?:(?P<source>{_SOURCE})|(?P<caption>{_CAPTION}))\s*(?:[,:،：]\s*(?P<value>.*))?",
    re.IGNORECASE,
)
_TOGGLED = re.compile(r"(?P<value>.+?)(?:\s*(?:hide|toggle) caption)+", re.IGNORECASE)
"""A credit with the buttons of a caption that can be hidden."""


def picture_label(text: str) -> str:
    """ "source" or "caption" where a line is or begins with the label of a picture's credit or
    caption ("Image source, Tide", "Bildunterschrift:"); "" for other lines."""
    found = _LABELLED.fullmatch(text)
    if found is None and _TOGGLED.fullmatch(text):
        return "source"
    return "" if found is None else "source" if found["source"] else "caption"


def without_label(text: str) -> str:
    """What stands behind the label in a line that has one; "" where it is the label alone."""
    toggled = _TOGGLED.fullmatch(text)
    if toggled:
        return toggled["value"]
    found = _LABELLED.fullmatch(text)
    return (found["value"] or "").strip() if found else text
