"""What a mail looks like: colours, pictures, a button, lines; and what it leaves out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from digest.check.checker import check_mail
from digest.check.parsed_mail import Specimen
from digest.model.article import Genre, Image
from digest.model.edition import Edition, EditionSection, Item, StoryPlace
from digest.model.errors import PresentError
from digest.model.mail import Mail
from digest.present.theme import read_theme
from digest.present.word_breaks import LONGEST_WHOLE, breakable
from tests.present.editions import EDITION, LEAD, ONE_ITEM, SECTIONS, TOP
from tests.present.presenting import OURS, TEMPLATES, mail_of, page, presented

PICTURED = ("morning", "weekly")
TURN = OURS.theme().sections.turn
PICTURE = Image(url="https://images.example.com/yard.jpg", alt="Two hulls", width=1200, height=800)


def words(element: lxml_html.HtmlElement) -> str:
    """What an element says, without the marks where words may break."""
    return " ".join(element.text_content().replace("\u00ad", "").split())


def with_pictures(*places: int) -> Edition:
    """The edition with a picture for briefs of its second section."""
    items = tuple(
        replace(item, image=replace(PICTURE, url=f"https://images.example.com/{place}.jpg"))
        if place in places
        else item
        for place, item in enumerate(SECTIONS[1].items)
    )
    return replace(EDITION, sections=(SECTIONS[0], replace(SECTIONS[1], items=items)))


def with_lead(**changes: object) -> Edition:
    """An edition of one story, which is the lead but for these fields."""
    return replace(ONE_ITEM, lead=replace(LEAD, **changes))  # type: ignore[arg-type]


def own_theme(folder: Path, **replacements: str) -> Path:
    """A folder with our theme, some of its lines replaced."""
    theme = OURS.source("theme.toml")
    for old, new in replacements.items():
        theme = theme.replace(f'{old} = ""', f'{old} = "{new}"')
    (folder / "theme.toml").write_text(theme)
    return folder


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_section_is_named_in_a_colour_of_its_own_by_day_and_by_night(template: str) -> None:
    html = mail_of(EDITION, template).html
    headings = lxml_html.document_fromstring(html).xpath("//h2[contains(@class, 'k')]")
    styles = {words(heading): heading.get("style") for heading in headings}
    for place, section in enumerate(SECTIONS):
        assert f"color:{TURN[place].light}" in styles[section.title]
        assert f".c{place + 1} .k {{ color: {TURN[place].dark} !important; }}" in html


def test_a_section_keeps_its_colour_on_a_day_when_others_have_no_story() -> None:
    alone = replace(EDITION, lead=None, top=(), sections=SECTIONS[2:3])
    (heading,) = page(mail_of(alone)).xpath("//h2[contains(@class, 'k')]")
    assert f"color:{TURN[2].light}" in heading.get("style")


def test_a_section_s_own_colour_stands_before_those_in_turn() -> None:
    own = 'business = { light = "#a0286a", dark = "#f09bc5" }\nturn = ['
    colours = read_theme(OURS.source("theme.toml").replace("turn = [", own)).sections
    sections = [section.id for section in SECTIONS]
    found = [colours.of(section, sections) for section in sections]
    assert [one.light for one in found if one] == [
        TURN[0].light, "#a0286a", TURN[1].light, TURN[2].light,
    ]  # fmt: skip


@pytest.mark.parametrize("template", PICTURED)
def test_a_section_shows_the_first_picture_it_has_and_no_other(template: str) -> None:
    document = page(mail_of(with_pictures(1, 2), template))
    assert document.xpath("//img[contains(@src, '.com/1.jpg')]")
    assert not document.xpath("//img[contains(@src, '.com/2.jpg')]")


@pytest.mark.parametrize("template", PICTURED)
def test_picture_and_words_are_two_cells_of_a_table_which_stack_on_a_phone(template: str) -> None:
    mail = mail_of(with_pictures(0), template)
    (picture,) = page(mail).xpath("//td[a/img[contains(@src, '.com/0.jpg')]]")
    (text,) = picture.itersiblings("td")
    assert words(text).startswith(SECTIONS[1].items[0].headline)
    assert ".t .ph, .t .st { display: block !important;" in mail.html
    assert {picture.get("class"), text.get("class")} == {"ph", "st f"}


UNFIT = {
    "of no known size": (Image(url=PICTURE.url, alt="x"), "does not say how large it is"),
    "an icon": (replace(PICTURE, width=24, height=24), "24 x 24 px is too small or too narrow"),
    "a sliver": (replace(PICTURE, width=900, height=90), "900 x 90 px is too small or too narrow"),
    "a portrait": (replace(PICTURE, width=900, height=1600), "too small or too narrow"),
}


@pytest.mark.parametrize("place", [StoryPlace.LEAD, StoryPlace.TOP])
@pytest.mark.parametrize(("image", "why"), UNFIT.values(), ids=UNFIT.keys())
def test_a_picture_that_does_not_fit_is_left_out_and_said_why(
    image: Image, why: str, place: StoryPlace
) -> None:
    lead, top = replace(LEAD, image=None), replace(TOP[0], image=None)
    if place is StoryPlace.LEAD:
        lead = replace(lead, image=image)
    else:
        top = replace(top, image=image)
    result = presented(replace(EDITION, lead=lead, top=(top,), sections=()))
    assert page(result.mail).xpath("//img") == []
    assert why in str(result.problems[0])


@pytest.mark.parametrize("template", PICTURED)
def test_every_picture_has_its_width_and_height(template: str) -> None:
    pictures = page(mail_of(with_pictures(0), template)).xpath("//img")
    assert len(pictures) >= 4
    for picture in pictures:
        assert int(picture.get("width")) > 0
        assert int(picture.get("height")) > 0


@pytest.mark.parametrize("template", PICTURED)
def test_a_button_leads_to_the_lead_and_is_read_aloud_with_its_headline(template: str) -> None:
    edition = with_lead(link_text=f"Read the full story: {LEAD.headline}")
    (button,) = page(mail_of(edition, template)).xpath("//a[@aria-label]")
    assert (words(button), button.get("href")) == ("Read the story", LEAD.url)
    assert button.get("aria-label") == f"Read the story: {LEAD.headline}"


def test_an_editor_s_own_few_words_stand_on_the_button() -> None:
    (button,) = page(mail_of(with_lead(link_text="See the bearings"))).xpath("//a[@aria-label]")
    assert words(button) == "See the bearings"


def test_the_lead_s_headline_is_said_once_below_its_picture() -> None:
    assert page(mail_of(ONE_ITEM)).text_content().count(LEAD.headline) == 1


def test_a_long_edition_begins_with_its_first_three_stories() -> None:
    document = page(mail_of(EDITION))
    cells = document.xpath("//p[text()='Three things today']/following-sibling::table//td[2]")
    assert [words(cell) for cell in cells] == [item.headline for item in (LEAD, TOP[0], TOP[1])]
    short = replace(EDITION, sections=SECTIONS[:1])
    assert "Three things today" not in mail_of(short).html


def test_a_weekly_of_one_story_has_no_contents_to_list() -> None:
    assert "In this edition" not in mail_of(ONE_ITEM, "weekly").html


def told(item: Item) -> str:
    """What a mail says of an item, alone in an edition."""
    section = EditionSection(id=item.section, title="A section", items=(item,))
    top = (item,) if item.place is StoryPlace.TOP else ()
    sections = () if top else (section,)
    mail: Mail = mail_of(replace(EDITION, lead=None, top=top, sections=sections))
    return mail.text


@pytest.mark.parametrize(("minutes", "said"), [(1, False), (2, False), (3, True), (9, True)])
def test_reading_time_is_told_from_three_minutes(minutes: int, said: bool) -> None:
    told_time = f"{minutes} min read"
    text = told(replace(SECTIONS[0].items[0], reading_minutes=minutes)).partition("1. ")[2]
    assert (told_time in text) is said


@pytest.mark.parametrize("place", [StoryPlace.TOP, StoryPlace.BRIEF])
@pytest.mark.parametrize(
    ("section", "genre", "minutes", "said"),
    [
        ("politics", Genre.NEWS, 2, False),
        ("opinion", Genre.NEWS, 2, True),
        ("politics", Genre.OPINION, 2, True),
        ("politics", Genre.NEWS, 8, True),
    ],
)
def test_the_author_is_named_where_it_matters(
    place: StoryPlace, section: str, genre: Genre, minutes: int, said: bool
) -> None:
    item = replace(
        TOP[0], place=place, section=section, genre=genre, byline="By Ada Byron",
        reading_minutes=minutes,
    )  # fmt: skip
    assert ("By Ada Byron" in told(item)) is said


LOGO = "https://images.example.com/tide.png"
DARK_LOGO = "https://images.example.com/tide-dark.png"


def theme_with_logo(folder: Path, dark_url: str) -> Path:
    """A folder with our theme and a logo."""
    theme = OURS.source("theme.toml").replace('\nurl = ""', f'\nurl = "{LOGO}"')
    theme = theme.replace('dark_url = ""', f'dark_url = "{dark_url}"')
    theme = theme.replace("width = 0", "width = 200").replace("height = 0", "height = 40")
    (folder / "theme.toml").write_text(theme)
    return folder


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_masthead_has_a_logo_for_the_day_and_one_for_the_night(
    tmp_path: Path, template: str
) -> None:
    result = presented(EDITION, own=theme_with_logo(tmp_path, DARK_LOGO), template=template)
    day, night = page(result.mail).xpath("//h1//img")
    assert (day.get("src"), night.get("src")) == (LOGO, DARK_LOGO)
    assert "display:none" in night.getparent().get("style")
    assert ".t .night { display: block !important; }" in result.mail.html
    assert check_mail(result.mail) == ()
    assert result.problems == ()


def test_a_logo_that_is_missing_in_the_dark_is_said(tmp_path: Path) -> None:
    result = presented(EDITION, own=theme_with_logo(tmp_path, ""))
    assert len(page(result.mail).xpath("//h1/img")) == 1
    assert "the logo has no picture for dark mode" in str(result.problems[-1])


def test_a_logo_without_its_size_is_refused_and_the_missing_keys_are_named(tmp_path: Path) -> None:
    theme = OURS.source("theme.toml").replace('\nurl = ""', f'\nurl = "{LOGO}"')
    (tmp_path / "theme.toml").write_text(theme)
    with pytest.raises(PresentError, match=r"logo\.width"):
        presented(EDITION, own=tmp_path)


@pytest.mark.parametrize("template", TEMPLATES)
def test_pages_of_the_newsroom_stand_above_the_legal_lines(tmp_path: Path, template: str) -> None:
    pages = {name: f"https://news.example.com/{name}" for name in ("feedback", "share", "archive")}
    mail = presented(EDITION, own=own_theme(tmp_path, **pages), template=template).mail
    for part in (mail.html, mail.text):
        places = [part.index(url) for url in pages.values()]
        assert places == sorted(places)
        assert places[-1] < part.index("because you signed up")
    assert check_mail(mail) == ()


def test_a_mail_without_such_pages_has_no_line_for_them() -> None:
    assert "Earlier editions" not in mail_of(EDITION).html


@pytest.mark.parametrize(
    ("language", "word", "piece"),
    [
        ("de", "Geschwindigkeitsüberwachungsanlage", "keits"),
        ("en", "counterrevolutionaries", "ter"),
        ("uk", "найвідповідальнішому", "ні"),
    ],
)
def test_a_long_word_may_break_where_its_language_divides_it(
    language: str, word: str, piece: str
) -> None:
    pieces = str(breakable(word, language)).split("\u00ad")
    assert len(pieces) > 1
    assert "".join(pieces) == word
    assert max(map(len, pieces)) <= LONGEST_WHOLE
    assert piece in pieces


def test_a_word_without_a_dictionary_breaks_all_the_same() -> None:
    pieces = str(breakable("x" * 60, "xx")).split("\u00ad")
    assert max(map(len, pieces)) <= LONGEST_WHOLE


def test_what_is_no_word_breaks_without_a_hyphen() -> None:
    shown = str(breakable("See https://council.example/letters?a=1&b=2", "en"))
    assert "\u00ad" not in shown
    assert shown.replace("<wbr />", "") == "See https://council.example/letters?a=1&amp;b=2"


def test_short_words_joined_letters_and_markup_stay_as_they_are() -> None:
    for text in ("A short headline", "بالمستشفياتالكبرىوالصغرى"):
        assert str(breakable(text, "ar")) == text
    assert str(breakable("<b>", "en")) == "&lt;b&gt;"


def test_the_mail_is_the_main_part_of_whatever_page_shows_it() -> None:
    for template in TEMPLATES:
        (main,) = page(mail_of(EDITION, template)).xpath("//*[@role='main']")
        assert main.getparent().tag == "body"
        assert main.get("aria-roledescription") == "email"


def test_every_dark_colour_is_there_for_programs_that_drop_rules_under_a_condition() -> None:
    theme = OURS.theme()
    sheets = page(mail_of(EDITION)).xpath("//style/text()")
    (by_condition,) = [css for css in sheets if "(prefers-color-scheme: dark)" in css]
    (both,) = [css for css in sheets if "light-dark(" in css]
    assert "@" not in both
    for name in ("desk", "paper", "block", "ink", "muted", "rule", "accent"):
        light, dark = getattr(theme.light, name), getattr(theme.dark, name)
        assert both.count(f"light-dark({light},{dark})") >= by_condition.count(dark) > 0


def test_a_web_font_is_for_headlines_and_no_element_needs_it(tmp_path: Path) -> None:
    file = "https://assets.example.com/own.woff2"
    theme = OURS.source("theme.toml").replace(
        '[font]\nname = ""\nfile = ""', f'[font]\nname = "Own Serif"\nfile = "{file}"'
    )
    (tmp_path / "theme.toml").write_text(theme)
    for template in TEMPLATES:
        mail = presented(EDITION, own=tmp_path, template=template).mail
        specimen = Specimen(html=mail.html)
        assert file in mail.html
        assert "Own Serif" not in specimen.outlook  # Word would show Times
        assert not [one for one in specimen.elements if "Own" in one.get("style", "")]
        assert not check_mail(mail)
        assert "@font-face" not in mail_of(EDITION, template).html


def test_words_set_before_a_brief_stand_in_both_parts_or_in_none() -> None:
    top = replace(TOP[0], slug="Referendum", image=None)
    mail = mail_of(replace(EDITION, top=(top,), sections=()), "morning")
    assert ("Referendum" in mail.html, "Referendum" in mail.text) == (False, False)


def test_an_edition_of_one_story_lists_no_contents_in_either_part() -> None:
    mail = mail_of(ONE_ITEM, "weekly")
    contents = OURS.words("en").contents
    assert contents not in mail.html
    assert contents.upper() not in mail.text
