"""The renderer's traps, each reproduced once and closed."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from digest.model.errors import PresentError
from digest.present.attribute_escapes import shield, unshield
from digest.present.render import DEEPEST, RenderError, lay_out, render

HEAD = '<mj-head><mj-attributes><mj-all padding="0px" /></mj-attributes>{head}</mj-head>'


def document(body: str, head: str = "") -> str:
    """An MJML document with one text in it."""
    return (
        f"<mjml>{HEAD.format(head=head)}<mj-body><mj-section><mj-column>"
        f"<mj-text>{body}</mj-text></mj-column></mj-section></mj-body></mjml>"
    )


def test_the_document_begins_with_a_doctype_in_capitals() -> None:
    assert render(document("Hello")).startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "mark",
    [
        "\u200d",
        "\u00a0",
        "\u00ad",
        "\ufe0f",
        "\u202f",
        "\u200e",
        "\u200f",
        "\u064e",
        "\u094d",
        "\\",
    ],
)
def test_an_attribute_keeps_characters_that_mrml_would_write_as_escapes(mark: str) -> None:
    html = render(document(f'<img src="https://x.example/a.png" alt="a{mark}b" />'))
    (image,) = lxml_html.fromstring(html).xpath("//img")
    assert image.get("alt") == f"a{mark}b"


def test_a_quote_in_an_attribute_of_mjml_adds_no_attribute() -> None:
    html = render(
        document(
            '</mj-text><mj-image src="https://x.example/a" alt="&#34;hi&#34; onerror=go() x=" />'
            "<mj-text>"
        )
    )
    (image,) = lxml_html.fromstring(html).xpath("//img")
    assert (image.get("alt"), image.get("onerror")) == ('"hi" onerror=go() x=', None)


def test_a_line_end_inside_an_attribute_is_a_space_and_no_escape() -> None:
    html = render(document('<img src="https://x.example/a.png" alt="one\n   two" />'))
    assert 'alt="one two"' in html


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<>&\"'")))
def test_any_printable_attribute_comes_out_as_it_went_in(text: str) -> None:
    html = unshield(lay_out(document(f'<img src="https://x.example/a.png" alt="a{text}b" />')))
    (image,) = lxml_html.fromstring(html).xpath("//img")
    assert image.get("alt") == f"a{text}b"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<>&")))
def test_shielding_loses_nothing_and_leaves_only_ascii(text: str) -> None:
    shielded = shield(text)
    assert shielded.isascii()
    assert unshield(shielded) == text


def test_the_words_of_a_reference_written_out_stay_words() -> None:
    html = render(document("&amp;#8205; stays"))
    assert "&amp;#8205; stays" in html


def test_important_survives_in_a_dark_sheet() -> None:
    sheet = "@media (prefers-color-scheme: dark) { .t > p { color: #ffffff !important; } }"
    html = render(document("Hello", f"<mj-style>{sheet}</mj-style>"))
    assert sheet in html


def test_sheets_for_outlook_com_and_outlook_survive() -> None:
    sheet = "[data-ogsc] .t { color: #ffffff !important; } #outlook a { padding: 0; }"
    assert sheet in render(document("Hello", f"<mj-style>{sheet}</mj-style>"))


def test_the_rules_of_an_inline_sheet_move_into_the_elements_and_the_sheet_goes() -> None:
    html = render(
        document(
            '<p class="k">Hi</p>', '<mj-style inline="inline">.k { color: #ff0000; }</mj-style>'
        )
    )
    assert '<p class="k" style="color:#ff0000">' in html
    assert ".k {" not in html


def test_a_picture_keeps_its_width_in_pixels() -> None:
    html = render(
        document('</mj-text><mj-image src="https://x.example/a.png" alt="" width="9px" /><mj-text>')
    )
    (image,) = lxml_html.fromstring(html).xpath("//img")
    assert image.get("width") == "9"


def test_no_font_host_gets_in_with_a_named_font() -> None:
    html = render(
        document("Hello", '<mj-attributes><mj-all font-family="Ubuntu" /></mj-attributes>')
    )
    assert "fonts.googleapis.com" not in html
    assert "@import" not in html


def test_rendering_asks_the_network_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("rendering opened a connection")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    remote = '<link rel="stylesheet" href="https://css.example/x.css" />'
    kept = "<mj-style>@import url(https://css.example/y.css);</mj-style>"
    assert "Hello" in render(document("Hello", f"<mj-raw>{remote}</mj-raw>{kept}"))


def test_an_import_in_an_inline_sheet_is_refused() -> None:
    sheet = '<mj-style inline="inline">@import url(https://css.example/y.css);</mj-style>'
    with pytest.raises(PresentError, match="@import is not allowed"):
        render(document("Hello", sheet))


@pytest.mark.parametrize(
    "broken",
    ["<p>one<p>two", "a \x0b b", "<!-- a -- b -->", "3 < 4", "<img alt=x />"],
)
def test_markup_that_is_not_well_formed_is_refused_by_name(broken: str) -> None:
    with pytest.raises(RenderError):
        render(document(broken))


def test_nesting_that_could_crash_the_process_is_refused_before_mrml_sees_it() -> None:
    deep = "<div>" * (DEEPEST + 1) + "</div>" * (DEEPEST + 1)
    with pytest.raises(RenderError, match="nested more than 200 deep"):
        render(document(deep))


def test_a_panic_of_the_renderer_is_an_error_of_ours() -> None:
    include = '<mj-include path="./x.html" type="html" />'
    with pytest.raises(RenderError):
        render(document("Hello", include))


def test_the_same_document_renders_to_the_same_bytes() -> None:
    assert render(document("Hello")) == render(document("Hello"))


def test_only_one_module_knows_mjml_and_premailer() -> None:
    folder = Path(render.__code__.co_filename).parent
    users = {
        file.name
        for file in folder.rglob("*.py")
        if "\nfrom mjml" in (source := file.read_text()) or "\nfrom premailer" in source
    }
    assert users == {"render.py"}


def test_places_to_break_do_not_nest_for_a_parser_of_html_4() -> None:
    html = render(document("a<wbr />" * 600 + "<b>the end</b>"))
    assert not lxml_html.fromstring(html).xpath("//wbr//*")
    assert lxml_html.fromstring(html).xpath("//b[text()='the end']")
