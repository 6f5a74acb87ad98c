"""Pages copied as text from outlets that have nothing in common, against the truth about each.

All of them are invented, in 24 languages, by 22 writers. The model has learned from them, so
what is tested here is that nothing is lost; how pages are read that it has not seen is measured by
``python -m tests.bench.copied_pages_fit --folds 4``. ``tests/bench/copied_pages_scores`` says what
right means.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from digest.gather.page_boilerplate import is_contribution
from digest.gather.page_labels import STATES, label_lines
from digest.gather.page_names import byline_names
from tests.bench.copied_pages_benchmark import (
    PAGES,
    by_length,
    ours,
    seconds_of_a_long_page,
    table,
)
from tests.bench.copied_pages_fit import lines_of
from tests.bench.copied_pages_scores import Found, Page, pages

FLOORS = {"headline": 0.96, "body": 0.94, "author": 0.88, "caption": 0.9, "credit": 0.92}
BESIDE = {"minutes": 0.9, "published": 0.75, "teasers": 0.7, "second": 0.8}
MOST_SILENT = 0.15  # of all pages are read wrong, and nothing is said of it


EVERY = 9
"""One page in so many of each language is read here: the others would take a minute."""


def sample() -> list[Page]:
    by_language: dict[str, list[Page]] = {}
    for page in pages(PAGES):
        by_language.setdefault(page.language, []).append(page)
    return [page for like in by_language.values() for page in like[::EVERY]]


@cache
def readings() -> tuple[tuple[Page, Found], ...]:
    return tuple((page, ours(page.text)) for page in sample())


@pytest.mark.parametrize("field", [*FLOORS, *BESIDE])
def test_nearly_every_page_is_read_right_in_each_field(field: str) -> None:
    right, of = table(readings())[field]
    assert right >= {**FLOORS, **BESIDE}[field] * of


def test_few_pages_are_read_wrong_of_which_nothing_is_said_to_be_uncertain() -> None:
    silent, _ = table(readings())["silent"]
    assert silent <= MOST_SILENT * len(readings())


def test_taking_long_lines_for_the_body_is_no_match() -> None:
    naive = table([(page, by_length(page.text)) for page, _ in readings()])
    assert naive["all five"][0] == 0


VARIANTS: dict[str, Callable[[str], str]] = {
    "with Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "with no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "with direction marks around every line": lambda text: "\n".join(
        f"\u202b{row}\u202c" if row else "" for row in text.split("\n")
    ),
    "with zero-width spaces": lambda text: text.replace("e", "e\u200b").replace("а", "а\u200b"),
    "with soft hyphens": lambda text: text.replace("en", "e\u00adn").replace("ро", "р\u00adо"),
    "with a byte order mark": lambda text: "\ufeff" + text,
    "with trailing spaces": lambda text: text.replace("\n", "  \n"),
}


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.one_in(3)
def test_characters_that_nobody_sees_change_nothing(name: str) -> None:
    plain = {page.name: page.text.replace("\r\n", "\n") for page, _ in readings()}
    some = dict(list(plain.items())[::6])  # every language, not every page
    spoilt = [(one, ours(VARIANTS[name](text))) for one, text in some.items()]
    clean = {page.name: read for page, read in readings()}
    assert [one for one, read in spoilt if read != clean[one]] == []


@pytest.mark.long
def test_a_page_of_five_thousand_lines_takes_less_than_three_seconds() -> None:
    assert min(seconds_of_a_long_page() for _ in range(2)) < 3.0


PAGE = """\
Skip to main content
Menu
Search
{headline}
By Ada Quill
12 March 2026, 09:30
{picture}

The harbour bridge will close to all traffic on Monday, the port authority said, and ferries run.

{between}

Engineers found that four of its 96 cables, which were fitted in 1974, had lost their strength.

"We would rather close it than explain it," said the chief engineer, Oren Vale.

Share
Comments (12)
Contact us
"""


def page(
    headline: str = "Harbour bridge closes for a month of work on its cables",
    picture: str = "Share",
    between: str = "Advertisement",
) -> Found:
    return ours(PAGE.format(headline=headline, picture=picture, between=between))


CREDITS = [
    "The bridge at low tide. Photo: Bo Lee/Tide",
    "The bridge at low tide. Foto: Bo Lee/Tide",
    "The bridge at low tide (Image: Bo Lee/Tide)",
    "The bridge at low tide Credit: Bo Lee/Tide",
    "The bridge at low tide. © Bo Lee/Tide",
    "The bridge at low tide | Bildquelle: Bo Lee/Tide",
    "[Bild: The bridge at low tide. Foto: Bo Lee/Tide]",
    "The bridge at low tide\nPhoto – Bo Lee/Tide",
    "The bridge at low tide\n© Bo Lee/Tide",
    "Photo: Bo Lee/Tide\nThe bridge at low tide",
    "The bridge at low tide (Bo Lee/Tide)",
]


@pytest.mark.parametrize("line", CREDITS)
def test_credits_are_told_in_many_ways(line: str) -> None:
    read = page(picture=line)
    assert (read.caption.rstrip("."), read.credit) == ("The bridge at low tide", "Bo Lee/Tide")
    assert len(read.paragraphs) == 3


def test_a_headline_over_two_lines_is_one() -> None:
    assert page("Harbour bridge closes for a month:\nwhat ferries cost").headline == (
        "Harbour bridge closes for a month: what ferries cost"
    )


def test_the_items_of_a_list_in_lower_case_are_not_put_together_with_its_heading() -> None:
    text = "The bridge has, says the port:\nninety-six cables\nfour of them weak"
    assert [line.text for line in lines_of(text)] == text.split("\n")


LABELLED = {
    "a comma": "Image source, Bo Lee/Tide\nImage caption, The bridge at low tide",
    "a line of its own": "Image source, Bo Lee/Tide\nImage caption,\nThe bridge at low tide",
    "a description above": "Grey cables\nАвтор фото, Bo Lee/Tide\n"
    "Підпис до фото, The bridge at low tide",
    "a bar": "The bridge at low tide | Bo Lee / Tide",
}


@pytest.mark.parametrize("name", LABELLED)
def test_a_picture_is_told_by_its_labels_and_by_what_stands_beside_it(name: str) -> None:
    read = page(picture="Share\n\n" + LABELLED[name])
    assert (read.caption, read.credit.replace(" / ", "/")) == (
        "The bridge at low tide",
        "Bo Lee/Tide",
    )
    assert len(read.paragraphs) == 3


BYLINES = {
    "By Ada Quill, Deputy Editor, and Bo Lee": ("Ada Quill", "Bo Lee"),
    "Por Ada Quill e Bo Lee, Costa TV e Radio Mar": ("Ada Quill", "Bo Lee"),
    "Von: Ada Quill": ("Ada Quill",),
    "Opracowanie: KRZ, MAG": ("KRZ", "MAG"),
    "كتب نديم القصبجي:": ("نديم القصبجي",),
}


@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_names_its_authors_and_neither_roles_nor_outlets(line: str) -> None:
    assert byline_names(line) == BYLINES[line]


def test_a_last_sentence_that_begins_with_a_role_is_no_note() -> None:
    assert is_contribution("Redaktion: Ada Quill")
    assert not is_contribution("Redaktion und Verlag ziehen im Herbst um.")


def test_a_box_between_a_heading_and_a_button_is_no_part_of_the_text() -> None:
    read = page(between="Get in touch\nDo you cross it? Tell us your story.\nContact form")
    assert len(read.paragraphs) == 3


INSERTS = {
    "a call to subscribe": "Sign up to our newsletter\nThe news at seven.\nEmail address\nSign up",
    "other stories": "Read also\nFerries to run every ten minutes\nWho pays for the bridge?",
    "other stories under an unknown heading": "FROM THE QUAY\nFerries to run every ten minutes",
    "a live blog's time": "10:42",
}


@pytest.mark.parametrize("name", INSERTS)
def test_what_stands_among_the_paragraphs_is_no_paragraph(name: str) -> None:
    assert len(page(between=INSERTS[name]).paragraphs) == 3


def test_the_other_stories_among_the_paragraphs_are_teasers() -> None:
    assert page(between=INSERTS["other stories"]).teasers == [
        "Ferries to run every ten minutes",
        "Who pays for the bridge?",
    ]


def test_a_line_that_could_be_something_else_is_named() -> None:
    bare = "The port wants new cables. Until then, ferries carry the people of four quarters"
    named = page(picture=f"Share\n\n{bare}").named
    assert any(bare[:40] in words and "may" in words for words in named)


def test_the_caption_that_may_be_none_is_named() -> None:
    odd = page(picture="Ferries at night, seen from the quay")
    assert odd.caption or odd.named


def test_every_line_is_one_thing_and_the_zones_of_a_page_follow_one_another() -> None:
    for known, _ in readings()[::8]:
        lines = lines_of(known.text)
        found = label_lines(lines)
        assert [one.line for one in found] == list(lines)
        assert all((one.zone, one.label) in STATES for one in found)
        zones = [one.zone.value for one in found]
        assert zones == sorted(zones)


def test_two_articles_on_one_page_are_both_read_and_named() -> None:
    second = PAGE.format(headline="Ferries run until the end of April", picture="", between="")
    read = ours(
        PAGE.format(headline="Harbour bridge closes", picture="", between="") + "\n" + second
    )
    assert list(read.others) == ["Ferries run until the end of April"]
    assert any("second article" in words for words in read.named)
