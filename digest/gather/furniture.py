"""The words of a news page that are not news: buttons, labels, headings of boxes.

Each is compared as a whole line, case and punctuation aside, so that a paragraph is never taken for
one. Where the structure of a page shows what a line is, ``page_text`` does not ask here.
"""

from __future__ import annotations

import re

from digest.gather.clean import folded

_NEWS_FEED = """
news feed | newsfeed | latest news | latest | live feed | most recent | more news | breaking news
| live updates | стрічка новин | стрічка | останні новини | новини | усі новини | всі новини |
лента новостей | последние новости | newsticker | nachrichten | aktuelle nachrichten |
neueste nachrichten | schlagzeilen | fil info | fil d actualité | dernières nouvelles |
últimas noticias | noticias | aktualności | najnowsze
"""
_FEED_ENDS = """
show more | load more | see more | view more | more | see all | view all | all news | show all |
показати більше | показати ще | завантажити ще | більше новин | ще новини | дивитися всі |
показать ещё | показать еще | mehr anzeigen | mehr laden | weitere laden | alle anzeigen |
afficher plus | voir plus | ver más | mostrar más | pokaż więcej
"""
_READ_MORE = """
read more | continue reading | read the full story | keep reading | learn more | full bio |
about the author | читати далі | читати більше | детальніше | про автора | читать далее |
weiterlesen | mehr lesen | lire la suite | leer más | czytaj dalej
"""
_AVATAR = """
avatar | author avatar | author s avatar | user avatar | author image | author photo |
profile picture | аватар | фото автора | autorenbild | profilbild
"""
_NOTE = """
note from the author | a note from the author | note from the editor | a note from our team
від автора | від авторки | від редакції | слово автора
"""
_PICTURE = """
article image | image | photo | picture | article picture | featured image | thumbnail |
зображення | зображення статті | фото | світлина | bild | artikelbild | foto | imagen | obraz
"""
_OTHER = """
advertisement | ad | sponsored | share | share this article | share this | copy link | copied |
print | save | bookmark | listen | listen to article | listen to this article
follow us | subscribe | sign up | sign in |
log in | join | join us | join our community | become a member | support us | donate | comments |
comment | leave a comment | related | related stories | related articles | recommended |
you may also like | most popular | most read | read also | also read | see also | topics | tags |
menu | search | home | close | back | next | previous | edit | facebook | twitter | x | telegram |
whatsapp | email | linkedin | reddit | реклама | поділитися | поділитись | надрукувати | зберегти
| підписатися | підписатись | увійти | коментарі | коментувати | читайте також | теми | теги |
пошук | меню | головна | найпопулярніше | популярне | поделиться | комментарии | читайте также |
anzeige | teilen | drucken | merken | kommentare | lesen sie auch |
das könnte sie auch interessieren | publicité | partager | compartir | publicidad | reklama |
udostępnij
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(folded(word) for word in words.replace("\n", "|").split("|") if word.strip())


NEWS_FEED = _set(_NEWS_FEED)
FEED_ENDS = _set(_FEED_ENDS)
READ_MORE = _set(_READ_MORE)
AVATAR = _set(_AVATAR)
NOTE = _set(_NOTE)
PICTURE = _set(_PICTURE)
OTHER = _set(_OTHER)

_MINUTES = r"(?:min(?:s|ute|utes|uten|uto|utos|ut|uty|ut[ey])?|хв(?:илин[аи]?)?|мин(?:ут[аы]?)?)"
_READING_WORDS = (
    r"(?:(?:to\s+)?read(?:ing)?(?:\s+time)?|читання|читати|чтения|lesezeit|lesedauer"
    r"|de\s+lecture|de\s+lectura|czytania)"
)
_READING_TIME = re.compile(
    rf"(?:(?:estimated\s+)?(?:reading\s+time|read(?:\s+time)?|час\s+(?:на\s+)?читання|читати"
    rf"|время\s+чтения|читать|lesezeit|lesedauer|temps\s+de\s+lecture|tiempo\s+de\s+lectura"
    rf"|czas\s+czytania)\s*[:–—-]?\s*)?"
    rf"(?:[~≈<]\s*|\d{{1,2}}\s*[–-]\s*|less\s+than\s+|about\s+|up\s+to\s+)?"
    rf"(?P<minutes>\d{{1,3}}|an?|one)\s*[- ]?{_MINUTES}\.?(?:\s*{_READING_WORDS})?",
    re.IGNORECASE,
)
# "Join our community", "Support independent journalism": what a page asks of its readers
_CALL = re.compile(
    r"(?:subscribe|sign up|follow us|support (?:us|our|independent)|donate|make a donation"
    r"|join (?:us|our)|become an? (?:member|patron|subscriber)|get (?:our|the) newsletter"
    r"|share (?:this|on)|listen to this|download our|підтримай(?:те)?|підпишіться|приєднуйтесь"
    r"|долучайтесь|abonnieren sie|unterstützen sie)\b[^.]*",
    re.IGNORECASE,
)
_CALL_WORDS = 9
_DECORATION = " \t•·|⏱🕐🕒⌚"
_TIME_OF_DAY = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?\s?m\.?)?(?:\s+[A-Z]{2,4})?"
    r"|\d{1,3}\s*(?:seconds?|minutes?|mins?|hours?|hrs?|days?|секунд\w*|хвилин\w*|хв|годин\w*|год|дні[в]?|день)\.?\s*(?:ago|тому)",
    re.IGNORECASE,
)


def stated_minutes(line: str) -> int | None:
    """The minutes in a reading time such as "2 min read", "Lesezeit: 4 Min." or "3 хв читання";
    the larger number of a range, and 1 for "less than a minute"."""
    found = _READING_TIME.fullmatch(line.strip(_DECORATION))
    if found is None:
        return None
    return int(found["minutes"]) or None if found["minutes"].isdigit() else 1


def is_call(line: str) -> bool:
    """Whether a line only asks readers to subscribe, to give or to join."""
    return len(line.split()) <= _CALL_WORDS and bool(_CALL.fullmatch(line.strip()))


def is_time_of_day(line: str) -> bool:
    """Whether a line says nothing but when: "10:42 PM", "5 hours ago", "12 хвилин тому"."""
    return bool(_TIME_OF_DAY.fullmatch(line.strip()))
