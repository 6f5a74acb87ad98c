"""Captions and credits of pictures on a page copied as text, in the conventions of many outlets."""

from __future__ import annotations

import re
from functools import lru_cache

from digest.gather.html_pictures import caption_and_credit
from digest.gather.page_boilerplate import What, is_notice, what_is
from digest.gather.page_credit_patterns import (
    AFTER_STOP,
    AGENCY,
    AGENCY_AT_END,
    AGENCY_LAST,
    ANY_AGENCY,
    ANY_WORD,
    BARRED,
    BARRED_OUTLET,
    BARRED_SENTENCE,
    BRACKETED_FIRST,
    CAPITALS_AT_END,
    COMMA_NAME,
    COURTESY,
    CREDIT_LINE,
    DASHED,
    FIRST,
    GIVEN,
    GLUED_COURTESY,
    GLUED_NAME,
    IMAGE_LEAD,
    IN_BRACKETS,
    IN_LINE,
    JAPANESE,
    LEAD,
    LICENCE,
    MADE,
    MADE_IN_WORDS,
    NAMED,
    NUMBER,
    OUTLET,
    OUTLETS,
    RIGHTS_AT_END,
    SIGNED_LAST,
    SLASHED,
    SLASHED_WORD,
    SOURCE_FIRST,
    STOCK_ADJECTIVE,
    STOPPED,
    SUPPLIED,
    WORD_FIRST,
)
from digest.gather.page_lines import ends_sentence, word_count
from digest.gather.page_names import is_capitalised, is_caseless, people
from digest.model.article import Image

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
    text = SOURCE_FIRST.sub("", LICENCE.sub("", text), count=1)
    text = text.lstrip("|–—-/ ")
    told = credit_only(text)
    return told or WORD_FIRST.sub("", text, count=1).strip("()[] ")


@lru_cache(maxsize=20_000)
def credit_only(text: str) -> str:
    """The credit in a line that tells nothing else: "Photo: Ada Quill", "© Tide"; "" for others."""
    found = CREDIT_LINE.fullmatch(text) or MADE_IN_WORDS.fullmatch(text)
    credit = found["credit"].strip() if found else ""
    return credit if credit and is_credit(credit) else ""


@lru_cache(maxsize=20_000)  # lines, more than one page has
def credited(text: str) -> Image | None:
    """The caption and credit of a line that names the latter beyond doubt: with a word such as
    "Photo:" or an agency; None for other lines."""
    plain = text.strip()
    if len(plain) > _CAPTION_CHARACTERS:
        return None
    if IMAGE_LEAD.match(plain):
        plain = plain.strip("[]")
    if plain.startswith("[") and plain.endswith("]"):
        plain = plain[1:-1]
    return _made_by(plain) or _told_by_word(plain) or _told_by_end(plain)


def _told_by_word(text: str) -> Image | None:
    """A caption and the credit that a word such as "Photo:" sets apart."""
    supplied = SUPPLIED.fullmatch(text)
    if supplied:
        return Image(caption=supplied["caption"], credit=supplied["credit"])
    for form in (IN_BRACKETS, IN_LINE, FIRST):
        found = form.fullmatch(text)
        if found and is_credit(found["credit"]) and word_count(found["caption"]) >= 2:
            caption = found["caption"].rstrip(" |–—-(")
            if form is IN_LINE and text[found.end("caption") :][:1] in '.!?…。！？»”"':
                caption += text[found.end("caption")]
            caption = RIGHTS_AT_END.sub("", caption)
            return Image(caption=_without_lead(caption), credit=found["credit"].strip(" ."))
    named = AFTER_STOP.fullmatch(text)
    if named and is_maker(named["credit"]) and word_count(named["caption"]) >= 2:
        return Image(caption=_without_lead(named["caption"]), credit=named["credit"])
    forms = (GIVEN, SLASHED_WORD, COMMA_NAME)
    given = next((found for form in forms if (found := form.fullmatch(text))), None)
    is_told = given and (given.re is not COMMA_NAME or is_maker(given["credit"]))
    if given and is_told and word_count(given["caption"]) > _AGENCY_CAPTION:
        return Image(caption=_without_lead(given["caption"]), credit=given["credit"])
    return None


def _told_by_end(text: str) -> Image | None:
    """A caption and what can only be its credit at its end: an agency, a name in capitals, two
    names with a slash between them."""
    agency = AGENCY_AT_END.fullmatch(text) or JAPANESE.fullmatch(text)
    if agency and is_credit(agency["credit"]) and word_count(agency["caption"]) >= 3:
        caption, credit = agency["caption"].strip(), agency["credit"].strip()
        return _signed_by_more(text, credit) or Image(caption=caption, credit=credit)
    capitals = CAPITALS_AT_END.fullmatch(text)
    if capitals and len(text) <= _PLAIN_CAPTION and not capitals["caption"].isupper():
        credit = capitals["credit"]
        if is_credit(credit) and len(credit) >= _CAPITALS and what_is(credit) is What.TEXT:
            return Image(caption=capitals["caption"], credit=credit)
    glued = GLUED_NAME.fullmatch(text)
    if glued and len(text) <= _PLAIN_CAPTION and word_count(glued["caption"]) > _AGENCY_CAPTION:
        return Image(caption=glued["caption"], credit=glued["credit"])
    caption, credit = caption_and_credit(text)
    if "/" not in credit or any(letter.isdigit() for letter in credit):
        return None
    return _signed_by_more(text, credit) or Image(caption=caption, credit=credit)


def _signed_by_more(text: str, credit: str) -> Image | None:
    """A caption of which ``credit`` is but the end of the credit: "… (file picture) Ada
    Quill/Tide/Archive"."""
    signed = signed_caption(text) if "/" in credit else None
    is_longer = signed is not None and signed.credit.endswith(f"/{credit}")
    return signed if is_longer else None


def has_picture_word(text: str) -> bool:
    """Whether a word for a picture, its source or its maker stands in a line."""
    return bool(ANY_WORD.search(text))


def has_agency(text: str) -> bool:
    """Whether a line names an agency that sells pictures."""
    return bool(ANY_AGENCY.search(text))


def _after_slash(text: str) -> Image | None:
    """A caption with " /Ada Quill" at its end."""
    found = SLASHED.fullmatch(text)
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
    barred = BARRED_OUTLET.fullmatch(text) or BARRED_SENTENCE.fullmatch(text)
    if barred and is_credit(barred["credit"]) and word_count(barred["caption"]) > _AGENCY_CAPTION:
        return Image(caption=barred["caption"], credit=barred["credit"])
    courtesy = GLUED_COURTESY.fullmatch(text)
    if courtesy and is_credit(courtesy["credit"]):
        return Image(caption=courtesy["caption"], credit=courtesy["credit"])
    found = SIGNED_LAST.fullmatch(text)
    if not found or not is_credit(found["credit"]) or ends_sentence(found["credit"]):
        return _after_slash(text)
    credit = found["credit"]
    is_glued = not found["gap"] and people(credit) == (credit,)
    if is_glued or "/" in credit or has_agency(credit) or COURTESY.match(credit):
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
    return bool(ANY_AGENCY.fullmatch(text))


def _in_parentheses(text: str) -> Image | None:
    caption, credit = caption_and_credit(text)
    if not credit or not is_credit(credit):
        return None
    return Image(caption=caption, credit=credit)


def _after_bar(text: str) -> Image | None:
    """A caption before a bar or slash, and a name behind it."""
    found = BARRED.fullmatch(text) or DASHED.fullmatch(text)
    if not found or word_count(found["caption"]) < 2 or not is_credit(found["credit"]):
        return None
    return Image(caption=found["caption"].strip(), credit=found["credit"].strip())


def _made_by(text: str) -> Image | None:
    """A caption in Chinese, Japanese or Korean with who took the picture at its end."""
    if not is_caseless(text):
        return None
    found = next((found for form in MADE if (found := form.fullmatch(text))), None)
    return Image(caption=found["caption"], credit=found["credit"]) if found else None


def _of_outlet(text: str) -> Image | None:
    """A caption with "(Coast News: Ada Quill)" at its end."""
    found = OUTLETS.fullmatch(text) or OUTLET.fullmatch(text)
    return Image(caption=found["caption"], credit=found["credit"]) if found else None


def caption_with_name(text: str) -> Image | None:
    """A caption that is no sentence, with a name behind it; None for others, and where the words in
    front go on with the name ("at the station of Port Merrow")."""
    found = None if is_caseless(text) else NAMED.fullmatch(text)
    if not found or not is_capitalised(found["credit"]):
        return None
    before = found["caption"].split()[-1]
    if len(before) <= _SHORT_WORD and before.isalpha():
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def _name_first(text: str) -> Image | None:
    """A caption behind "[Ada Quill]"."""
    found = BRACKETED_FIRST.fullmatch(text)
    if not found or not people(found["credit"]):
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def _ending_in_agency(text: str) -> Image | None:
    """A caption with an agency behind it: "The quay EFE / Ada Quill"."""
    found = AGENCY_LAST.fullmatch(text)
    if not found or word_count(found["caption"]) < _AGENCY_CAPTION:
        return None
    return Image(caption=found["caption"], credit=found["credit"])


def _after_last_stop(text: str) -> Image | None:
    """A caption that is a sentence, and a name in the words behind it."""
    found = STOPPED.fullmatch(text)
    if not found or not is_credit(found["credit"]) or ends_sentence(found["credit"]):
        return None
    if not (found["credit"][0].isupper() or is_caseless(text)):
        return None
    return Image(caption=found["caption"].strip(), credit=credit_of(found["credit"].strip()))


def _without_lead(text: str) -> str:
    """A caption without the label or the number of the picture before it."""
    text = NUMBER.sub("", text, count=1)
    return LEAD.sub("", text, count=1) if LEAD.match(text) else text


def is_credit(text: str) -> bool:
    """Whether words can name who took a picture: few, no number, and no sentence of their own."""
    words = text.split()
    if not words or len(words) > _CREDIT_WORDS or len(text) > _CREDIT_CHARACTERS:
        return False
    if STOCK_ADJECTIVE.fullmatch(text.strip("()[] .")):
        return False  # tells what kind of picture it is, not whose
    if re.search(r"(?<!\w)\d|[:：]", text) or is_notice(text.replace("©", "")):
        return False
    return (
        is_caseless(text)
        or text[0].isupper()
        or "/" in text
        or len(words) <= _UNCAPITALISED
        or (words[0].endswith(".") and any(word[0].isupper() for word in words))
        or bool(re.match(AGENCY, text, re.IGNORECASE))
    )
