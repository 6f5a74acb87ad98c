"""Text, links, dates and languages, as every form hands them on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.gather import clean
from digest.gather.canonical_urls import absolute, canonical
from digest.gather.dates import moment_of
from digest.gather.finish import headline_from, names
from digest.gather.html_pictures import caption_and_credit, pictures, pixels
from digest.gather.language import WORDS_PER_MINUTE, language_of, primary, reading_minutes

MARKUP = {
    "<p>One.</p><p>Two.</p>": "One.\n\nTwo.",
    "One.<br><br>Two.": "One.\n\nTwo.",
    "One<br>two.": "One two.",
    "One\ntwo.": "One two.",
    "<p>One\n\n two.</p>": "One two.",
    "<h2>Sub</h2>One.": "Sub\n\nOne.",
    "<ul><li>One</li><li>Two</li></ul>": "One\n\nTwo",
    "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>": "1 2\n\n3",
    "Fish &amp; chips &lt;b&gt; &quot;now&quot;": 'Fish & chips <b> "now"',
    "5 < 6 and 7 > 6": "5 < 6 and 7 > 6",
    "<p>No&nbsp;break</p>": "No break",
    "un<b>brok</b>en": "unbroken",
    "plain text": "plain text",
    "": "",
}


@pytest.mark.parametrize("markup", MARKUP)
def test_html_becomes_paragraphs(markup: str) -> None:
    assert clean.paragraphs_of(markup) == MARKUP[markup]


@given(st.text())
def test_text_that_is_clean_stays_as_it_is(text: str) -> None:
    for step in (clean.characters, clean.line, clean.headline, clean.paragraphs):
        assert step(step(text)) == step(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_html_becomes_plain_paragraphs(markup: str) -> None:
    text = clean.paragraphs_of(f"<p>{markup}</p>")
    assert clean.paragraphs(text) == text


@pytest.mark.parametrize(
    ("mistaken", "meant"),
    [
        ("sold for Â£59,000", "sold for £59,000"),
        ("Ukraine\u00e2\u0080\u0099s ferries", "Ukraine\u2019s ferries"),
        ("the cafÃ© at the pier", "the café at the pier"),
        ("Ð\u009fÑ\u0080Ð¸Ð²Ñ\u0096Ñ\u0082, Ñ\u0081Ð²Ñ\u0096Ñ\u0082Ðµ", "Привіт, світе"),
        ("Âne, Mañana und Spaß“", "Âne, Mañana und Spaß“"),
    ],
)
def test_letters_whose_encoding_was_mistaken_are_mended(mistaken: str, meant: str) -> None:
    assert clean.line(mistaken) == meant


@pytest.mark.parametrize("length", [499, 500])
def test_a_headline_of_up_to_five_hundred_characters_is_kept_whole(length: int) -> None:
    assert clean.headline("x" * length) == "x" * length


def test_a_longer_headline_is_cut_at_a_word() -> None:
    cut = clean.headline("Harbour opens " * 50)
    assert len(cut) <= clean.HEADLINE_LIMIT
    assert cut.endswith((" Harbour…", " opens…"))


SAME_ADDRESS = [
    "https://gazette.example.com/harbour?id=3",
    "HTTPS://Gazette.Example.com:443/harbour?id=3",
    "https://gazette.example.com/harbour?id=3&utm_source=feed&utm_medium=rss",
    "https://gazette.example.com/harbour?fbclid=abc&id=3",
    "https://gazette.example.com/harbour?id=3#comments",
    "https://gazette.example.com/news/../harbour?id=3",
    " https://gazette.example.com/harbour?id=3\n",
]


@pytest.mark.parametrize("address", SAME_ADDRESS)
def test_one_article_has_one_canonical_address(address: str) -> None:
    assert canonical(address) == SAME_ADDRESS[0]


def test_parameters_that_name_the_article_are_kept() -> None:
    assert canonical("https://g.example.com/?p=12&page=2") == "https://g.example.com/?p=12&page=2"


@pytest.mark.parametrize("path", ["//0", "///elsewhere.example.org", "x/..//elsewhere"])
def test_a_path_of_several_slashes_leads_to_no_other_host(path: str) -> None:
    assert canonical(f"https://g.example.com/{path}").startswith("https://g.example.com/")


@given(st.text(max_size=30), st.text(max_size=10))
@example("/0", "")
def test_a_canonical_address_is_its_own_canonical_address(path: str, query: str) -> None:
    address = canonical(f"https://gazette.example.com/{path}?{query}")
    assert canonical(address) == address


def test_a_relative_address_is_resolved_against_its_document() -> None:
    document = "https://gazette.example.com/news/feed.xml"
    assert absolute("../a.jpg", document=document) == "https://gazette.example.com/a.jpg"
    assert absolute("../a.jpg", document="articles/feed.xml") == ""


DATES = {
    "2026-03-11T10:00:00Z": datetime(2026, 3, 11, 10, tzinfo=UTC),
    "2026-03-11T10:00:00+02:00": datetime(2026, 3, 11, 8, tzinfo=UTC),
    "2026-03-11T10:00:00+0200": datetime(2026, 3, 11, 8, tzinfo=UTC),
    "2026-03-11 10:00": datetime(2026, 3, 11, 10, tzinfo=UTC),
    "2026-03-11": datetime(2026, 3, 11, tzinfo=UTC),
    "20260311T100000+0200": datetime(2026, 3, 11, 8, tzinfo=UTC),
    "Wed, 11 Mar 2026 10:00:00 GMT": datetime(2026, 3, 11, 10, tzinfo=UTC),
    "Wed, 11 Mar 2026 10:00:00 -0500": datetime(2026, 3, 11, 15, tzinfo=UTC),
    "0001-01-01T00:00:00+10:00": None,
    "9999-12-31T23:59:59-10:00": None,
    "2026-13-45": None,
    "yesterday": None,
    "1": None,
    "": None,
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_read_in_the_forms_that_sources_use(text: str) -> None:
    assert moment_of(text) == DATES[text]


@given(st.text(max_size=40))
def test_no_text_makes_the_reading_of_a_date_fail(text: str) -> None:
    moment = moment_of(text)
    assert moment is None or moment.tzinfo is UTC


LANGUAGES = {
    "The council voted on Wednesday to close the harbour bridge for a month.": "en",
    "Рада у середу проголосувала за те, щоб закрити міст у порту на місяць.": "uk",
    "Der Rat stimmte am Mittwoch dafür, die Hafenbrücke für einen Monat zu schließen.": "de",
    "El consejo votó el miércoles cerrar el puente del puerto durante un mes.": "es",
    "صوت المجلس يوم الأربعاء على إغلاق جسر الميناء لمدة شهر.": "ar",
}


@pytest.mark.parametrize("text", LANGUAGES)
def test_the_language_of_a_text_is_told(text: str) -> None:
    assert language_of(text) == LANGUAGES[text]


def test_a_text_without_letters_has_the_language_its_source_names_or_none() -> None:
    assert (language_of("12:30 — 14:00", declared="de"), language_of("!?")) == ("de", "")


TERSE = ["Budget vote", "Hong Kong pro-democracy tycoon Jimmy Lai gets 20 years' jail"]


@pytest.mark.parametrize("text", TERSE)
def test_words_too_few_to_tell_have_the_language_their_source_names_or_none(text: str) -> None:
    assert (language_of(text, declared="en"), language_of(text)) == ("en", "")


def test_words_in_another_script_are_never_taken_for_unknown() -> None:
    assert language_of("Порт NATO") not in ("", "en")


@pytest.mark.parametrize(
    ("tag", "subtag"), [("en-GB", "en"), ("UK_ua", "uk"), ("x", ""), ("english!", ""), ("", "")]
)
def test_language_tags_are_cut_to_their_primary_subtag(tag: str, subtag: str) -> None:
    assert primary(tag) == subtag


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, None), (1, 1), (WORDS_PER_MINUTE, 1), (WORDS_PER_MINUTE + 1, 2), (2000, 9)],
)
def test_reading_time_is_counted_in_begun_minutes(words: int, minutes: int | None) -> None:
    assert reading_minutes("word " * words) == minutes


def test_two_characters_of_a_script_without_spaces_count_as_a_word() -> None:
    assert reading_minutes("港" * 2 * WORDS_PER_MINUTE) == 1


FIRST_SENTENCES = {
    "The harbour opened. It had been closed.": "The harbour opened",
    "It opened on Sept. 19, 2026, said Dr. Vale. More soon.": (
        "It opened on Sept. 19, 2026, said Dr. Vale"
    ),
    "The U.S. Navy came. It left.": "The U.S. Navy came",
    "Is it open? Nobody knows.": "Is it open?",
    '"It is open." So they said.': '"It is open."',
    "Opened at 5 p.m. on Monday": "Opened at 5 p.m. on Monday",
    "Порт відкрито. Його закривали.": "Порт відкрито",
    "Жителі вул. Шевченка скаржаться. Чому?": "Жителі вул. Шевченка скаржаться",
    "港が開いた。明日も。": "港が開いた。",
}


@pytest.mark.parametrize("text", FIRST_SENTENCES)
def test_a_text_without_a_headline_is_headed_by_its_first_sentence(text: str) -> None:
    assert headline_from(text, "") == FIRST_SENTENCES[text]


def test_a_quotation_that_opens_a_text_is_its_headline_as_a_whole() -> None:
    text = "“We won. We really won,” she said. The crowd cheered."
    assert headline_from(text, "en") == "“We won. We really won,” she said"


def test_a_long_first_sentence_is_cut_at_a_word_with_an_ellipsis() -> None:
    headline = headline_from("The harbour, which is old, " * 20, "en")
    assert len(headline) <= 161
    assert headline.endswith("…")
    assert not headline.endswith(",…")


def test_names_are_listed_once_and_without_by() -> None:
    assert names(["By Ada Quill", "Ada  Quill", "", "Von Bo Lee"]) == ("Ada Quill", "Bo Lee")


CAPTIONS = {
    "The harbour. (Bo Lee/Tide)": ("The harbour.", "Bo Lee/Tide"),
    "The harbour (left) at dawn (Photo by Bo Lee)": ("The harbour (left) at dawn", "Bo Lee"),
    "The harbour. [Bo Lee]": ("The harbour.", "Bo Lee"),
    "The harbour. Photo: Bo Lee / Tide": ("The harbour.", "Bo Lee / Tide"),
    "The harbour. Фото: Бо Лі": ("The harbour.", "Бо Лі"),
    "Foto: Bo Lee": ("", "Bo Lee"),
    "The harbour (left) at dawn": ("The harbour (left) at dawn", ""),
    "Vale (left) and Lee (right)": ("Vale (left) and Lee (right)", ""),
    "Vale and Lee (2nd L)": ("Vale and Lee (2nd L)", ""),
    "The harbour (opened in 1931)": ("The harbour (opened in 1931)", ""),
    "The harbour. (93rd Brigade, 2026/Tide)": ("The harbour.", "93rd Brigade, 2026/Tide"),
    "The harbour.": ("The harbour.", ""),
    "": ("", ""),
}


@pytest.mark.parametrize("text", CAPTIONS)
def test_a_caption_is_parted_from_its_credit(text: str) -> None:
    assert caption_and_credit(text) == CAPTIONS[text]


def test_each_picture_has_the_caption_of_its_own_figure() -> None:
    found = pictures(
        '<figure><img src="a.jpg"><figcaption>One.</figcaption></figure><img src="b.jpg">'
        '<figure><figcaption>Two.</figcaption><img src="c.jpg"></figure>'
    )
    assert [(one.url, one.caption) for one in found] == [
        ("a.jpg", "One."),
        ("b.jpg", ""),
        ("c.jpg", "Two."),
    ]


@pytest.mark.parametrize("size", ["1", "48", "16px"])
def test_icons_and_tracking_pixels_are_no_pictures(size: str) -> None:
    assert pictures(f'<img src="a.gif" width="{size}">') == ()


@pytest.mark.parametrize(
    ("value", "number"),
    list({"600": 600, "600px": 600, 600: 600, "100%": None, "": None, "0": None, -3: None}.items()),
)
def test_sizes_are_whole_pixels_or_unknown(value: object, number: int | None) -> None:
    assert pixels(value) == number
