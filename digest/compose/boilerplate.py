"""Furniture: the parts of a sentence, or whole sentences, that belong to the page and not the news.

Datelines, bylines, photo credits, "Read more", calls to subscribe: in the languages the tests hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DATELINE = re.compile(
    r"""^(?:\(?[A-Z]{2,}[A-Za-z]*\)?\s*[-–—:]\s+(?=[A-Z“"])
        |(?:[A-ZÀ-ÞА-ЯҐЄІЇ][\w.'’/-]*[\s,]+){1,5}(?:\([^)]{2,40}\)\s*)\s*[-–—]+\s*
        |(?:[A-ZÀ-ÞА-ЯҐЄІЇ]{2,}[\w.'’-]*[\s,]*){1,4}
            (?:(?:[A-Za-zА-Яа-яіїєґ]{3,9}\.?\s+\d{1,2}|\d{1,2}\.?\s+[a-zа-яіїєґ]{3,9})
                (?:,?\s+\d{4})?\s*)?(?:\([^)]{2,40}\)\s*)?[-–—]+\s+
        |\([A-Za-z/ .]{2,30}\)\s*[-–—]*\s*
        |[A-ZÀ-Þ][\w-]+(?:/[A-ZÀ-Þ][\w-]+)?\s+\((?:dpa|AFP|AP|EFE|Reuters|APA|SID|KNA|epd)[^)]*\)\s*[-–—.]*\s*
    )""",
    re.VERBOSE,
)
_CREDIT_IN_PARENTHESES = re.compile(
    r"\s*[(\[][^()\[\]]*(?:Getty|Reuters|AFP|EPA|AP Photo|Photo|Image|Foto|Фото|Bild|Imagen|©)"
    r"[^()\[\]]*[)\]]\s*$",
)
_PHRASES = (
    # English
    r"read\s+(?:more|also|next|on)\b", r"more\s+on\s+this", r"related\b.{0,12}:", r"also\s+read",
    r"see\s+also", r"click\s+here", r"watch(?:\s+now)?\s*:", r"listen\s*:",
    r"share\s+(?:this|on)\b",
    r"follow\s+us", r"sign\s+up", r"subscribe", r"advertisement", r"all\s+rights\s+reserved",
    r"(?:photo|image|picture|caption|photograph|video|credit|source|graphic)s?"
    r"(?:\s+(?:by|caption|credit|source|copyright))?\s*[:/|]",
    r"(?:photo|image|picture)\s+(?:by|courtesy|copyright|caption)\b",
    r"(?:getty|ap|afp|epa|reuters|pa)\s+(?:images?|photo|media)\b",
    r"(?:reporting|writing|editing|additional\s+reporting)\s+by\b",
    r"(?:last\s+)?updated\s*:", r"published\s*:", r"copyright\b", r"©",
    r"this\s+(?:story|article)\s+(?:was|has\s+been)\s+"
    r"(?:first|originally|published|updated|amended|corrected)\b",
    # German
    r"(?:mehr|weiter)(?:lesen|\s+lesen|\s+dazu|\s+zum\s+thema)",
    r"lesen\s+sie\s+(?:auch|mehr|hier)",
    r"(?:foto|bild|quelle|video)\s*:",
    # Ukrainian, Russian
    r"читайте\s+(?:також|ещ[её]|также)", r"читати\s+(?:далі|також)", r"дивіться\s+також",
    r"підпис(?:уйтесь|уйтеся|атися)", r"(?:фото|відео|видео|джерело|источник|автор)\s*:",
    # Spanish, French, Polish, Italian, Portuguese, Dutch
    r"leer?\s+(?:más|también)\b", r"lea\s+también", r"(?:imagen|fuente|vídeo)\s*:",
    r"suscr[ií]bete",
    r"lire\s+aussi", r"à\s+lire", r"en\s+savoir\s+plus", r"czytaj\s+(?:też|także|więcej|dalej)",
    r"leggi\s+anche", r"leia\s+(?:mais|também)", r"lees\s+(?:ook|meer|verder)",
)  # fmt: skip
_FURNITURE = re.compile(r"^\W*(?:" + "|".join(_PHRASES) + ")", re.IGNORECASE)
_BYLINE = re.compile(
    r"^(?:By|Von|Par|Por|Da|Door|Автор:?)\s+(?:[^\W\d_a-zа-яіїєґ][\w.'’-]*[,\s|]*(?:(?:and|und|et|y|e|en|та|і)\s+)?){1,9}$"
)
_BULLET = re.compile(r"^[•·▪►●*–—-]+\s+")


def bare_sentence(sentence: str, authors: Sequence[str] = ()) -> str:
    """The sentence without dateline, bullet and credit; empty when it is furniture as a whole."""
    if _FURNITURE.search(sentence) or _BYLINE.search(sentence) or _is_byline(sentence, authors):
        return ""
    bare = _BULLET.sub("", sentence)
    bare = _DATELINE.sub("", bare, count=1)
    bare = _CREDIT_IN_PARENTHESES.sub("", bare) if not bare.endswith(".)") else bare
    return bare.strip()


def _is_byline(sentence: str, authors: Sequence[str]) -> bool:
    """A line that holds an author's name and little else."""
    return any(
        author and author in sentence and len(sentence) - len(author) < 25 for author in authors
    )
