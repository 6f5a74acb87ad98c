"""Captions and credits of pictures on a page copied as text, in the conventions of many outlets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digest.gather.clean import folded
from digest.gather.html_pictures import caption_and_credit
from digest.gather.page_boilerplate import What, is_notice, what_is
from digest.gather.page_lines import PageLine, ends_sentence, is_paragraph, is_prose, word_count
from digest.gather.page_names import is_capitalised, is_caseless, people
from digest.model.article import Image

_WORD = (
    r"(?:photo(?:graph(?:s|y|er|ie)?|s)?|picture|image|(?:photo|image|picture)?\s?credits?"
    r"|illustration|courtesy"
    r"|foto(?:s|grafie|grafia|graf|grafía|ğraf)?|fot\.|bild(?:er|quelle|nachweis|rechte)?"
    r"|quelle|grafik|zeichnung"
    r"|фото(?:граф(?:ія|ії|ка)?)?|світлин[аи]|ілюстрація|зображення|иллюстрация|изображение"
    r"|crédits?(?:\s?photo)?|(?:©\s?)?photographie|dessin|créditos?|imagen|imagem"
    r"|ilustración|ilustração"
    r"|immagine|zdjęci[ea]|zdj\.|źródło|rys\.|görsel|kaynak|beeld|foto[’']s"
    r"|صورة|الصورة|تصوير|عدسة|المصدر|צילום|תמונה|عکس|写真|撮影|画像|提供|图片来源|图片|图源"
    r"|图|摄影|攝影|圖片|圖|사진)"
)
_BY = r"(?:by|von|par|por|di|de|d[’']|od|van|av|af|autor)"
_SHORT = r"(?:fot|zdj|rys|phot|pic)\."
_SET_APART = r"[:：/–—-]"
_CREDIT_LINE = re.compile(
    rf"[(\[]?(?:{_SHORT}\s|{_WORD}(?:\s?/\s?{_WORD})?(?:\s+{_BY})?\s*{_SET_APART}"
    rf"|{_WORD}\s+{_BY}\s"
    rf"|[©ⓒ📷📸]\ufe0f?\s?(?:{_WORD}\s*[:：]?)?)\s*(?P<credit>\S.*?)[)\]]?\.?",
    re.IGNORECASE,
)
_IN_LINE = re.compile(
    rf"(?P<caption>.+?)(?:\s*[.!?…。！？»”\"|/(\[（]|\s[–—-]|\s(?={_WORD}\s*[:：])"
    rf"|\s(?=[©ⓒ📷📸])|\s(?={_SHORT}\s)|,(?=\s*(?:{_SHORT}\s|{_WORD}\s*[:：])))\s*"
    rf"(?:{_WORD}(?:\s+{_BY})?\s*[:：/–—-]\s*|{_WORD}\s+{_BY}\s+|[©ⓒ📷📸]\ufe0f?\s*"
    rf"|{_SHORT}\s+)(?P<credit>[^:：]{{2,120}}?)[)\]）]?\.?",
    re.IGNORECASE | re.DOTALL,
)
_IN_BRACKETS = re.compile(
    rf"(?P<caption>.+?)\s*[(\[（]\s*{_WORD}(?!\w)\s*[:：]?\s*(?P<credit>[^()\[\]]{{2,120}})[)\]）]\.?",
    re.IGNORECASE | re.DOTALL,
)
_AFTER_STOP = re.compile(
    rf"(?P<caption>.+?[.!?…»”\"])\s*{_WORD}\s+(?P<credit>(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.:]{{2,60}})\.?",
    re.IGNORECASE | re.DOTALL,
)
_FIRST = re.compile(
    rf"{_WORD}\s*[:：]\s*(?P<credit>(?:(?:[^\W\d_]\."
    rf"|[^\W\d_][^.\s]*)\s?){{1,6}})\.\s+(?P<caption>\S.*)",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"(?:{_WORD}|caption|bildunterschrift|підпис)\s*[:：]\s*", re.IGNORECASE)
_AGENCY = (
    r"(?:reuters|рейтер|ройтерс|a\.?f\.?p\.?|ap|associated press|dpa|getty(?: images)?|epa"
    r"|efe|ansa|pap|lusa|mti|čtk"
    r"|унiан|уніан|укрінформ|anadolu(?: ajansı)?|aa|dha|iha|xinhua|新华社|新華社|共同|時事"
    r"|kyodo|jiji|shutterstock|istock"
    r"|alamy|imago|picture alliance|keystone|belga|anp|ntb|scanpix|ritzau|europa press"
    r"|agência brasil|folhapress"
    r"|رويترز|أ\s?ف\s?ب|فرانس برس|أسوشيتد برس|الأناضول|وكالات|الفرنسية|مواقع التواصل"
    r"|unsplash|wikimedia(?: commons)?"
    r"|d\.?r\.?|archiv\w*|arquivo|архів|divulgação|cortesía)"
)
_AGENCY_AT_END = re.compile(
    rf"(?P<caption>.+?)\s*(?:[|/–—]|\.\s|\s-\s"
    rf"|[(\[（])\s*(?P<credit>(?:[^|()\[\].]{{2,40}}[/-]\s?)?{_AGENCY}"
    rf"(?:\s?[/-]\s?[^|()\[\]]{{2,40}})?)[)\]）]?\.?",
    re.IGNORECASE,
)
_CAPITALS_AT_END = re.compile(
    r"(?P<caption>.+[.!?…»”\")])\s+(?P<credit>[A-ZÀ-ÞĄ-Ž][A-ZÀ-ÞĄ-Ž.'’/-]+(?:\s[A-ZÀ-ÞĄ-Ž.'’/()«»“”&-]+){0,8})"
)
_JAPANESE = re.compile(r"(?P<caption>.+?)[=＝](?P<credit>[^=＝。]{2,30}?)(?:撮影|提供|写す)?")
_FOR = re.compile(r"\s(?:for|für|pour|para|per|dla|для|za|voor|için)\s|\s[–—|/]\s|[/.]\s?\S")
_CAPTION_CHARACTERS = 1_500
_SIGNED_WORDS = 4  # of a caption whose credit is a name alone
_UNCAPITALISED = 3  # words of a credit such as "private" or "press service"
_PLAIN_CAPTION = 300  # characters of a caption whose credit is told by its capitals
_CAPITALS = 6
_CREDIT_WORDS = 9
_CREDIT_CHARACTERS = 90


def caption_at(
    lines: Sequence[PageLine], at: int, *, loose: bool, outlets: frozenset[str] = frozenset()
) -> tuple[Image, int] | None:
    """The caption that the line ``at`` begins, with its credit, and how many lines it takes; None
    where there is none.

    ``loose``: the place is one where captions stand, so that a name in parentheses, or alone in the
    line below, is believed. ``outlets``: what this page is published by, folded.
    """
    text = lines[at].text
    if not lines[at].is_text or word_count(text) < 2:
        return None
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is not None and not below.joined and not _is_credit_apart(text, below):
        below = None
    if below is not None and credit_only(text):
        last = at + 2 >= len(lines) or not lines[at + 2].joined
        if last and below.is_text and word_count(below.text) >= 4 and not credited(below.text):
            return Image(caption=below.text, credit=credit_only(text)), 2
    if credit_only(text):
        return None
    told = credited(text)
    if told is None and loose:
        told = _in_parentheses(text) or _after_bar(text, outlets)
    if told:
        return told, 1
    if below is None or not below.is_text:
        return None
    credit = credit_only(below.text)
    is_caption = loose and word_count(text) >= _SIGNED_WORDS
    if not credit and is_caption and _is_pair(lines, at) and _is_signature(below.text, outlets):
        credit = below.text
    return (Image(caption=_without_lead(text), credit=credit), 2) if credit else None


def _is_credit_apart(text: str, below: PageLine) -> bool:
    """Whether a line below an empty one is the credit of the caption ``text``, which is short."""
    return not is_paragraph(text) and bool(credit_only(below.text))


@lru_cache(maxsize=20_000)
def credit_only(text: str) -> str:
    """The credit in a line that tells nothing else: "Photo: Ada Quill", "© Tide"; "" for others."""
    found = _CREDIT_LINE.fullmatch(text)
    credit = found["credit"].strip() if found else ""
    return credit if credit and _is_credit(credit) else ""


@lru_cache(maxsize=20_000)  # lines, more than one page has
def credited(text: str) -> Image | None:
    """The caption and credit of a line that names the latter beyond doubt: with a word such as
    "Photo:" or an agency; None for other lines."""
    plain = text.strip()
    if len(plain) > _CAPTION_CHARACTERS:
        return None
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1]
    for form in (_IN_BRACKETS, _IN_LINE, _FIRST):
        found = form.fullmatch(plain)
        if found and _is_credit(found["credit"]) and word_count(found["caption"]) >= 2:
            caption = found["caption"].rstrip(" |–—-(")
            if form is _IN_LINE and plain[found.end("caption") :][:1] in '.!?…。！？»”"':
                caption += plain[found.end("caption")]
            return Image(caption=_without_lead(caption), credit=found["credit"].strip(" ."))
    named = _AFTER_STOP.fullmatch(plain)
    if named and people(named["credit"]) and word_count(named["caption"]) >= 2:
        return Image(caption=_without_lead(named["caption"]), credit=named["credit"])
    agency = _AGENCY_AT_END.fullmatch(plain) or _JAPANESE.fullmatch(plain)
    if agency and _is_credit(agency["credit"]) and word_count(agency["caption"]) >= 3:
        return Image(caption=agency["caption"].strip(), credit=agency["credit"].strip())
    capitals = _CAPITALS_AT_END.fullmatch(plain)
    if capitals and len(plain) <= _PLAIN_CAPTION and not capitals["caption"].isupper():
        credit = capitals["credit"]
        if _is_credit(credit) and len(credit) >= _CAPITALS and what_is(credit) is What.TEXT:
            return Image(caption=capitals["caption"], credit=credit)
    caption, credit = caption_and_credit(text)
    if "/" in credit and not any(letter.isdigit() for letter in credit):
        return Image(caption=caption, credit=credit)
    return None


def _in_parentheses(text: str) -> Image | None:
    caption, credit = caption_and_credit(text)
    if not credit or not _is_credit(credit):
        return None
    return Image(caption=caption, credit=credit)


def _after_bar(text: str, outlets: frozenset[str]) -> Image | None:
    """A caption before a bar, and a name behind it that is not the page's own: there the line is
    the page's title."""
    caption, bar, credit = text.rpartition(" | ")
    is_name = all(map(is_capitalised, re.split(r"\s*/\s*", credit)))
    if not bar or word_count(caption) < _SIGNED_WORDS or "|" in caption or not is_name:
        return None
    if not _is_credit(credit) or len(credit.split()) < 2 or folded(credit) in outlets:
        return None
    return Image(caption=caption.strip(), credit=credit.strip())


def _without_lead(text: str) -> str:
    return _LEAD.sub("", text, count=1) if _LEAD.match(text) else text


def _is_credit(text: str) -> bool:
    """Whether words can name who took a picture: few, no number, and no sentence of their own."""
    words = text.split()
    if not words or len(words) > _CREDIT_WORDS or len(text) > _CREDIT_CHARACTERS:
        return False
    if re.search(r"[\d:：]", text) or is_notice(text.replace("©", "")):
        return False
    return (
        is_caseless(text)
        or text[0].isupper()
        or "/" in text
        or len(words) <= _UNCAPITALISED
        or (words[0].endswith(".") and any(word[0].isupper() for word in words))
        or bool(re.match(_AGENCY, text, re.IGNORECASE))
    )


def _is_pair(lines: Sequence[PageLine], at: int) -> bool:
    """Whether a line and the one below it stand alone, or under what is left of their picture."""
    begins = not lines[at].joined or (at > 0 and lines[at - 1].what is What.PICTURE)
    return begins and (at + 2 >= len(lines) or not lines[at + 2].joined)


def _is_signature(text: str, outlets: frozenset[str]) -> bool:
    """Whether a line under a caption can be a credit without a word that says so."""
    words = text.split()
    if len(words) > _CREDIT_WORDS or is_prose(text) or any(one.isdigit() for one in text):
        return False
    if any(outlet in folded(text) for outlet in outlets) or re.search(_AGENCY + r"\b", text, re.I):
        return True
    if is_caseless(text):
        return len(words) <= 4
    parts = [part for part in _FOR.split(text) if part]
    return len(words) > 1 and not ends_sentence(text) and all(map(is_capitalised, parts[:1]))
