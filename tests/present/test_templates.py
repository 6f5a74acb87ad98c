"""Templates, theme and words: opened file by file, with every mistake named by file and line."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from digest.model.edition import StoryPlace
from digest.model.errors import PresentError
from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL
from digest.present.context import BlocksView, Context
from digest.present.line_wrap import fold
from digest.present.mail_words import MailWords, long_date
from digest.present.templates import open_templates
from digest.present.theme import Theme
from digest.present.views import InboxLine, MailStyle, context_of
from tests.present.editions import ARABIC, EDITION, LEAD, MIXED, NEWSLETTER, PUBLICATION
from tests.present.presenting import presented


def context() -> Context:
    """The context of the full edition."""
    templates = open_templates()
    look = MailStyle(
        publication=PUBLICATION,
        newsletter=NEWSLETTER,
        words=templates.words("en"),
        theme=templates.theme(),
    )
    return context_of(MIXED, look, InboxLine(subject="A subject", preheader="A preheader"))


CONTEXT = context()
EXPECTED: dict[str, object] = {
    "subject": "A subject",
    "preheader": "A preheader",
    "publication": "The Harbour Gazette",
    "publication_url": "https://digest.example.com",
    "address": "The Harbour Gazette, 4 Quay Street, Port Merrow",
    "name": "The Morning Tide",
    "date": "Monday, November 23, 2026",
    "reading_time": "4 min read",
    "language": "en",
    "direction": "ltr",
    "start": "left",
    "end": "right",
    "greeting": "",
    "opening": (EDITION.opening,),
    "more": "",
    "reason": "You get The Morning Tide because you signed up for it.",
    "unsubscribe_url": UNSUBSCRIBE_URL,
    "preferences_url": PREFERENCES_URL,
    "browser_url": BROWSER_URL,
    "repeat_browser_link": False,
    "share_url": "",
    "blocks": BlocksView(),
}
CHECKED_ELSEWHERE = {"lead", "today", "top", "sections", "colours", "words", "theme"}


@pytest.mark.parametrize("field", EXPECTED)
def test_a_field_of_the_context_has_the_documented_shape(field: str) -> None:
    assert getattr(CONTEXT, field) == EXPECTED[field]


def test_every_field_of_the_context_is_tested() -> None:
    assert {field.name for field in fields(Context)} == set(EXPECTED) | CHECKED_ELSEWHERE


STORY: dict[str, object] = {
    "id": "s-bridge",
    "number": 1,
    "section": "Politics",
    "headline": LEAD.headline,
    "brief": (LEAD.brief,),
    "standfirst": LEAD.brief.partition(" Engineers")[0],
    "slug": "",
    "source": "The Harbour Gazette",
    "byline": "By Orla Tennant and Marek Doyle",
    "reading_time": "4 min read",
    "about": "By Orla Tennant and Marek Doyle · 4 min read",
    "url": LEAD.url,
    "button": "Read the Swing Bridge story",
    "link_text": f"Read the Swing Bridge story: {LEAD.headline}",
    "language": "",
    "direction": "ltr",
    "start": "left",
    "update": False,
    "note": LEAD.note,
    "plain": False,
}


@pytest.mark.parametrize("field", STORY)
def test_a_field_of_a_story_has_the_documented_shape(field: str) -> None:
    assert CONTEXT.lead is not None
    assert getattr(CONTEXT.lead, field) == STORY[field]


def test_a_stories_links_and_picture_have_the_documented_shape() -> None:
    assert CONTEXT.lead is not None
    assert CONTEXT.lead.image is not None
    assert [link.text for link in CONTEXT.lead.also] == ["Channel 7", "The Merrow Post"]
    assert [link.url for link in CONTEXT.lead.related] == [link.url for link in LEAD.related]
    assert (CONTEXT.lead.image.width, CONTEXT.lead.image.height) == (600, 338)
    assert CONTEXT.lead.image.legend == (
        "The bridge last week: it has carried the quay road since 1911."
        " Photo: Ines Calloway/Harbour Pictures"
    )


def test_stories_are_numbered_through_the_whole_edition() -> None:
    assert CONTEXT.lead is not None
    below = [story for section in CONTEXT.sections for story in section.stories]
    stories = (CONTEXT.lead, *CONTEXT.top, *below)
    assert [story.number for story in stories] == list(range(1, 14))
    assert [story.section for story in stories[4:]] == [""] * 9


def test_a_foreign_story_names_its_language_direction_and_side() -> None:
    (story,) = (story for story in CONTEXT.top if story.id == ARABIC.story)
    assert (story.language, story.direction, story.start) == ("ar", "rtl", "right")
    assert ARABIC.place is StoryPlace.TOP


def test_a_name_that_runs_against_the_line_is_isolated() -> None:
    (story,) = (story for story in CONTEXT.top if story.id == ARABIC.story)
    assert story.about == f"\u2068{ARABIC.source}\u2069"


def test_an_outlet_that_signs_with_its_own_name_is_named_once() -> None:
    lead = replace(LEAD, byline="Aster Wire", source="Aster Wire")
    assert "Aster Wire · 4 min read" in presented(replace(EDITION, lead=lead)).mail.text
    assert "Aster Wire · Aster Wire" not in presented(replace(EDITION, lead=lead)).mail.text


def test_a_newsrooms_own_file_stands_before_ours_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "footer.mjml").write_text(
        "<mj-section><mj-column><mj-text>Our own footer</mj-text></mj-column></mj-section>"
    )
    html = presented(EDITION, own=tmp_path).mail.html
    assert "Our own footer" in html
    assert LEAD.headline in html


BROKEN = {
    "unknown name": ("morning.mjml", "<mjml>\n{{ headlin }}\n</mjml>", "line 2", "headlin"),
    "unknown field": ("morning.mjml", "\n\n{{ lead.heading }}", "line 3", "heading"),
    "syntax": ("morning.txt", "one\n{% if lead %}\ntwo", "line 3", "endif"),
    "unclosed": ("morning.txt", "{{ name", "line 1", "unexpected end"),
    "missing part": ("morning.txt", 'a\n{% include "parts/none.txt" %}', "line 2", "none.txt"),
    "error in a part": ("parts/story.txt", "x\n{{ story.nothing }}", "line 2", "nothing"),
    "impossible sum": ("morning.mjml", "{{ 1 // 0 }}", "line 1", "zero"),
}


@pytest.mark.parametrize(("file", "source", "line", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_mistake_in_a_template_is_an_error_with_file_and_line(
    tmp_path: Path, file: str, source: str, line: str, words: str
) -> None:
    target = tmp_path / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(source)
    with pytest.raises(PresentError) as caught:
        presented(EDITION, own=tmp_path)
    assert str(caught.value.where) == f"{file} {line}"
    assert words in str(caught.value)


def test_a_template_that_does_not_exist_is_an_error_with_its_name() -> None:
    with pytest.raises(PresentError, match=r"there is no template nowhere\.mjml"):
        open_templates().fill("nowhere.mjml", CONTEXT)


def test_text_is_escaped_in_mjml_and_not_in_text(tmp_path: Path) -> None:
    for name in ("a.mjml", "a.txt"):
        (tmp_path / name).write_text("{{ address }} {{ '<b>' }}")
    templates = open_templates(tmp_path)
    assert templates.fill("a.mjml", CONTEXT).endswith("&lt;b&gt;")
    assert templates.fill("a.txt", CONTEXT).endswith("<b>")


OURS = open_templates().source("theme.toml")
# 4.48:1 for #777777 on white is the best-known near miss of WCAG
FAINT = (
    open_templates()
    .source("theme.toml")
    .replace('muted = "#625d54"', 'muted = "#777777"')
    .replace('paper = "#fffdf8"', 'paper = "#ffffff"')
)
THEMES = {
    "not TOML": ("light = [", "theme.toml"),
    "unknown table": ("[lihgt]\n", "unknown table [lihgt]"),
    "missing colour": ("[light]\n", "light.paper: is missing"),
    "not a colour": ('[light]\nink = "black"', "light.ink: 'black' is not a colour like #1c1b19"),
    "font that is code": ('[type]\nlabel = "x;}</style>"', "is not a list of font names"),
    "logo over http": ('[logo]\nurl = "http://x.example/a.png"', "is not an https URL"),
    "faint": (FAINT, "light.muted on light.paper has a contrast of 4.48:1, not 4.5:1"),
    "faint section": (
        OURS.replace("turn = [", 'politics = { light = "#b0281e", dark = "#b0281e" }\nturn = ['),
        "sections.politics.dark on dark.paper has a contrast of 2.59:1, not 4.5:1",
    ),
    "faint section in turn": (
        OURS.replace("#f29a8e", "#3b4144"),
        "sections.turn[1].dark on dark.paper has a contrast of 1.66:1, not 4.5:1",
    ),
    "section of one colour": (
        '[sections]\npolitics = "#b0281e"',
        "sections.politics: is not a col",
    ),
    "footer over http": ('[footer]\nshare = "ftp://x.example/"', "is not an https URL"),
    "font over http": (
        '[font]\nname = "Own"\nfile = "http://x.example/a.woff2"',
        "font.file: 'http://x.example/a.woff2' is not an https URL of a WOFF2",
    ),
    "font that is a style sheet": (
        '[font]\nname = "Own"\nfile = "https://fonts.example/css?family=Own"',
        "is not an https URL of a WOFF2",
    ),
    "font whose address is code": (
        """[font]\nname = "Own"\nfile = 'https://x.example/a");}</style>.woff2'""",
        "is not an https URL of a WOFF2",
    ),
    "font whose name is code": (
        """[font]\nname = 'Own";}'\nfile = "https://x.example/a.woff2\"""",
        "font.name: 'Own\";}' is not the name of a font",
    ),
    "font without a file": ('[font]\nname = "Own"', "font.file: is missing"),
    "font without a name": ('[font]\nfile = "https://x.example/a.woff2"', "font.name: is missing"),
    "width in words": ('[layout]\nwidth = "wide"', "is not a number of pixels"),
}


@pytest.mark.parametrize(("source", "words"), THEMES.values(), ids=THEMES.keys())
def test_mistakes_in_the_theme_are_named(tmp_path: Path, source: str, words: str) -> None:
    (tmp_path / "theme.toml").write_text(source)
    with pytest.raises(PresentError) as caught:
        open_templates(tmp_path).theme()
    assert words in str(caught.value)


def test_our_theme_is_read_whole() -> None:
    theme = open_templates().theme()
    assert isinstance(theme, Theme)
    assert theme.layout.column == 552


PLURALS = {
    ("en", 1): "One more story in the browser",
    ("en", 2): "2 more stories in the browser",
    ("uk", 1): "Ще 1 новина в браузері",
    ("uk", 3): "Ще 3 новини в браузері",
    ("uk", 5): "Ще 5 новин у браузері",
    ("uk", 21): "Ще 21 новина в браузері",
    ("de", 1): "Noch ein Beitrag im Browser",
    ("ar", 2): "خبران آخران في المتصفح",
}


@pytest.mark.parametrize(("language", "count"), PLURALS)
def test_a_count_is_said_in_the_languages_own_plural(language: str, count: int) -> None:
    assert open_templates().words(language).more_in_browser(count) == PLURALS[language, count]


@pytest.mark.parametrize("language", ["en", "uk", "de", "ar"])
def test_every_language_has_every_word(language: str) -> None:
    words = open_templates().words(language)
    for field in fields(MailWords):
        value = getattr(words, field.name)
        assert (value if isinstance(value, str) else value(3)).strip()


@pytest.mark.parametrize("language", ["", "xx", "not a language", "ja"])
def test_a_language_that_nobody_wrote_speaks_english(language: str) -> None:
    assert open_templates().words(language).also == "Also:"


def test_a_newsroom_adds_a_language_with_a_file(tmp_path: Path) -> None:
    ours = open_templates().words("en")
    lines = [
        f'{field.name} = "mot"'
        for field in fields(MailWords)
        if isinstance(getattr(ours, field.name), str)
    ]
    plurals = ["[reading_time]", 'other = "{count} min"', "[more_in_browser]", 'other = "{count}"']
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "fr.toml").write_text("\n".join([*lines, *plurals]))
    words = open_templates(tmp_path).words("fr-CA")
    assert (words.also, words.reading_time(4)) == ("mot", "4 min")


def test_mistakes_in_words_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "en.toml").write_text('also = 3\nalsoo = "x"\nreading_time = "x"')
    with pytest.raises(PresentError) as caught:
        open_templates(tmp_path).words("en")
    mistakes = ("also: must be text", "alsoo: unknown key", "reading_time: must be a table")
    for words in mistakes:
        assert words in str(caught.value)


def test_dates_are_written_in_the_readers_language() -> None:
    day = date(2026, 11, 23)
    assert long_date(day, "uk").startswith("понеділок, 23 листопада 2026")
    assert long_date(day, "de") == "Montag, 23. November 2026"
    assert long_date(day, "nonsense") == "Monday, November 23, 2026"


def test_fold_keeps_78_columns_with_an_indent() -> None:
    folded = fold("word " * 40, 4, "1.  ")
    assert all(len(line) <= 78 for line in folded.splitlines())
    assert folded.splitlines()[1].startswith("    word")
