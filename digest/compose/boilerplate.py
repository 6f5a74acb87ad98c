"""Furniture: the parts of a sentence, or whole sentences, that belong to the page and not the news.

Datelines, bylines, captions and their credits, "Read more", calls to subscribe, labels that copying
glued to a sentence ("Story highlights"): in the languages the tests hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from wordfreq import available_languages, get_frequency_dict

from digest.model.languages import base_language

_AGENCIES = (
    "Reuters|AP|AFP|CNN|dpa(?:-AFX)?|EFE|ANSA|PAP|APA|SID|KNA|epd|Lusa|Belga|ANP|Xinhua|TASS|Ukrinform"
    "|Укрінформ|УНІАН|УНН|Інтерфакс-Україна|РБК-Україна|Europa Press|Bloomberg|UPI|Agencies|Sputnik"
)
_MONTH = r"[^\W\d_]{3,9}\.?"
_DASH = r"(?:[-–—]+|\u00e2(?:[\x80-\x9f\u20ac]{1,2}[\x80-\x9f\u201c\u201d]?)?)"
"""A dash; also one whose encoding was mistaken on its way."""
_DATELINE = re.compile(
    rf"""^(?:
        .{{0,240}}?\((?:{_AGENCIES})\)\.?\s*{_DASH}[\s.]*(?=\S)
        |(?:.{{0,240}}?[^\W\d]\s)?\(CNN\)\s*(?=[A-Z“"])
        |(?:[^\W\d_a-z][\w.'’-]*[\s,]+){{1,5}}(?:\d{{1,2}}\.?\s(?:de\s)?{_MONTH}|{_MONTH}\s\d{{1,2}}),?\s*
            (?:\d{{4}},?\s*)?(?:\([^)]{{2,40}}\)|/[^/]{{2,40}}/)?[\s.]*{_DASH}\s*(?=\S)
        |[A-ZÀ-ÞА-ЯҐЄІЇ]{{2,}}(?:\s[A-ZÀ-ÞА-ЯҐЄІЇ]{{2,}})*(?:,\s[^\W\d_]+\.?(?:\s[^\W\d_a-z][\w.]*)?)?\s+{_DASH}\s+(?=\S)
        |[A-Z]{{3,}}(?:\s[A-Z]{{3,}})*,\s[A-Z][a-z]+\.\s+(?=[A-Z])
        |\((?:{_AGENCIES})\)\s*{_DASH}?\s*(?=\S)
        |\(?[A-Z]{{2,}}[A-Za-z]*\)?\s*[-–—:]\s+(?=[A-Z“"])
        |(?:[A-ZÀ-ÞА-ЯҐЄІЇ][\w.'’/-]*[\s,]+){{1,5}}(?:\([^)]{{2,40}}\)\s*)\s*[-–—]+\s*
        |(?:[A-ZÀ-ÞА-ЯҐЄІЇ]{{2,}}[\w.'’-]*[\s,]*){{1,4}}
            (?:(?:[A-Za-zА-Яа-яіїєґ]{{3,9}}\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+[a-zа-яіїєґ]{{3,9}})
                (?:,?\s+\d{{4}})?\s*)?(?:\([^)]{{2,40}}\)\s*)?[-–—]+\s+
        |\([A-Za-z/ .]{{2,30}}\)\s*[-–—]*\s*
        |[A-ZÀ-Þ][\w-]+(?:/[A-ZÀ-Þ][\w-]+)?\s+\((?:dpa|AFP|AP|EFE|Reuters|APA|SID|KNA|epd)[^)]*\)\s*[-–—.]*\s*
    )""",
    re.VERBOSE,
)
_DASHES = re.compile(r"\s[-–—]+\s")
_PLACE = re.compile(r"^[^\W\d_a-z]\w+(?:,?\s[^\W\d_a-z]\w+){0,3}\s[-–—]+\s(?=[^\W\d_a-z])")
"""A place before the only dash of its sentence: "San Francisco - A court"."""
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
_BULLET = re.compile(r"^(?:[•·▪►●]+\s*|[*–—-]+\s+)")
_LABEL = re.compile(
    r"""^(?:(?:Story\s+highlights?|Key\s+(?:points?|takeaways?|facts)|At\s+a\s+glance|Highlights
        |(?:Morning|Afternoon|Evening|Breaking|Live)\s+(?:update|news)|Breaking|Exclusive|Update|Analysis|Opinion
        |Das\s+Wichtigste(?:\s+in\s+Kürze)?|Eilmeldung|Головне|Оновлено|Терміново|Ексклюзив|Lo\s+más\s+importante
        |Última\s+hora|L['’]essentiel|In\s+breve|Em\s+resumo|W\s+skrócie)\s*[:.|–—-]\s*
        |Story\s+highlights?\s+(?=\S)|(?:Media|Image)\s+playback\s+is\s+\w+\s+on\s+(?:your|this)\s+device\s+
        |\[[^\[\]]{1,30}\]\s+(?=(?-i:[^\W\d_a-z])))""",
    re.VERBOSE | re.IGNORECASE,
)
_CAPTION_LABEL = re.compile(r"^[^\W\d_a-z][^\W\d_]{2,}:\s+(?=[^\W\d_a-z])")
""" "Split: The couple in May": one word and a colon, as some papers begin a caption."""
_PAGE_TALK = re.compile(
    r"\b(?:newsletters?|javascript|zip\s?code|digital access|ad ?blocker|subscribers? only"
    r"|free trial|click (?:to|on)|your (?:browser|inbox|device|subscription)|log ?in"
    r"|can be (?:read|found|seen) here|read (?:her|his|their) other"
    r"|follow (?:her|him|them|us) on|this (?:column|article|post|video|story|page|blog|live blog)"
    r"|diese[rnms]? (?:Artikel|Beitrag)|цій статті|este artículo|cet article)\b"
    r"|^(?:[A-Z][\w.'’-]+\s){2,4}is\s(?:a|an|the|\S+['’]s)\s.{0,40}?"
    r"\b(?:correspondent|columnist|contributor|editor-at-large|staff writer|freelance)\b"
    r"|https?://|www\.|(?<!\w)@\w{3,}",
    re.IGNORECASE,
)
_CAPITALS_FIRST = re.compile(
    r"^[“\"‘']?((?:[^\W\d_a-z]+['’]?[^\W\d_a-z]*)(?:\s[^\W\d_a-z]{2,})*)(?=\s)"
)
_SHORT_WORDS = frozenset(
    {"A", "AN", "AND", "ARE", "AS", "AT", "BY", "FIVE", "FOR", "FOUR", "FROM", "HAS", "HAVE", "IF"}
    | {"IN", "MEN", "MORE", "NOT", "OF", "ON", "ONE", "SIX", "THAT", "THE", "THEY", "THIS", "TO"}
    | {"TWO", "WAS", "WHEN", "WITH", "YOU"}
)
"""Words of fewer than five letters that are no abbreviations."""
_ABBREVIATION, _SURELY_A_WORD, _ORDINARY, _KNOWN = 4, 7, 1e-5, 2e-6
"""Letters of an abbreviation, at most, and those from which on there is none; the share of a
language's words from which on one is no name, and from which on it is no abbreviation either."""


def in_ordinary_letters(sentence: str, headline: str, language: str) -> str:
    """The sentence without the capitals that a page sets its first words in: "PARTYGOERS in", "A
    PRISONER is"; a short word may be an abbreviation and stays."""
    found = _CAPITALS_FIRST.match(sentence)
    if not found or not found.group(1).isupper() or sentence.isupper():
        return sentence
    base = base_language(language)
    shares = get_frequency_dict(base) if base in available_languages() else {}
    words = found.group(1).split()
    plain = [_in_ordinary_letters(word, headline, shares) for word in words]
    if plain == words or (len(words) == 1 and words[0] == "A"):
        return sentence
    plain[0] = plain[0][:1].upper() + plain[0][1:]
    return sentence.replace(found.group(1), " ".join(plain), 1)


def _in_ordinary_letters(word: str, headline: str, shares: Mapping[str, float]) -> str:
    if word in _SHORT_WORDS:
        return word.lower()
    share = shares.get(word.lower(), 0.0)
    named = f" {word.capitalize()}" in headline
    if word in headline or len(word) <= _ABBREVIATION:
        return word
    if len(word) < _SURELY_A_WORD and share < _KNOWN and not named:
        return word
    return word.capitalize() if named or share < _ORDINARY else word.lower()


_DATELINE_PLACE = re.compile(
    r"^([A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}(?:\s[A-ZÀ-Þ.'’-]+){0,3})(?:,\s[A-Z][\w.]+)?"
    r"(?:,?\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?(?:\s\([^()]{2,30}\))?\s[-–—]{1,2}\s",
    re.MULTILINE,
)
_NO_TOWN = re.compile(
    r"(?:ABOARD|ANALYSIS|BREAKING|EXCLUSIVE|OPINION|UNITED NATIONS|UPDATE|VIDEO|WATCH|[A-Z]{3})\b"
    r"(?! [A-Z])"
)
_SMALL_IN_NAMES = re.compile(r"(?<= )(?:De|Do|Da|Du|Des|Of|The|On|Sur|An|Am|Der|Upon|En)(?= )")
_THIS_PLACE = re.compile(
    r"\bthis ((?!week|month|year|season|summer|winter|spring|autumn)(?:[\w’'-]+ ){0,3}?"
    r"(?:city|town|village|port|capital|suburb|island))\b(?! of)"
)
_HERE = re.compile(
    r"(?P<before>\b[\w’'-]+ )?(?<![\w-])here\b"
    r"(?! (?:in|on|at|nor|and there|and now|to stay)\b|[-’'])"
)
_BEFORE_NAMES = frozenset(
    {"from", "near", "around", "to", "of", "outside", "through", "into", "in"}
)
_MOVING = frozenset(
    {"came", "come", "comes", "coming", "travelled", "traveled", "travelling", "traveling", "moved"}
    | {"brought", "flew", "flown", "returned", "sent", "went", "gone", "fled", "drove", "trip"}
    | {"visit", "move", "journey", "rushed", "taken", "carried", "invited", "transferred"}
)
_NOT_SURELY_IN = frozenset({"up", "down", "out", "over", "back", "right", "and", "is", "or", "by"})
_QUOTATION = re.compile(r"(\"[^\"]*\"|“[^”]*”)")


def dateline_place(text: str) -> str:
    """Where a text says that it was written: "SLOVYANSK, Ukraine — "; empty where it does not, or
    names several places."""
    found = {match.group(1) for match in _DATELINE_PLACE.finditer(text)}
    if len(found) != 1 or _NO_TOWN.match(only := found.pop()):
        return ""
    return _SMALL_IN_NAMES.sub(lambda name: name.group().lower(), only.title())


def naming_its_place(sentence: str, place: str, language: str) -> str:
    """ "This port" as "the port of Odessa", "a riot here" as "a riot in Edwa": the dateline, which
    said where, is not printed. Somebody's own words stay, and so does what is not sure to become
    good English; other languages inflect names, or choose prepositions by them."""
    if not place or base_language(language) != "en":
        return sentence
    parts = _QUOTATION.split(sentence)
    for at in range(0, len(parts), 2):
        named = _THIS_PLACE.sub(rf"the \1 of {place}", parts[at])
        parts[at] = _HERE.sub(lambda found: _there(found.group("before") or "", place), named)
    return "".join(parts)


def _there(before: str, place: str) -> str:
    """The place's name for "here", behind the word before it."""
    word = before.strip().lower()
    if word in _NOT_SURELY_IN:
        return f"{before}here"
    joint = "" if word in _BEFORE_NAMES else "to " if word in _MOVING else "in "
    return f"{before}{joint}{place}"


def bare_sentence(sentence: str, authors: Sequence[str] = ()) -> str:
    """The sentence without dateline, bullet and credit; empty when it is furniture as a whole."""
    if _PAGE_TALK.search(sentence):
        return ""
    if _FURNITURE.search(sentence) or _BYLINE.search(sentence) or _is_byline(sentence, authors):
        return ""
    bare = _LABEL.sub("", _BULLET.sub("", sentence))
    bare = _without_dateline(bare)
    if _CAPTION_LABEL.match(bare):
        return ""
    bare = _CREDIT_IN_PARENTHESES.sub("", bare) if not bare.endswith(".)") else bare
    return bare.strip()


def _without_dateline(sentence: str) -> str:
    """Without a place, a day and an agency at its head; what goes on in lower case had none."""
    rest = _DATELINE.sub("", sentence, count=1).lstrip()
    if rest == sentence and len(_DASHES.findall(sentence)) == 1:
        rest = _PLACE.sub("", sentence)
    return sentence if rest[:1].islower() else rest


def _is_byline(sentence: str, authors: Sequence[str]) -> bool:
    """A line that holds an author's name and little else."""
    return any(
        author and author in sentence and len(sentence) - len(author) < 25 for author in authors
    )
