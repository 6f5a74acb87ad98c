"""Blocks of lines that a picture leaves on a page copied as text: what it shows, its caption, its
credit, each perhaps under a label of its own ("Image source, Tide", "Image caption, The quay")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.gather.clean import folded
from digest.gather.page_credits import caption_at, credit_only
from digest.gather.page_lines import PageLine, is_label, is_paragraph, word_count
from digest.gather.page_names import byline_names
from digest.model.article import Image

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
_BLOCK = 4  # lines
_ALIKE = 0.5  # of the longer words of one line that come back in the other
_SLUG_WORDS = 5


def picture_at(
    lines: Sequence[PageLine], at: int, *, loose: bool, outlets: frozenset[str] = frozenset()
) -> tuple[Image, int] | None:
    """The picture whose lines begin at ``at``, and how many they are; None where none does.
    ``loose``, ``outlets``: see ``caption_at``."""
    found = _labelled(lines, at) or (_framed(lines, at, outlets) if loose else None)
    return found or caption_at(lines, at, loose=loose, outlets=outlets)


def _label(line: PageLine) -> re.Match[str] | None:
    return _LABELLED.fullmatch(line.text)


def _labelled(lines: Sequence[PageLine], at: int) -> tuple[Image, int] | None:
    """A picture whose credit or caption stands under or behind a label that says so; the line above
    the first label tells those who cannot see it what it shows."""
    count = _joined(lines, at, most=_BLOCK + 2)
    here = at
    if not _label(lines[at]):
        is_told = count > 1 and lines[at].is_text and not is_paragraph(lines[at].text)
        if not is_told or not _label(lines[at + 1]):
            return None
        here = at + 1
    values = {"source": "", "caption": ""}
    while here < at + count and (found := _label(lines[here])):
        kind, value = found.lastgroup or "", found["value"] or ""
        kind = "source" if found["source"] else "caption"
        here += 1
        if not value and here < at + count and not _label(lines[here]):
            value, here = lines[here].text, here + 1
        values[kind] = values[kind] or value
    if not any(values.values()):
        return None
    return Image(caption=values["caption"], credit=values["source"]), here - at


def _framed(
    lines: Sequence[PageLine], at: int, outlets: frozenset[str]
) -> tuple[Image, int] | None:
    """A caption in a block with other lines of its picture: a name or description above it that is
    no sentence, the photographer's name again below its credit."""
    count = _joined(lines, at, most=_BLOCK + 1)
    if lines[at].joined or not 1 < count <= _BLOCK:
        return None
    block = list(lines[at : at + count])
    if any(not line.is_text or byline_names(line.text) for line in block):
        return None
    if _is_again(block[-1], block[-2]):
        block.pop()
    is_repeated = len(block) < count
    if len(block) == 3 and (is_repeated or credit_only(block[-1].text)):
        is_slug = is_label(block[0].text, most=_SLUG_WORDS) or is_alike(block[0], block[1])
        block = block[1:] if is_slug else block
    elif len(block) == 2 and is_alike(block[0], block[1]) and not is_paragraph(block[1].text):
        block = block[1:]
    if len(block) == count:
        return None
    # the caption begins a block now, whatever stood above it
    found = caption_at([_first(block[0]), *block[1:]], 0, loose=True, outlets=outlets)
    return (found[0], count) if found and found[1] == len(block) else None


def _first(line: PageLine) -> PageLine:
    return PageLine(
        number=line.number, text=line.text, what=line.what, joined=False, parts=line.parts
    )


def _joined(lines: Sequence[PageLine], at: int, *, most: int) -> int:
    """How many lines from ``at`` on stand together, ``most`` of them."""
    count = 1
    while count < most and at + count < len(lines) and lines[at + count].joined:
        count += 1
    return count


def _is_again(below: PageLine, above: PageLine) -> bool:
    """Whether a line only repeats the beginning or end of the one above, which is no headline."""
    one, whole = folded(below.text), folded(above.text)
    return word_count(below.text) > 1 and (whole.startswith(one) or whole.endswith(one))


def is_alike(one: PageLine, other: PageLine) -> bool:
    """Whether one line describes what the other does: half of its longer words come back."""
    stems = {word[:4] for word in folded(one.text).split() if len(word) > 3}
    others = {word[:4] for word in folded(other.text).split() if len(word) > 3}
    return len(stems) > 2 and len(stems & others) >= _ALIKE * len(stems)
