"""The names in a line that tells who wrote an article, whatever else it tells: what they do for the
outlet, where they are, when it appeared, who took the pictures."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.gather import byline_words
from digest.gather.page_boilerplate import What, what_is
from digest.gather.page_stamps import stamp_in, stated_minutes, without_stamp

_LINE = 200  # characters
_BEFORE = 45  # characters of a line before the word that says who wrote
_WORDS = 5  # of a name
_WITH_ROLE = 3  # words of a name and a role
_ARABIC_NAME = 4  # words
_SENTENCE_WORDS = 8  # from which on a line with a full stop is a sentence
_CAPITAL = r"[^\W\d_a-zß-öø-ÿąćęłńóśźżěščřžýáíéůúňťďőűğışçāēīūа-яіїєґёά-ώ]"
_WROTE = re.compile(
    rf"(?<![\w’'])(?:(?i:{byline_words.WROTE})(?:\s*[:：]?\s+)(?={_CAPITAL})"
    rf"|(?i:{byline_words.WROTE}|{byline_words.WRITERS})\s?(?:[:：]\s*|\s?[–—-]\s)(?=\S))"
)
_MADE = re.compile(
    rf"[(\[]?\s*(?:{byline_words.WROTE}\s)?(?:{byline_words.MADE_OTHERWISE})(?!\w)\.?", re.I
)
_MADE_LATER = re.compile(
    rf"(?:\s*[.,;/|·•—–(]\s*|\s+-\s+|\s+)(?:(?:und|and|et|y|e|i|og|och|та|і|и|&)\s+)?"
    rf"(?:{byline_words.MADE_OTHERWISE})(?:\s+(?:de|di|by|von|par|por|van|av|af))?"
    rf"\s*(?:[:：.–—-]\s*|\s(?=(?-i:{_CAPITAL}))).*$",
    re.I,
)
_BY_PICTURES = re.compile(
    rf"(?:^|\s*,\s*|\s+(?:und|and|et|y|e|i|og|och|та|і|и|&)\s+)"
    rf"(?:(?!\s(?:und|and|et|y|e|i|og|och|та|і|и|&)\s)[^,():])+?\s*\((?:{byline_words.MADE_OTHERWISE})[^)]*\)",
    re.I,
)
_APART = re.compile(r"\s*[|•·▪●‖¦\t]+\s*|\s+[–—ـ-]+\s+|\s*[–—]\s+|\s{3,}")
_ROLE = re.compile(rf"(?<![^\W\d_])(?:{byline_words.ROLES})", re.I)
_NO_NAME = re.compile(rf"(?:{byline_words.NO_NAME})\.?", re.I)
_CASELESS_NO_NAME = re.compile(rf"(?:{byline_words.CASELESS_NO_NAME})\W*")
_GLUED_LEAD = re.compile(r"^(By|Von|Par|Por)(?=[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ])")
_MARKED_LEAD = re.compile(rf"^(?:Author,\s+|(?:Words|Text|Story)\s(?={_CAPITAL}\S*\s{_CAPITAL}))")
_GLUED_ROLE = re.compile(
    rf"(?<=[a-zß-ÿ])(?={_CAPITAL})(?=(?i:(?:{byline_words.ROLE_BEGINS})\b|{byline_words.ROLES}))"
)
_SHORTENED = re.compile(r"(?!jr|sr|dr|prof|st)[^\W\d_]{2,}\.", re.I)
_OF_FIRST = re.compile(rf"^(?i:de|do|da|del|od|autor)\s(?={_CAPITAL})")
_ROLE_BEGINS = re.compile(rf"(?:{byline_words.ROLE_BEGINS})", re.I)
_PLACE = re.compile(rf"(?:{byline_words.PLACE_BEGINS})\.?\s", re.I)
_OUTLET = re.compile(rf"(?:.*\s)?(?:{byline_words.OUTLET_ENDS}|(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ]{{2,3}}))", re.I)
_OUTLET_FIRST = re.compile(r"(?:radio|tv|télé|canal|agence|agencia|agência|agenzia)\b", re.I)
_ACRONYM = re.compile(r"[^\W\d_a-zà-ÿа-яіїєґ]{2,3}")
_AND = (
    r"(?:and|und|et|y|e|i|ve|ile|en|och|og|ja|és|și|a|και|та|і|й|и|و|&|\+|with|mit|avec|con|com|z"
    r"|AND|UND|ET|OCH|OG|VE|EN)"
)
_BETWEEN = re.compile(rf"\s*,?\s+{_AND}\s+|\s*[,;，、/・&]\s*|\s+و(?=\S{{3,}}\s\S)")
_TITLES = re.compile(r"^(?:د\.|أ\.د\.|الدكتور|دكتور)\s*")
_NOISE = re.compile(r"\S+@\S+|(?:^|\s)@\w+|https?://\S+|www\.\S+|\+?\d[\d\s()-]{6,}|[*†‡]+")
_EDITED_WITH = re.compile(r"^edited by .+?,? with\s+", re.I)
_NO_LEAD = re.compile(
    r"(?:mit|with|con|com|avec|z|за|powered|published|theme|thème|content)\b", re.I
)
_TEXT_AND_PICTURES = re.compile(
    r"^te[kx]st\s(?:i|und|och|og|en)\s(?:fot|foto|bild|beeld)\.?\s*:?\s*", re.I
)
_PUBLISHED = re.compile(
    r"(?:publié|mis en ligne|published|posted|veröffentlicht|publicado|pubblicato|опубліковано"
    r"|opublikowano|gepubliceerd|publicerad|publisert|yayınlandı|publicat)(?:\s(?:le|on|am|el|em|il|op))?",
    re.I,
)
_GENRE = re.compile(
    rf"(?:an?|eine?|une?|una?|uma|en|et|een|{byline_words.WRITERS}|kommentar|analyse?|essay"
    r"|critique|column|special|exclusive|portrait)\b",
    re.I,
)
_ASIDE = re.compile(r"\s*\((?:[^()\[\]]|\[[^\]]*\])*\)|\s*\[[^\]]*\]")
_PARTICLE = re.compile(
    r"(?:de|del|della|der|den|da|di|do|dos|das|du|des|la|le|van|von|vom|ten|ter|te|bin|bint|al|el"
    r"|ben|ibn|zu|zum|af|av|y|e|d[’']|l[’']|[’']t|ní|ó|mac|of)(?:\b|$)",
    re.I,
)
_WHERE = re.compile(
    r"(?:in|at|from|for|of|aus|im|für|à|pour|en|desde|para|em|da|dal|per|te|uit|w|z|dla|в|у|з|із|для"
    r"|из|od|v|från|för|i|fra)\s",
    re.I,
)
_BEFORE_NAME = re.compile(r"(?:l[’']|the|le|la|les|der|die|das|lusa|afp|dpa|[^\W\d_]+$)", re.I)
_CASELESS = re.compile(r"[\u0590-\u08ff\u0900-\u0dff]")
_WROTE_ARABIC = re.compile(r"(?:كتبت?|بقلم)\s(?=\S+\s\S)")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
_SENTENCE = re.compile(r"[.!?…。؟][\"'”’»)]*$")


@lru_cache(maxsize=20_000)  # lines, more than one page has
def told_names(text: str) -> tuple[str, ...]:
    """The names in a line that says in words that they wrote: "By Ada Quill", "Aus Merrow
    berichtet Ada Quill"; () for others."""
    if len(text) > _LINE or _UNSPACED.search(text):
        return ()
    for part in _parts(_unglued(text)):
        found = _WROTE.search(part[: _BEFORE + 40])
        if not found or found.start() > _BEFORE or _MADE.match(part):
            continue
        before = part[: found.start()]
        if _SENTENCE.search(part) and len(part.split()) > _SENTENCE_WORDS:
            continue
        dated = any(one.isdigit() for one in text) and _PUBLISHED.fullmatch(before.strip())
        if before and not dated and not _may_precede(before, found[0]):
            continue
        names = _names(part[found.end() :], told=True)
        if names and (not before or " " in names[0]):
            return names
    return ()


def begins_with_of(text: str) -> bool:
    """Whether a line begins with the "De" before a name."""
    return _without_of(text) != text


def is_outlet(name: str) -> bool:
    """Whether a name has a word that names of outlets have: "Coast TV", "Radio Vallées"."""
    return bool(_OUTLET.fullmatch(name) or _OUTLET_FIRST.match(name))


def has_role(text: str) -> bool:
    """Whether a line tells what somebody does for an outlet."""
    return bool(_ROLE.search(text))


def is_made_otherwise(text: str) -> bool:
    """Whether a line is nothing but the word for who took the pictures, edited or translated."""
    return bool(_MADE.fullmatch(text.strip(" :：")))


def _may_precede(before: str, lead: str) -> bool:
    """Whether words may stand before the one that says who wrote: "Ein Porträt von", but not
    "Published by" or "With information from"."""
    if len(before.split()) > 4 or re.search(r"[.!?,:«»\"“”]", before) or _NO_LEAD.match(before):
        return False
    return len(lead.split()) > 1 or bool(_GENRE.match(before)) or len(lead.strip()) > 6


@lru_cache(maxsize=20_000)
def split_byline(text: str) -> tuple[str, ...]:
    """The names in a line that is known to be a byline; () where it names a desk, a date or an
    outlet only. Not for scripts that set no spaces between words."""
    if len(text) > _LINE:
        return ()
    told = told_names(_EDITED_WITH.sub("By ", text))
    if told:
        return told
    if any(
        _SENTENCE.search(part) and len(part.split()) > _SENTENCE_WORDS
        for part in _APART.split(text)
    ):
        return ()
    for part in _parts(_unglued(text)):
        if _MADE.match(part) and not _MADE.fullmatch(part):
            continue
        names = _names(_without_of(part), told=False)
        signed = tuple(name for name in names if _ends_in_capitals(name))
        if names:
            return signed or names
    return ()


def _unglued(text: str) -> str:
    """A line with a space where the page's markup, and not its text, set a name apart from the
    word before it and the role behind it: "ByAda QuillSenior Reporter"."""
    text = _MARKED_LEAD.sub("By ", text)
    return _GLUED_ROLE.sub(" ", _GLUED_LEAD.sub(r"\1 ", text))


def _without_of(part: str) -> str:
    """An entry without the "De" before two capitalised words that may be names."""
    rest = _OF_FIRST.sub("", part)
    return rest if _name_length(rest.split()) > 1 else part


def _parts(text: str) -> list[str]:
    """The entries of a line, without those that say when or are buttons, without addresses."""
    plain = _MADE_LATER.sub("", _BY_PICTURES.sub("", _TEXT_AND_PICTURES.sub("Text: ", text)))
    found = []
    for raw in _APART.split(_NOISE.sub(" ", _ASIDE.sub("", plain))):
        part = " ".join(raw.split()).strip(" .,:;–—-")
        named = without_stamp(part)
        if stamp_in(part) and len(named.split()) < 2:
            continue
        if not part or stated_minutes(part) is not None or what_is(part) is not What.TEXT:
            continue
        found.append(named)
    if len(found) > 1 and _is_led(plain, mark=r"\s*[:：]") and _CASELESS.search(plain):
        names = [part for part in found[1:] if 1 < len(part.split()) <= _ARABIC_NAME]
        return [", ".join([found[0], *names]), *found]
    if len(found) > 1 and _WROTE_ARABIC.match(plain) and len(found[0].split()) > 2:
        names = [part for part in found[1:] if 1 < len(part.split()) <= _ARABIC_NAME]
        return [", ".join([found[0], *names]), *found]
    if len(found) > 1 and _is_led(plain):  # "كتب - عماد الصيرفي"
        return [" - ".join(found[:2]), *found]
    return found


def _is_led(text: str, *, mark: str = r"\s*[–—-]") -> bool:
    lead = rf"(?:{byline_words.WROTE}|{byline_words.WRITERS})"
    return bool(re.match(lead + rf"(?:{mark}|\s(?=\S+\s\S+\s-\s))", text, re.I))


def _names(text: str, *, told: bool) -> tuple[str, ...]:
    """The people in one entry: those in a list, or none where it does not begin with one."""
    names: list[str] = []
    closed = by_comma = False
    for piece, after in _listed(text):
        if closed and by_comma:
            break  # what follows the last of several names is their outlet
        name = _person(piece, first=not names, told=told)
        if name and not (by_comma and _is_place(piece)):
            names.append(name)
        elif not told and _is_none(piece, first=not names, closed=closed):
            return ()
        by_comma = after.strip() in (",", "，")
        closed = closed or bool(names and after.strip(" ,/،、・"))
    return tuple(dict.fromkeys(names))


def _is_none(piece: str, *, first: bool, closed: bool) -> bool:
    """Whether an entry that is no person shows that the whole list names nobody."""
    if first:
        return bool(_ROLE.match(piece)) or not _BEFORE_NAME.match(piece)
    return closed and _goes_on(piece)


def _goes_on(piece: str) -> bool:
    """Whether what follows an "and" is the rest of a sentence, and no further name or role."""
    words = piece.split()
    return len(words) > 1 and words[0][0].islower() and not _is_aside(piece)


def _listed(text: str) -> list[tuple[str, str]]:
    """The entries of a list, each with what stands between it and the next."""
    found = []
    start = 0
    for cut in _BETWEEN.finditer(text):
        found.append((text[start : cut.start()], cut[0]))
        start = cut.end()
    return [*found, (text[start:], "")]


def _is_place(piece: str) -> bool:
    plain = piece.strip()
    return bool(_PLACE.match(plain) or (_OUTLET.fullmatch(plain) and not plain.isupper()))


def _person(text: str, *, first: bool, told: bool) -> str:
    """The person's name at the beginning of one entry of a list, "" where there is none."""
    text = _TITLES.sub("", text.strip(' .,:;،–—-"“”„«»')).strip()
    if not text or any(one in text for one in '!?«»"“”=+#<>'):
        return ""
    if _CASELESS.search(text):
        words = re.sub(r"^[^:]{2,30}:\s", "", text).split()  # where they are stands before a colon
        role = next((at for at, word in enumerate(words) if _is_no_name(word)), len(words))
        kept = words[:role]
        if any(one.isdigit() for word in kept for one in word):
            return ""
        return " ".join(kept).strip("،,") if 2 <= len(kept) <= 4 else ""
    words = text.split()
    is_role = _ROLE.match(text) or _ROLE_BEGINS.match(text) or len(words) < _WITH_ROLE
    if not first and is_role and _ROLE.search(text):
        return ""
    kept = words[: _name_length(words)]
    rest = " ".join(words[len(kept) :])
    kept = _without_role(kept, rest)
    while kept and (kept[-1].strip(".").lower() in ("of", "in", "at", "de", "von", "the")):
        kept.pop()
    if not (told and first):  # behind "By" stands nothing but the name
        kept = _surname_in_capitals(kept)
    name = " ".join(kept).strip(" ,:")
    if not kept or len(kept) > _WORDS or _NO_NAME.fullmatch(kept[0]):
        return ""
    if len(kept) == 1:
        return name if told and first and not rest and len(name) > 2 else ""
    if not told and rest and not _is_aside(rest):
        return ""
    if _ROLE.search(name) and not (told and first):
        return ""
    if not first and any(_ROLE.match(word) or _ROLE_BEGINS.fullmatch(word) for word in kept):
        return ""
    if not first and _ACRONYM.fullmatch(kept[-1]) and not name.isupper():
        return ""
    return name


def _is_no_name(word: str) -> bool:
    """Whether a word in a script without capitals is none of a name."""
    return bool(_ROLE.match(word) or _CASELESS_NO_NAME.fullmatch(word))


def _name_length(words: list[str]) -> int:
    """How many words from the first on have capitals, particles before such a word included."""
    end = 0
    for at, word in enumerate(words):
        bare = word.strip("’'\"(),")
        if at > 1 and _SHORTENED.fullmatch(bare):
            break  # "Ada Quill Cd. de Merrow"
        if bare[:1].isupper() and not any(one.isdigit() for one in bare):
            end = at + 1
        elif not _PARTICLE.match(bare):
            break
    return end


def _is_aside(rest: str) -> bool:
    """Whether what follows a name in an entry tells what they do or where."""
    first = rest.split()[0]
    return bool(
        _ROLE.search(rest)
        or _WHERE.match(rest)
        or _NO_NAME.fullmatch(first)
        or _SHORTENED.fullmatch(first)
    )


def _without_role(words: list[str], rest: str) -> list[str]:
    """A name without the first capitalised words of the role that follows it."""
    for at in range(2, len(words)):
        if _ROLE.match(words[at]) and words[at].lower() != "service":
            begins = (to for to in range(2, at) if _ROLE_BEGINS.fullmatch(words[to]))
            return words[: next(begins, at)]
    if _ROLE.search(rest) or rest[:3] in ("of ", "for"):
        end = next((at for at in range(2, len(words)) if _ROLE_BEGINS.fullmatch(words[at])), 0)
        if end:
            return words[:end]
    return words


def _ends_in_capitals(name: str) -> bool:
    words = name.split()
    return words[-1].isupper() and len(words[-1]) > 2 and not words[0].isupper()


def _surname_in_capitals(words: list[str]) -> list[str]:
    """Of "L'Arvor Yann LE GUERNIC" what is the person's: one given name before the capitals."""
    if all(word.isupper() for word in words):
        return words
    first = next((at for at, word in enumerate(words) if len(word) > 2 and word.isupper()), 0)
    while first > 1 and words[first - 1].isupper() and len(words[first - 1]) <= 2:
        first -= 1
    if all(word.isupper() for word in words[first:]) and first > 1:
        return words[first - 1 :]
    return words
