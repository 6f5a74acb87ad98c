"""Plain text and links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.present.plain import cut, is_seen, isolated, one_line, paragraphs, printable
from digest.present.safe_links import image_link, public_link, web_link

LINKS = {
    "kept": ("https://a.example/b?c=d&e=f#g", "https://a.example/b?c=d&e=f#g"),
    "encoded already": ("https://a.example/%D0%B0", "https://a.example/%D0%B0"),
    "spaces": (" https://a.example/a b ", "https://a.example/a%20b"),
    "another script": ("https://пошта.example/й", "https://xn--80a1acn3a.example/%D0%B9"),
    "port": ("http://a.example:8080/", "http://a.example:8080/"),
    "braces": ("https://a.example/?q={{x}}", "https://a.example/?q=%7B%7Bx%7D%7D"),
    "quote": ('https://a.example/"onclick=x', "https://a.example/%22onclick=x"),
    "javascript": ("javascript:alert(1)", ""),
    "capitals": ("JaVaScRiPt:alert(1)", ""),
    "hidden tab": ("java\tscript:alert(1)", ""),
    "data": ("data:text/html,<script>", ""),
    "no scheme": ("//a.example/b", ""),
    "relative": ("/b", ""),
    "no host": ("https:///b", ""),
    "user name": ("https://bank.example@evil.example/", ""),
    "bad port": ("https://a.example:99999/", ""),
    "line break": ("https://a.example/\r\nX: y", ""),
    "bad host": ("https://a b.example/", ""),
    "too long": ("https://a.example/" + "x" * 2_000, ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize(("url", "expected"), LINKS.values(), ids=LINKS.keys())
def test_a_link_may_stand_in_a_mail_or_is_empty(url: str, expected: str) -> None:
    assert web_link(url) == expected


@given(st.text())
def test_a_link_of_any_text_is_safe_and_stays_as_it_is(text: str) -> None:
    for url in (text, f"https://{text}", f"https://a.example/{text}"):
        link = web_link(url)
        assert link == "" or link.startswith(("http://", "https://"))
        assert link.isascii()
        assert not set(link) & set(" <>\"'`{}\n") - {"'"}
        assert web_link(link) == link


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/b.jpg", True),
        ("https://a.example/b.jpg?format=webp", True),
        ("https://a.example/b", True),
        ("http://a.example/b.jpg", False),
        ("https://a.example/b.WEBP", False),
        ("https://a.example/b.svg", False),
    ],
)
def test_a_picture_must_be_one_that_mail_programs_show(url: str, shown: bool) -> None:
    assert bool(image_link(url)) is shown


def test_control_characters_and_overrides_go_and_all_else_stays() -> None:
    assert printable("a\x00b\x0bc\u0092\u202d\u202ed\u200d\u00adе́") == "abcd\u200d\u00adе́"


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("\u2067שלום\u2069 said\u200f", "\u2067שלום\u2069 said\u200f"),
        ("\u202aa\u202bב\u202c\u202c", "\u202aa\u202bב\u202c\u202c"),
        ("left \u202bopen", "left \u202bopen\u202c"),
        ("\u2068both \u202aopen", "\u2068both \u202aopen\u202c\u2069"),
        ("never\u202c opened\u2069", "never opened"),
        ("\u2066crossed \u202bover\u2069 b\u202c", "\u2066crossed \u202bover\u202c\u2069 b"),
        ("\u202eturned\u202c", "turned"),
    ],
)
def test_no_embedding_or_isolate_reaches_beyond_its_line(text: str, closed: str) -> None:
    assert one_line(text) == closed


def test_what_a_cut_leaves_open_is_closed() -> None:
    assert cut("\u2067one two three\u2069", 10) == "\u2067one two\u2069…"


@pytest.mark.parametrize(
    "host",
    ["localhost", "cms.local", "127.0.0.1", "10.1.2.3", "[::1]", "[fd00::1]", "intranet", "xn--"],
)
def test_a_host_that_no_reader_reaches_is_not_linked(host: str) -> None:
    assert public_link(f"https://{host}/a.jpg") == ""
    assert image_link(f"https://{host}/a.jpg") == ""
    assert public_link("https://192.0.2.7/a") == "https://192.0.2.7/a"


def test_one_line_has_single_spaces() -> None:
    assert one_line(" a\r\n b\t\u2028c ") == "a b c"


def test_empty_lines_part_paragraphs() -> None:
    assert paragraphs("one\ntwo\n \n\nthree\n\n") == ("one two", "three")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("endlessword", 6, "endle…"),
        ("one two, three", 10, "one two…"),
    ],
)
def test_a_cut_falls_between_words(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_cut_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "direction", "isolates"),
    [
        ("Gazette", "ltr", False),
        ("صوت", "ltr", True),
        ("Gazette", "rtl", True),
        ("123", "rtl", False),
    ],
)
def test_only_text_against_the_line_is_isolated(text: str, direction: str, isolates: bool) -> None:
    assert (isolated(text, direction) != text) is isolates


@pytest.mark.parametrize(
    ("text", "seen"),
    [("\u202e\x08", False), ("\u200b \u2060", False), ("0", True), ("🎉", True), ("… —", False)],
)
def test_invisible_characters_and_punctuation_alone_say_nothing(text: str, seen: bool) -> None:
    assert is_seen(text) is seen
