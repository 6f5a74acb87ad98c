"""Words before a photographer's name ("Photo:", "Фото:"), which a mail says itself, once."""

from __future__ import annotations

import re

_WORD = (
    r"(?:photo(?:graph(?:s|er|y|ie)?|s)?|pictures?|images?|illustrations?|credits?"
    r"|(?:photo|image|picture)\s(?:credits?|by)|fotos?|fotograf(?:ie|ía|ia|o)?|fotógrafo|bild"
    r"|bildnachweis|beeld|crédits?(?:\s?photos?)?|créditos?|imagen|imagem|immagine|zdjęci[ea]"
    r"|фото(?:граф(?:ія|ии|ії)?)?|світлин[аи]|зображення|ілюстрація"
    r"|الصورة|صورة|تصوير|צילום|תמונה|عکس|تصویر)"
)
_CREDIT_WORDS = re.compile(
    rf"(?:(?:{_WORD}\s*[:：]|(?:fot|zdj|phot)\.\s?:?|©|photo(?:graph)?s?\sby\b)\s*)+",
    re.IGNORECASE,
)


def without_credit_words(credit: str) -> str:
    """The credit without the words for "photo" that it begins with, however often."""
    return credit[match.end() :] if (match := _CREDIT_WORDS.match(credit)) else credit


def ends_in_credit(caption: str, credit: str) -> bool:
    """Whether the caption's own last words are this credit behind a word for "photo"."""
    match = re.search(rf"{re.escape(credit)}\W*$", caption, re.IGNORECASE)
    before = caption[: match.start()] if match else ""
    last = re.search(rf"(?<!\w){_CREDIT_WORDS.pattern}$", before, re.IGNORECASE)
    return last is not None
