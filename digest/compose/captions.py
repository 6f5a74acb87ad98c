"""Captions: what a copied page says under its pictures, which reads like news and is none.

A caption is known by the credit that ends it, by how captions talk ("is seen", "file photo"), and
by a full date at its end, year and all: news of the day needs none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 3
"""Sentences of a caption, at most."""

_CREDIT = re.compile(
    r"""\b(?:Photograph|Photo|Picture|Image|Illustration|Foto|Bild|Imagen|Image|Zdjęcie|Fot|Фото|Світлина|Crédit|Credit)s?
            (?:\s(?:by|credit|courtesy(?:\sof)?|copyright))?\s?[:/©]\s?\S
        |\b(?:Photo(?:graph)?|Image|Picture)\s(?:by|courtesy|credit|copyright|caption)\b
        |\b(?:Media|toggle|Image|Photo)\scaption\b|\bhide\scaption\b
        |\b(?:Getty|Reuters|AFP|EPA|AP|PA|Shutterstock|iStock|Alamy|Corbis|WireImage|Newscom)\s?(?:Images?|Photos?|Pictures?|Archive)\b
        |\w\s?/\s?(?:AP|AFP|EPA|EFE|REX|PA|Reuters|Getty|TASS|Bloomberg|dpa|Xinhua|Agence|European|Associated|Shutterstock)\b
        |\((?:[^()]*(?:/|via|Photo|Image|Courtesy)[^()]*|Associated\sPress|AP|EPA|AFP|Reuters)\)\.?$
        |\[Photo\b|\bCredit\s(?=[A-Z])|\bSWNS\b|\b(?:Newslook|Buzz60|Wochit)\b|\bAP:Associated\b
        |©""",
    re.VERBOSE,
)
_TALK = re.compile(
    r"""\b(?:is|are|was|were)\s(?:seen|pictured|shown)\s(?:in|at|on|during|here|after|before|near|with|outside|inside|from|above|below)\b
        |\bpos(?:es?|ing)\sfor\s(?:a|an|the)\s(?:photo|picture|portrait|selfie|camera)
        |\b(?:file|handout|undated|archive|combination)\s(?:photo|picture|image|handout|pool)
        |^(?:This|A|An|Am|In\sthis|The)\s(?:[\w-]+\s){0,3}(?:photo|photograph|image|picture|handout|still|screen\s?grab|frame\sgrab)
            \s(?:issued|released|provided|taken|made|from|by|shows|,)
        |^FILE\b|^\d+\sof\s\d+\b|^CLOSE\s(?=[A-Z])|^(?:Image|Photo|Video|Media)\s(?=[A-Z])
        |\bEnlarge\sthis\simage\b|^(?:This|THIS|Here|HERE)\sis\sthe\s(?:\w+\s){0,2}(?:moment|video|footage)\b
        |(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2},\s(?:19|20)\d\d\.?$""",
    re.VERBOSE,
)


_WHOLE = re.compile(
    r"""^(?:FILE\b|CLOSE\s(?=[A-Z])|\d+\sof\s\d+\b)|\b[Aa]ll\s[Rr]ights\s[Rr]eserved\b
        |\bcopyright\s(?:19|20)\d\d\b
        |^[^.]*\(\d{1,2}\)[^.]*\(\d{1,2}\)|\(\d{1,2}\)\s(?!was|has|is|says|plays|lives|works)[a-z]+s\s""",
    re.VERBOSE,
)
"""What makes a whole paragraph one that is no news: it begins as a caption, it is a notice, or it
counts players by the numbers on their backs, as only captions do."""


def without_captions(paragraph: Sequence[str]) -> list[str]:
    """The sentences of a paragraph without a caption that it is, or begins with, and without any
    that carries a credit."""
    if any(_WHOLE.search(one) for one in paragraph[:2]):
        return []
    start = 0
    for at, sentence in enumerate(paragraph[: _LONGEST + 1]):
        if _CREDIT.search(sentence) or _TALK.search(sentence):
            start = at + 1
    return [one for one in paragraph[start:] if not _CREDIT.search(one)]
