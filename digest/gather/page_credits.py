"""Captions and credits of pictures on a page copied as text, in the conventions of many outlets."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.gather.html_pictures import caption_and_credit
from digest.gather.page_boilerplate import What, is_notice, what_is
from digest.gather.page_lines import ends_sentence, word_count
from digest.gather.page_names import is_capitalised, is_caseless, people
from digest.model.article import Image

_WORD = (
    r"(?:pics?|photo(?:graph(?:s|y|er|ie)?|s)?|picture|image|(?:photo|image|picture)?\s?credits?"
    r"|illustration|courtesy"
    r"|foto(?:s|grafie|grafia|graf|grafía|ğraf)?|fot\.|bild(?:er|quelle|nachweis|rechte)?"
    r"|quelle|grafik|zeichnung"
    r"|фото(?:граф(?:ія|ії|ка)?)?|світлин[аи]|ілюстрація|зображення|иллюстрация|изображение"
    r"|crédits?(?:\s?photo)?|(?:©\s?)?photographie|dessin|créditos?|imagen|imagem"
    r"|ilustración|ilustração"
    r"|immagine|zdjęci[ea]|zdj\.|źródło|rys\.|görsel|kaynak|beeld|foto[’']s"
    r"|kuva(?:t|aja)?|valokuva(?:t)?|fotó|forrás|zdroj|valok\.|photographer|fotograf(?:în|ie)?|φωτ(?:ογραφ[ίι](?:α|ες)|[όο])?\.?"
    r"|відео|видео|vid[eé]o|ảnh|ภาพ|billede|bilde"
    r"|صورة|الصورة|تصوير|عدسة|المصدر|צילום|תמונה|عکس|写真|撮影|画像|提供|图片来源|图片|图源"
    r"|图|摄影|攝影|圖片|圖|사진)"
)
_BY = r"(?:by|von|par|por|di|de|d[’']|od|van|av|af|autor)"
_GLUED = r"Credits?|Photo|Foto|Image|Picture|Pic|Bild|Crédits?|Фото"
_SHORT = r"(?:fot|zdj|rys|phot|pic)\."
_SET_APART = r"[:：/–—-]"
_MADE_IN_WORDS = re.compile(
    r"(?:фотографува(?:в|ла|ли)|фотографировал[аи]?|fotografował[aiy]?|fotografiert von"
    r"|photographed by|(?:تصوير|عدسة|צילום)(?=(?:\s\S+){2,4}$))\s+(?P<credit>\S.*)",
    re.IGNORECASE,
)
_CREDIT_LINE = re.compile(
    rf"[(\[]?(?:{_SHORT}\s|{_WORD}(?:\s?/\s?{_WORD})?(?:\s+{_BY})?\s*{_SET_APART}"
    rf"(?:\s*(?:gracieuseté|courtoisie|cortesía|cortesia)\s*[:：])?"
    rf"|{_WORD}\s+(?:courtesy of|{_BY})\s"
    rf"|[©ⓒ📷📸]\ufe0f?\s?(?:{_WORD}\s*[:：]?)?)\s*(?P<credit>\S.*?)[)\]]?\.?",
    re.IGNORECASE,
)
_IN_LINE = re.compile(
    rf"(?P<caption>.+?)(?:\s*[.!?…。！？»”\"|/(\[（]|\s[–—-]|\s(?={_WORD}\s*[:：])"
    rf"|(?<=(?-i:[a-zà-ÿа-яіїєґ’'”\"»)\d]))(?=(?-i:{_GLUED})\s*:)"
    rf"|\s(?=[©ⓒ📷📸])|\s(?={_SHORT}\s)|,(?=\s*(?:{_SHORT}\s|{_WORD}\s*[:：])))\s*"
    rf"(?:{_WORD}(?:\s+{_BY})?\s*[:：/–—-]\s*|{_WORD}\s+(?:courtesy of|{_BY})\s+|[©ⓒ📷📸]\ufe0f?\s*"
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
_NUMBER = re.compile(r"(?:item \d+ of \d+\s+|\[\d+/\d+\]\s*)", re.IGNORECASE)
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
_ANY_WORD = re.compile(rf"(?<!\w)(?:{_WORD}|{_SHORT})(?!\w)|[©ⓒ📷📸]", re.IGNORECASE)
_ANY_AGENCY = re.compile(rf"(?<!\w){_AGENCY}(?!\w)", re.IGNORECASE)
_AGENCY_AT_END = re.compile(
    rf"(?P<caption>.+?)\s*(?:[|/–—]|\.\s|\s-\s"
    rf"|[(\[（])\s*(?P<credit>(?:[^|()\[\].]{{2,40}}[/-]\s?)?{_AGENCY}"
    rf"(?:\s?[/-]\s?[^|()\[\]]{{2,40}})?)[)\]）]?\.?",
    re.IGNORECASE,
)
_COMMA_NAME = re.compile(
    rf"(?P<caption>.+?\w),\s*{_WORD}\s+(?P<credit>(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.:,]{{2,60}})",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    rf"(?P<caption>.+[.!?…»”\"])\s*{_WORD}\s+(?:надав|надала|надали|надано|предоставлено|udostępni\S+"
    r"|provided by|zur Verfügung gestellt von)\s+(?P<credit>[^.:]{2,60})\.?",
    re.IGNORECASE,
)
_SLASHED_WORD = re.compile(
    rf"(?P<caption>.+\S)\s/\s{_WORD}\s(?P<credit>(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.:/]{{2,60}})",
    re.IGNORECASE,
)
_CAPITALS_AT_END = re.compile(
    r"(?P<caption>.+?[^\s.].[.!?…»”\")])\s+(?P<credit>(?:[A-ZÀ-ÞĄ-Ž]\.\s?){0,3}[A-ZÀ-ÞĄ-Ž][A-ZÀ-ÞĄ-Ž.'’/-]+(?:\s[A-ZÀ-ÞĄ-Ž.'’/()«»“”&-]+){0,8})"
)
_JAPANESE = re.compile(r"(?P<caption>.+?)[=＝](?P<credit>[^=＝。]{2,30}?)(?:撮影|提供|写す)?")
_BARRED = re.compile(r"(?P<caption>[^|｜]+\S)\s*[|｜]\s*(?P<credit>[^|｜]+)")
_DASHED = re.compile(r"(?P<caption>.+\S)\s(?:/{1,2}|[–—-])\s(?P<credit>.+)")
_STOPPED = re.compile(r"(?P<caption>.+[.!?…»”\"])\s*(?P<credit>[^.!?…]+)")
_OUTLETS = re.compile(
    r"(?P<caption>.+?)\s*\((?P<credit>(?:[A-Z]{2,}\s?|[^\W\d_][\w.’'-]*\s){0,5}[^\W\d_][\w.’'-]*:\s[^():\d]{3,60})\)"
)
_OUTLET = re.compile(r"(?P<caption>.+?)\s*\([^\W\d_][\w.’'-]*:\s(?P<credit>[^():\d]{3,60})\)")
_SLASHED = re.compile(
    r"(?P<caption>.+\S)\s/(?P<credit>[^\s/][^/]*?(?:\s?/(?=[^\W\d_a-zà-ÿąćęłńóśźż])[^/]+)?)(?:\s/[^\s/][^/]*)?"
)
_SIGNED_LAST = re.compile(
    r"(?P<caption>.+?[.!?…»”\")])(?P<gap>\s*)(?P<credit>[^\W\d_a-zà-ÿа-яіїєґ][^.!?…|]+)"
)
_BARRED_OUTLET = re.compile(r"(?P<caption>[^|]+\S)\s\|\s(?P<credit>[^|a-zà-ÿа-яіїєґ]+)")
_BARRED_SENTENCE = re.compile(r"(?P<caption>[^|]+[.!?…»”])\s\|\s(?P<credit>[^|.]{2,40})")
_GLUED_COURTESY = re.compile(
    r"(?P<caption>.+[a-zà-ÿ.»”])\s?(?P<credit>(?:Gentileza|Cortesía|Courtesy|Gracieuseté|Archivo)\s.{3,60})"
)
_COURTESY = re.compile(
    r"(?:courtesy|supplied|provided|cortesía|cortesia|gracieuseté|courtoisie)\b", re.I
)
_NAMED = re.compile(
    r"(?P<caption>.+\s(?:[^\W_A-ZÀ-ÞА-ЯІЇЄҐ]\S*|\d+))\s"
    r"(?P<credit>[^\W\d_a-zà-ÿа-яіїєґ][\w.’'-]+(?:\s[^\W\d_a-zà-ÿа-яіїєґ][\w.’'-]+){1,2})"
)
_MADE_BY = re.compile(
    r"(?P<caption>.+[。．」”])\s*(?P<credit>[^。]{2,30}?)\s?(?:摄|攝|摄影|攝影|撮影)"
)
_MADE_BY_JAPANESE = re.compile(r"(?P<caption>.+)、(?P<credit>[^、。＝=]{2,12})撮影")
_KOREAN = re.compile(
    r"(?P<caption>.*[\uac00-\ud7ff].*[.다])\s*(?:사진\s*)?[=/|]\s*(?P<credit>[^.]{2,30})"
)
_MADE = (_MADE_BY, _MADE_BY_JAPANESE, _KOREAN)
_ADJECTIVE = (
    r"(?:\s(?:ілюстративн[еа]|архівн[еа]|иллюстративное|d['’]illustration|d['’]archives?|de archivo"
    r"|ilustracyjne|poglądowe|ilustrační|ilustrativní)[,:]?)"
)
_WORD_FIRST = re.compile(
    rf"[(\[]?(?:{_WORD}|{_SHORT}){_ADJECTIVE}?"
    rf"(?:\s+(?:courtesy of|supplied by|{_BY}))?\s*[:：]?\s+",
    re.IGNORECASE,
)
_SOURCE_FIRST = re.compile(
    r"(?:source|джерело|источник|fuente|fonte|bron|källa|صور|المصدر)\s?[:：]\s+", re.IGNORECASE
)
_LICENCE = re.compile(r"(?:/File Photo)?\s+(?:Purchase )?Licensing Rights.*$", re.IGNORECASE)
_STOCK_ADJECTIVE = re.compile(
    r"(?:symbol|archiv|agentur)(?:bild|foto)|file (?:photo|picture|image)"
    r"|архівне (?:фото|зображення)"
    r"|(?:фото|зображення) (?:ілюстративне|архівне)|(?:zdjęcie|foto) (?:ilustracyjne|archiwalne)"
    r"|(?:photo|image) d['’](?:illustration|archives?)|(?:imagen|foto) de archivo|أرشيفية",
    re.IGNORECASE,
)
_IMAGE_LEAD = re.compile(rf"\[{_WORD}\s*:", re.IGNORECASE)
_BRACKETED_FIRST = re.compile(r"\[(?P<credit>[^\[\]]{3,60})\]\s+(?P<caption>\S.*)")
_AGENCY_LAST = re.compile(
    rf"(?P<caption>.+\S)\s(?P<credit>(?=[A-ZÀ-Þ])(?i:{_AGENCY})(?:\s?/\s?[^/|()]{{2,40}})?)\.?"
)
_RIGHTS_AT_END = re.compile(r"\s*[©ⓒ]\s?[^©ⓒ]{2,40}$")
_AGENCY_CAPTION = 3  # words
_SHORT_WORD = 3  # letters of an article or preposition
_CAPTION_CHARACTERS = 1_500
_UNCAPITALISED = 3  # words of a credit such as "private" or "press service"
_PLAIN_CAPTION = 300  # characters of a caption whose credit is told by its capitals
_CAPITALS = 6
_CREDIT_WORDS = 9
_CREDIT_CHARACTERS = 90


def caption_apart(text: str) -> tuple[str, str]:
    """A line that is known to be a caption with its credit, as the two; the credit is "" where
    nothing shows which words they are."""
    told = (
        credited(text)
        or _name_first(text)
        or signed_caption(text)
        or _of_outlet(text)
        or _in_parentheses(text)
        or _ending_in_agency(text)
        or _after_slash(text)
        or _after_bar(text)
        or _after_last_stop(text)
    )
    return (told.caption, told.credit) if told else (_without_lead(text), "")


def credit_of(text: str) -> str:
    """The credit in a line that is known to be one: without the word that says so."""
    text = _SOURCE_FIRST.sub("", _LICENCE.sub("", text), count=1)
    told = credit_only(text)
    return told or _WORD_FIRST.sub("", text, count=1).strip("()[] ")


@lru_cache(maxsize=20_000)
def credit_only(text: str) -> str:
    """The credit in a line that tells nothing else: "Photo: Ada Quill", "© Tide"; "" for others."""
    found = _CREDIT_LINE.fullmatch(text) or _MADE_IN_WORDS.fullmatch(text)
    credit = found["credit"].strip() if found else ""
    return credit if credit and is_credit(credit) else ""


@lru_cache(maxsize=20_000)  # lines, more than one page has
def credited(text: str) -> Image | None:
    """The caption and credit of a line that names the latter beyond doubt: with a word such as
    "Photo:" or an agency; None for other lines."""
    plain = text.strip()
    if len(plain) > _CAPTION_CHARACTERS:
        return None
    if _IMAGE_LEAD.match(plain):
        plain = plain.strip("[]")
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1]
    made = _made_by(plain)
    if made:
        return made
    for form in (_IN_BRACKETS, _IN_LINE, _FIRST):
        found = form.fullmatch(plain)
        if found and is_credit(found["credit"]) and word_count(found["caption"]) >= 2:
            caption = found["caption"].rstrip(" |–—-(")
            if form is _IN_LINE and plain[found.end("caption") :][:1] in '.!?…。！？»”"':
                caption += plain[found.end("caption")]
            caption = _RIGHTS_AT_END.sub("", caption)
            return Image(caption=_without_lead(caption), credit=found["credit"].strip(" ."))
    named = _AFTER_STOP.fullmatch(plain)
    if named and is_maker(named["credit"]) and word_count(named["caption"]) >= 2:
        return Image(caption=_without_lead(named["caption"]), credit=named["credit"])
    given = (
        _GIVEN.fullmatch(plain) or _SLASHED_WORD.fullmatch(plain) or _COMMA_NAME.fullmatch(plain)
    )
    is_told = given and (given.re is not _COMMA_NAME or is_maker(given["credit"]))
    if given and is_told and word_count(given["caption"]) > _AGENCY_CAPTION:
        return Image(caption=_without_lead(given["caption"]), credit=given["credit"])
    agency = _AGENCY_AT_END.fullmatch(plain) or _JAPANESE.fullmatch(plain)
    if agency and is_credit(agency["credit"]) and word_count(agency["caption"]) >= 3:
        credit = agency["credit"].strip()
        return _signed_by_more(plain, credit) or Image(
            caption=agency["caption"].strip(), credit=credit
        )
    capitals = _CAPITALS_AT_END.fullmatch(plain)
    if capitals and len(plain) <= _PLAIN_CAPTION and not capitals["caption"].isupper():
        credit = capitals["credit"]
        if is_credit(credit) and len(credit) >= _CAPITALS and what_is(credit) is What.TEXT:
            return Image(caption=capitals["caption"], credit=credit)
    caption, credit = caption_and_credit(text)
    if "/" not in credit or any(letter.isdigit() for letter in credit):
        return None
    return _signed_by_more(plain, credit) or Image(caption=caption, credit=credit)


def _signed_by_more(text: str, credit: str) -> Image | None:
    """A caption of which ``credit`` is but the end of the credit: "… (file picture) Ada
    Quill/Tide/Archive"."""
    signed = signed_caption(text) if "/" in credit else None
    is_longer = signed is not None and signed.credit.endswith(f"/{credit}")
    return signed if is_longer else None


def has_picture_word(text: str) -> bool:
    """Whether a word for a picture, its source or its maker stands in a line."""
    return bool(_ANY_WORD.search(text))


def has_agency(text: str) -> bool:
    """Whether a line names an agency that sells pictures."""
    return bool(_ANY_AGENCY.search(text))


def _after_slash(text: str) -> Image | None:
    """A caption with " /Ada Quill" at its end."""
    found = _SLASHED.fullmatch(text)
    if (
        not found
        or word_count(found["caption"]) < _AGENCY_CAPTION
        or not is_credit(found["credit"])
    ):
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def signed_caption(text: str) -> Image | None:
    """A caption whose end can hardly be anything but its credit: a name and an outlet, an agency or
    "Courtesy of …" behind a full stop, an outlet in capitals behind a bar; None for other lines."""
    barred = _BARRED_OUTLET.fullmatch(text) or _BARRED_SENTENCE.fullmatch(text)
    if barred and is_credit(barred["credit"]) and word_count(barred["caption"]) > _AGENCY_CAPTION:
        return Image(caption=barred["caption"], credit=barred["credit"])
    courtesy = _GLUED_COURTESY.fullmatch(text)
    if courtesy and is_credit(courtesy["credit"]):
        return Image(caption=courtesy["caption"], credit=courtesy["credit"])
    found = _SIGNED_LAST.fullmatch(text)
    if not found or not is_credit(found["credit"]) or ends_sentence(found["credit"]):
        return _after_slash(text)
    credit = found["credit"]
    is_glued = not found["gap"] and people(credit) == (credit,)
    if is_glued or "/" in credit or has_agency(credit) or _COURTESY.match(credit):
        return Image(caption=found["caption"], credit=credit)
    return None


def is_person_with_outlet(text: str) -> bool:
    """Whether a line is nothing but a name and an outlet: "Ada Quill | The Tide"."""
    name, bar, outlet = text.partition(" | ")
    return bool(bar) and people(name) == (name,) and is_capitalised(outlet) and is_credit(text)


def is_maker(text: str) -> bool:
    """Whether a line has the shape of a credit without saying that it is one: a person, an agency,
    both with a slash between them."""
    return (
        is_credit(text)
        and not ends_sentence(text)
        and ("/" in text or has_agency(text) or people(text) == (text,))
    )


def is_agency_with_name(text: str) -> bool:
    """Whether a line is nothing but an agency and a name or a second outlet behind a slash:
    "APX/Ada Quill"."""
    first, slash, last = text.partition("/")
    return (
        bool(slash)
        and is_credit(text)
        and bool(first.strip() and last.strip())
        and not first.endswith(" ")
        and (first.isupper() or bool(people(last.strip())) or has_agency(first))
        and is_capitalised(last)
        and not ends_sentence(text)
    )


def is_agency(text: str) -> bool:
    """Whether a text is the name of an agency, and nothing else."""
    return bool(_ANY_AGENCY.fullmatch(text))


def _in_parentheses(text: str) -> Image | None:
    caption, credit = caption_and_credit(text)
    if not credit or not is_credit(credit):
        return None
    return Image(caption=caption, credit=credit)


def _after_bar(text: str) -> Image | None:
    """A caption before a bar or slash, and a name behind it."""
    found = _BARRED.fullmatch(text) or _DASHED.fullmatch(text)
    if not found or word_count(found["caption"]) < 2 or not is_credit(found["credit"]):
        return None
    return Image(caption=found["caption"].strip(), credit=found["credit"].strip())


def _made_by(text: str) -> Image | None:
    """A caption in Chinese, Japanese or Korean with who took the picture at its end."""
    if not is_caseless(text):
        return None
    found = next((found for form in _MADE if (found := form.fullmatch(text))), None)
    return Image(caption=found["caption"], credit=found["credit"]) if found else None


def _of_outlet(text: str) -> Image | None:
    """A caption with "(Coast News: Ada Quill)" at its end."""
    found = _OUTLETS.fullmatch(text) or _OUTLET.fullmatch(text)
    return Image(caption=found["caption"], credit=found["credit"]) if found else None


def caption_with_name(text: str) -> Image | None:
    """A caption that is no sentence, with a name behind it; None for others, and where the words in
    front go on with the name ("at the station of Port Merrow")."""
    found = None if is_caseless(text) else _NAMED.fullmatch(text)
    if not found or not is_capitalised(found["credit"]):
        return None
    before = found["caption"].split()[-1]
    if len(before) <= _SHORT_WORD and before.isalpha():
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def _name_first(text: str) -> Image | None:
    """A caption behind "[Ada Quill]"."""
    found = _BRACKETED_FIRST.fullmatch(text)
    if not found or not people(found["credit"]):
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def _ending_in_agency(text: str) -> Image | None:
    """A caption with an agency behind it: "The quay EFE / Ada Quill"."""
    found = _AGENCY_LAST.fullmatch(text)
    if not found or word_count(found["caption"]) < _AGENCY_CAPTION:
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def _after_last_stop(text: str) -> Image | None:
    """A caption that is a sentence, and a name in the words behind it."""
    found = _STOPPED.fullmatch(text)
    if not found or not is_credit(found["credit"]) or ends_sentence(found["credit"]):
        return None
    if not (found["credit"][0].isupper() or is_caseless(text)):
        return None
    return Image(caption=found["caption"].strip(), credit=credit_of(found["credit"].strip()))


def _without_lead(text: str) -> str:
    """A caption without the label or the number of the picture before it."""
    text = _NUMBER.sub("", text, count=1)
    return _LEAD.sub("", text, count=1) if _LEAD.match(text) else text


def is_credit(text: str) -> bool:
    """Whether words can name who took a picture: few, no number, and no sentence of their own."""
    words = text.split()
    if not words or len(words) > _CREDIT_WORDS or len(text) > _CREDIT_CHARACTERS:
        return False
    if _STOCK_ADJECTIVE.fullmatch(text.strip("()[] .")):
        return False  # tells what kind of picture it is, not whose
    if re.search(r"(?<!\w)\d|[:：]", text) or is_notice(text.replace("©", "")):
        return False
    return (
        is_caseless(text)
        or text[0].isupper()
        or "/" in text
        or len(words) <= _UNCAPITALISED
        or (words[0].endswith(".") and any(word[0].isupper() for word in words))
        or bool(re.match(_AGENCY, text, re.IGNORECASE))
    )
