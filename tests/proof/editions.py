"""Editions of varied content in eight languages, for every template: ``news/`` has the words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from digest.model.article import Image
from digest.model.edition import Edition, EditionSection, Item, Link, StoryPlace, Window
from digest.model.languages import direction
from digest.model.settings import Day, Newsletter, Publication
from tests.present.presenting import TEMPLATES

LANGUAGES = ("en", "en-GB", "uk", "de", "ar", "he", "pl", "fr")
_NEWS = Path(__file__).with_name("news")
_DAY = date(2026, 11, 23)
_END = datetime(2026, 11, 23, 3, 45, tzinfo=UTC)
_TOP = 3
_LONG = 25
_MANY = 150
_SHAPES = ("long", "nasty", "all pictures", "no pictures", "short", "usual")
"""What editions can be like; each language has three of them, each template all."""
_EXTREMES = (("en", "morning", "many"), ("uk", "weekly", "many"), ("de", "brief", "many"),
             ("en", "morning", "bare"), ("ar", "weekly", "bare"))  # fmt: skip

NASTY = (
    " ".join(["four hundred characters of a headline that nobody shortened in time"] * 6)[:400],
    "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3,
    "👩‍👩‍👧‍👦 🇺🇦 Family of four 🏴󠁧󠁢󠁳󠁣󠁴󠁿 wins 1️⃣st prize 🎉🎉🎉",
    "المجلس يقر الموازنة: 9 مقابل 6, council says (by night)",
    "The mayor said “no”, her deputy said ‘yes’, and \"both\" said 'perhaps' — «нет» „doch“",
    "<b>Is 3 < 5 && 5 > 3?</b> <script>alert('x')</script> &amp; other sums </td></table>",
    "\u202eevil\u202c \u200b\u200b\ufeff zero\u00adwidth\tand\nbroken\r\nlines \x07",
    "https://news.example.com/a/very/long/address/that/somebody/pasted?into=the&headline=field",
    "…",
)  # fmt: skip
"""Headlines as sources have sent them, or might."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """An edition, in which template it is set, and who sends it to whom."""

    name: str  # "morning-uk-long"
    template: str
    edition: Edition
    newsletter: Newsletter
    publication: Publication
    reader: str


def made() -> Iterator[Made]:
    """Every language in every template, then what is too long or too short."""
    for place, language in enumerate(LANGUAGES):
        for turn, template in enumerate(TEMPLATES):
            yield _made(language, template, _SHAPES[(place + 2 * turn) % len(_SHAPES)])
    for language, template, shape in _EXTREMES:
        yield _made(language, template, shape)


def _made(language: str, template: str, shape: str) -> Made:
    news = _news(language)
    newsletter = Newsletter(
        id="morning",
        name=news["name"],
        sender=f"{news['publication']} <morning@digest.example.com>",
        days=(Day.MONDAY,),
        send_at=time(6, 30),
        never_after=time(10, 0),
        template=template,
        greeting=news["greeting"],
    )
    publication = Publication(
        name=news["publication"],
        base_url="https://digest.example.com",
        address=news["address"],
        time_zone="Europe/Kyiv",
        language=language,
    )
    return Made(
        name=f"{template}-{language}-{shape.replace(' ', '-')}",
        template=template,
        edition=_edition(language, shape),
        newsletter=newsletter,
        publication=publication,
        reader=news["reader"],
    )


@lru_cache
def _news(language: str) -> Mapping[str, Any]:
    return tomllib.loads((_NEWS / f"{language}.toml").read_text("utf-8"))


def _edition(language: str, shape: str) -> Edition:
    news = _news(language)
    whole = Edition(
        id="morning-2026-11-23",
        newsletter="morning",
        name=news["name"],
        date=_DAY,
        window=Window(start=_END - timedelta(days=1), end=_END),
        language=language,
        direction=direction(language),
        section_titles=tuple(news["sections"].items()),
        reading_minutes=4,
    )
    if shape == "bare":
        headline = news["stories"][0]["headline"]
        only = Item(story="s1", place=StoryPlace.LEAD, section="", headline=headline, brief="",
                    source="", direction=direction(language))  # fmt: skip
        return replace(whole, lead=only)
    stories = tuple(_stories(language, shape))
    top = 0 if shape == "short" else _TOP
    above = [replace(one, place=StoryPlace.TOP) for one in stories[1 : 1 + top]]
    return replace(
        whole,
        opening="" if shape == "short" else news["opening"],
        lead=replace(stories[0], place=StoryPlace.LEAD),
        top=tuple(above),
        sections=tuple(
            EditionSection(id=section, title=title, items=items)
            for section, title in news["sections"].items()
            if (items := tuple(one for one in stories[1 + top :] if one.section == section))
        ),
    )


def _stories(language: str, shape: str) -> Iterator[Item]:
    """The stories of a shape, best first."""
    texts = _news(language)["stories"]
    count = {"short": 3, "long": _LONG, "many": _MANY}.get(shape, len(texts))
    for number in range(count):
        item = _story(language, number, texts[number % len(texts)])
        again = number // len(texts)
        if again:  # the same words in another story, as a long day has them
            item = replace(item, headline=f"{item.headline} ({again + 1})")
        if shape == "nasty":
            item = replace(item, headline=NASTY[number % len(NASTY)])
            item = _bare(item) if number == len(texts) - 1 else item
        if shape == "no pictures":
            item = replace(item, image=None)
        elif shape == "all pictures" and item.image is None:
            item = replace(item, image=_image(language, number, {}))
        yield item


def _bare(item: Item) -> Item:
    """The story with nothing but a headline."""
    return Item(story=item.story, place=item.place, section=item.section, headline=item.headline,
                brief="", source="", direction=item.direction)  # fmt: skip


def _story(language: str, number: int, text: Mapping[str, Any]) -> Item:
    also = (Link(url=_link(language, number + 500), text="", source="Channel 7"),)
    return Item(
        story=f"s{number + 1}",
        place=StoryPlace.BRIEF,
        section=text["section"],
        headline=text["headline"],
        brief=text["brief"],
        source=text.get("source", _news(language)["publication"]),
        slug=text.get("slug", ""),
        url=_link(language, number),
        byline=text.get("byline", ""),
        reading_minutes=text.get("minutes", 1),
        image=_image(language, number, text) if "alt" in text else None,
        language=language,
        direction=direction(language),
        note=text.get("note", ""),
        label=text.get("label", ""),
        also=also if number in (0, 2) else (),
        related=(Link(url=_link(language, 900), text=text["brief"][:60]),) if not number else (),
        score=9 - number / 50,
    )


def _link(language: str, number: int) -> str:
    return f"https://news.example.com/{language.lower()}/2026/11/23/{number + 1}"


def _image(language: str, number: int, text: Mapping[str, Any]) -> Image:
    """A picture, which the proofs crop from the sample newspaper's (``browser``)."""
    width, height = ((1200, 675), (960, 640), (720, 720))[number % 3]
    return Image(
        url=f"https://images.example.com/{language.lower()}/{number}-{width}x{height}.jpg",
        alt=text.get("alt", ""),
        caption=text.get("caption", ""),
        credit=text.get("credit", ""),
        width=width,
        height=height,
    )
