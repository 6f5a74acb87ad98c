"""The names of people and desks on a page copied as text, and the bylines that tell them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from digest.gather.page_bylines import split_byline, told_names
from digest.gather.page_stamps import before_date, stamp_in, stated_minutes, without_stamp

_OF = (
    r"[Bb]y|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Aa] cura di|[Dd]oor|[Aa]v|[Aa]f|[Оо]т"
    r"|BY|VON|PAR|POR|DI|DOOR|AV|AF"
)
_ROLES = (
    r"авторк?[аи]?|автори|текст|розмовля\w+|записа\w+|спілкува\w+|журналіст\w*|інтерв[’'ʼ]ю"
    r"|text|words|story|reporting|reporter|author|authors|written|interview|essay"
    r"|autor(?:in|en|a|es|as|i|ka|zy)?"
    r"|texte?s?|textos?|testo|testi|tekst|redac(?:tor|ción|ção)|reportaje|reportagem"
    r"|entrevista|intervista"
    r"|rozmawia\w*|wywiad|opracowa\w+|yazan|yazar|yazı|haber|muhabir|röportaj"
    r"|propos recueillis|rédaction"
    r"|bericht|gespräch|protokoll|dossier|enquête|reportage|récit|recueilli"
    r"|حاور\w*|أجرى الحوار|أجرت الحوار|كتب|كتبت|كتابة|بقلم|إعداد|تقرير|الكاتب|حوار|نویسنده"
    r"|گزارش|מאת|כתב|כתבה"
    r"|文・?|取材(?:・文)?|執筆|著者|筆者|記者|作者|撰文|记者|글|기자|작성자"
)
_NOT_WRITTEN = (
    r"(?!\w*(?:photo|foto|фото|bild|illustr|image|picture|video|graphic|grafi|edit|transl"
    r"|übers|trad))"
)
_BYLINE = re.compile(
    rf"(?P<lead>(?:{_OF})(?:\s+|\s?:\s*)(?=\S)|(?i:(?:{_ROLES})\s*[:：–—/／-]\s*)"
    r"|(?:كتبت?|بقلم)\s+(?=\S+\s\S)"
    rf"|(?i:{_NOT_WRITTEN}\w+(?:\s\w+)?\s+(?:{_OF})\s+)(?=[^\W\d_a-zа-яіїєґ])"
    r"|(?i:rédigé par|geschrieben von|written by|reported by|story by|text by|words by"
    r"|interview by"
    r"|a cura di|escrito por|texto de|testo di|scritto da|tekst)\s+)"
    r"(?P<names>.+)"
)
_BARE_OF = re.compile(
    r"(?:by|von|par|por|di|door|av|af|автор|автори|авторка|текст|text|autor|autora|بقلم"
    r"|كتب)\s*:?",
    re.I,
)
_AND = re.compile(r"(?:and|und|et|y|e|i|ve|en|och|og|та|і|й|и|و|&)", re.I)
_WITH = re.compile(
    r"\s+(?:with|mit|avec(?: le concours d[e’'])?|con|com|z|ze|за участі|при участии"
    r"|بالتعاون مع)\s+"
)
_BETWEEN_NAMES = re.compile(
    r"(?P<listed>\s*[,，]\s*(?!(?:and|und|et|y|e|ve|en|та|і|и|i|&)\s))"
    r"|\s*[;、/]\s*|(?P<last>\s*,?\s+(?:and|und|et|y|e|ve|en|och|og|та|і|й|и|i|&|\+)\s+)|[・]"
)
_INITIALS = re.compile(r"[^\W\d_]{2,4}")
_ACRONYM = re.compile(r"\s[^\W\d_]{2,5}$")
_ARABIC_AND = re.compile(r"\s+و\s?(?=\S)")
_WHERE = re.compile(
    r"\s+(?:at|in|from|aus|à|a|en|em|z|w|із|з|у|в|na|de|da|from|te|om|från)\s+[^\W\d_].*$"
)
_NAME_PARTICLES = {
    *("de", "del", "della", "der", "den", "da", "di", "do", "dos", "du", "la", "le", "van", "von"),
    *(
        "ten",
        "ter",
        "bin",
        "bint",
        "al",
        "el",
        "ben",
        "zu",
        "zum",
        "af",
        "av",
        "y",
        "e",
        "’t",
        "d’",
    ),
}
# "Ada Quill (text) and Bo Lee (photographs)": the second is no author
_PICTURED_BY = re.compile(
    r"(?:^|\s*,\s*|\s+\w{1,3}\s+)(?P<name>[^,()]+?)\s*"
    r"\((?:photo|foto|bild|фото|світлин|illustra|fotograf|tekening|vid[eé]o|відео|تصوير"
    r"|صور)[^)]*\)",
    re.IGNORECASE,
)
_INITIAL_AT_END = re.compile(r"\s(?:\w|Jr|Sr)\.$")
# words before the names of a byline: up to a colon, or in lower case behind a first capital
_LEAD_WORDS = re.compile(r"[^:：]{1,40}[:：]\s*|[^\W\d_]+(?:\s[^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ][\w’'.]*)+\s+")
_CAPITALISED = re.compile(
    r"[^\W\d_a-zà-ÿа-яіїєґ][\w.’'-]+(?:\s(?:[^\W\d_a-zà-ÿа-яіїєґ][\w.’'-]*|(?:van|von|de|der|den|la|du|da)(?!\w)))+"
)
_ROLE_LAST = re.compile(r"\s*(?:기자|특파원|记者|記者|署名記者)$")
_LOWER_AT_END = re.compile(r"(?:[\s,(–—-]+[^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ]+\.?)+[\s,:(–—-]*$")
_NO_NAME = re.compile(
    r"写真|図版|画像|動画|記事|有料|会員|印刷|共有|保存|公開|更新|配信|シェア|ブックマーク|コメント"
    r"|分享|评论|收藏|来源|图片|字号|打印|阅读"
)
_HANGUL_NAME = 4  # characters
_UNSPACED_NAME = 8  # characters
_UNSPACED_NAMES = 3  # characters from which on a word is a whole name
_ROLE_FIRST = re.compile(rf"(?:{_ROLES})\s+(?=[^\W\d_a-zа-яіїєґ])", re.IGNORECASE)
_NAME_WORDS = 8  # "The Kyiv Independent news desk", "Oleksandra Tymoshenko and Jo van der Berg"
_PERSON_WORDS = 5
_NAMES_CHARACTERS = 200
_WORDS_UNDER_AVATAR = 15  # what stands right under an avatar need not be short to be a name
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟۔][\"'”’»“)\]]*$")
_ROLE = re.compile(
    r"reporter|editor|correspondent|journalist|writer|columnist|critic|redakt|korrespondent"
    r"|autorin\b|journaliste"
    r"|correspondant|rédact|grand reporter|redactor|corresponsal|periodista|jornalista"
    r"|repórter|giornalist|inviat"
    r"|dziennikar|muhabir|editör|gazeteci|yazar|кореспондент|журналіст|редактор|оглядач"
    r"|корреспондент|журналист"
    r"|مراسل|محرر|صحفي|صحافي|كاتب|כתב|記者|编辑|編集",
    re.IGNORECASE,
)
_CASELESS = re.compile(
    r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]"
)
_HANGUL = re.compile(r"[\uac00-\ud7ff]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def is_caseless(text: str) -> bool:
    """Whether a text is in a script without capitals, where names cannot be told by them."""
    return bool(_CASELESS.search(text))


def is_name_under_avatar(text: str, *, joined: bool) -> bool:
    """Whether the line that follows an avatar is the author's name; ``joined``: right under it."""
    return _is_name(text, most=_WORDS_UNDER_AVATAR if joined else _NAME_WORDS)


def _is_name(text: str, *, most: int) -> bool:
    return len(text.split()) <= most and (
        not _ENDS_SENTENCE.search(text) or bool(_INITIAL_AT_END.search(text))
    )


def is_role(text: str) -> bool:
    """Whether a line tells what somebody does for the outlet: "Local democracy reporter"."""
    return bool(_ROLE.search(text)) and len(text.split()) <= _NAME_WORDS


def is_byline_word(text: str) -> bool:
    """Whether a line is nothing but "By": the names stand in the next ones."""
    return bool(_BARE_OF.fullmatch(text.strip()))


def is_and(text: str) -> bool:
    """Whether a line is nothing but the "and" between two names."""
    return bool(_AND.fullmatch(text.strip()))


@lru_cache(maxsize=20_000)  # lines, more than one page has
def byline_names(text: str) -> tuple[str, ...]:
    """The names in a line such as "By Ada Quill and Bo Lee" or "Текст: Ада Квіль"; () if it is no
    byline."""
    if len(text) > _NAMES_CHARACTERS:
        return ()
    told = told_names(text)
    if any(" " in name for name in told):
        return told
    found = _BYLINE.fullmatch(text.strip(" .:|•·–—-"))
    if not found or (_ENDS_SENTENCE.search(text) and not _INITIAL_AT_END.search(text)):
        return ()
    return people(found["names"], least=1)


def people(text: str, *, least: int = 2) -> tuple[str, ...]:
    """The people whom a text lists, up to the first entry that is none ("Ada Quill, engineer");
    () where it begins with none. ``least``: words of a name."""
    if len(text) > _NAMES_CHARACTERS:
        return ()
    text = _PICTURED_BY.sub("", text)
    plain = re.sub(r"\s*\([^)]*\)", "", _WITH.sub(", ", text)).strip(" .:–—-")
    named: list[str] = []
    for piece in _pieces(plain):
        name = piece.strip(" :–—-")
        if least == 1 and not _is_person(name, least=1 if not named else 2):
            name = _WHERE.sub("", name)
        if not named and _is_person(name, least=least):
            named.append(name)
        elif not named:
            return ()
        elif _is_next_person(name, named[0]):
            named.append(name)
    return tuple(named)


def _is_next_person(name: str, first: str) -> bool:
    """Whether an entry after the first is a person, too: no role, no outlet that ends in an
    acronym ("Coast TV"), but initials where the first ones are ("KRZ, MAG")."""
    if _INITIALS.fullmatch(first) and first.isupper():
        return bool(_INITIALS.fullmatch(name)) and name.isupper()
    acronym = _ACRONYM.search(name)
    if acronym and acronym[0].isupper() and not first.isupper():
        return False
    return _is_person(name, least=2) and not is_role(name)


def photographers(text: str) -> tuple[str, ...]:
    """The people in a byline of whom it says that they took the pictures."""
    if len(text) > _NAMES_CHARACTERS:
        return ()
    names = (found["name"].strip() for found in _PICTURED_BY.finditer(text))
    return tuple(name for name in names if _is_person(name, least=1))


def _pieces(text: str) -> list[str]:
    """The entries of a list of names. Where "and" stands before the last of them, what a comma sets
    apart behind it is their outlet or role."""
    pieces: list[str] = []
    start = 0
    is_closed = False
    for found in _BETWEEN_NAMES.finditer(text):
        if is_closed and found["listed"]:
            pieces.append(text[start : found.start()])
            start = len(text)
            break
        is_closed = is_closed or bool(found["last"])
        pieces.append(text[start : found.start()])
        start = found.end()
    pieces.append(text[start:])
    return [part for piece in pieces if piece for part in _arabic_pieces(piece)]


def _arabic_pieces(piece: str) -> list[str]:
    """In Arabic "and" is written together with the name after it, and names begin with the same
    letter: both sides must be whole names."""
    for found in _ARABIC_AND.finditer(piece):
        before, after = piece[: found.start()], piece[found.end() :]
        if len(before.split()) > 1 and len(after.split()) > 1:
            return [before, *_arabic_pieces(after)]
    return [piece]


def _is_person(name: str, *, least: int) -> bool:
    words = name.split()
    if (
        not words
        or any(letter.isdigit() for letter in name)
        or re.search(r"[!?|:«»\"“”+=*#<>@]", name)
    ):
        return False
    if is_caseless(name):
        return bool(_UNSPACED.search(name) and len(name) <= 10) or least <= len(words) <= 4
    return least <= len(words) <= _PERSON_WORDS and is_capitalised(name)


def author_names(text: str) -> tuple[str, ...]:
    """The names in the line above an author's note: each of several people, but a desk ("Science
    and health desk") as a whole."""
    names = byline_names(text)
    if names:
        return names
    pieces = _pieces(text)
    persons = all(len(name.split()) > 1 and is_capitalised(name) for name in pieces)
    return tuple(pieces) if persons and not is_caseless(text) else (text,)


def is_capitalised(name: str) -> bool:
    """Whether each word of a name begins with a capital, particles ("van der") aside."""
    words = [
        word.lstrip("'’\"(«“„") for word in name.split() if word.lower() not in _NAME_PARTICLES
    ]
    return bool(words) and all(word[:1].isupper() for word in words)


@lru_cache(maxsize=20_000)
def names_before_date(text: str) -> tuple[str, ...]:
    """The names with which a line begins that goes on with a date: "Ada Quill, 9 May 2025"."""
    before = _LOWER_AT_END.sub("", before_date(text)).strip(" ,;|·•-–—(")
    if not before or is_caseless(before):
        return ()
    return byline_names(before) or people(before)


def names_in_byline(parts: Sequence[str]) -> tuple[str, ...]:
    """The names in the entries of a line that is known to be a byline: those behind a "By" where
    there is one, else those of the first entry that names anybody."""
    if not any(_UNSPACED.search(part) or _HANGUL.search(part) for part in parts):
        led = [told_names(part) for part in parts]
        named = [split_byline(part) for part in parts]
        known = [byline_names(part) for part in parts]
        dated = [split_byline(", ".join(names_before_date(part))) for part in parts]
        found = next((names for names in (*led, *named, *known, *dated) if names), ())
        # initials: "Opracowanie: KRZ, MAG"
        return found if any(" " in name for name in found) else next(filter(None, known), found)
    told = [byline_names(part) or names_before_date(part) for part in parts]
    if any(told):
        return next(names for names in told if names)
    for part in parts:
        names = () if _says_when(part) else _names_of(part)
        if names:
            return names
    return ()


def _says_when(part: str) -> bool:
    return stamp_in(part) is not None or stated_minutes(part) is not None


def _names_of(part: str) -> tuple[str, ...]:
    """The names in a text that is known to hold some, whatever stands before them."""
    plain = _ROLE_LAST.sub("", _ROLE_FIRST.sub("", without_stamp(part)))
    told = byline_names(plain) or people(plain)
    if is_caseless(plain):
        return told if told and not _UNSPACED.search(plain) else _caseless_names(plain)
    if told and not _LEAD_WORDS.match(plain):
        return told
    rest = _LEAD_WORDS.sub("", plain, count=1).strip(" .:,|–—-")
    found = people(rest) or tuple(one[0] for one in _CAPITALISED.finditer(rest))
    if found:
        return found
    return told or people(rest, least=1)


def _caseless_names(text: str) -> tuple[str, ...]:
    """The names in a script without capitals: what is left of a byline as a whole, in Chinese and
    Japanese each of the words."""
    words = _LEAD_WORDS.sub("", text, count=1).split() if ":" in text else text.split()
    if _UNSPACED.search(text):
        words = [word for word in words if not _NO_NAME.search(word)]
        if all(len(word) < _UNSPACED_NAMES for word in words):
            return (" ".join(words),) if words else ()
        return tuple(word for word in words if len(word) <= _UNSPACED_NAME)
    if _HANGUL.search(text) and len(words) == 1:
        return (text,) if len(text) <= _HANGUL_NAME else ()
    return (people(text) or (text,)) if 1 < len(words) <= _NAME_WORDS else ()
