"""How the checker reads styles, and what it does not mistake for a fault."""

from __future__ import annotations

from time import process_time

import pytest

from digest.check.checker import check_letter, client_table
from digest.check.clients import FeatureRole, uses_of
from digest.check.css_syntax import rules_of
from digest.check.element_text import shown_words
from digest.check.parsed_mail import Specimen, parsed
from digest.check.styles import View
from digest.model.mail import Severity
from tests.present.letters import addressed, check_html, good_mail, letter

HTML = addressed(good_mail().html)
PICTURE = 'src="https://a.example/a.png"'
SIZED = f'<img {PICTURE} alt="" width="90" height="60" style="display:block;max-width:100%;'


def with_body(markup: str) -> str:
    """Our own HTML with something added at the end of the article."""
    before, end, after = HTML.rpartition("</div></body>")
    assert end
    return f"{before}{markup}{end}{after}"


def with_style(rules: str) -> str:
    """Our own HTML with one more style sheet."""
    return HTML.replace("</head>", f"<style>{rules}</style></head>")


GOOD_BODIES = [
    SIZED + 'float:left" align="left">',
    '<p style="margin:-0px">x</p>'.replace("-0px", "0 auto"),
    '<p style="color:#6b6b6b;font-size:24px">large</p>',
    '<p><a href="https://a.example/">A link that is a paragraph by itself</a></p>',
    '<div lang="ar" dir="rtl"><h3>مهرجان الميناء يعود</h3></div>',
    '<a href="tel:+3804412345">Call the newsroom</a>',
    '<p style="display:none;color:#ffffff">not seen</p>',
    "<table role='presentation'><tr><td style='padding:4px'>x</td></tr></table>",
]


@pytest.mark.parametrize("markup", GOOD_BODIES)
def test_good_markup_raises_no_error(markup: str) -> None:
    found = [one for one in check_html(with_body(markup)) if one.severity is Severity.ERROR]
    # whatever is added without one of our classes keeps its own colour in dark mode
    assert [one for one in found if one.rule != "45-dark-contrast"] == []


def test_an_enhancement_in_a_sheet_is_no_finding_where_the_same_inline_is_one() -> None:
    assert check_html(with_style(".a { display: flex; }")) == ()
    assert check_html(with_body('<div style="display:flex">x</div>')) != ()


def test_the_table_of_uses_sorts_our_own_mail() -> None:
    uses = {use.slug: use for use in uses_of(Specimen(html=HTML))}
    assert uses["css-padding"].role is FeatureRole.ESSENTIAL
    assert uses["css-at-media-prefers-color-scheme"].role is FeatureRole.ENHANCEMENT
    assert uses["css-at-media-prefers-color-scheme"].lacking
    assert not any(use.lacking for use in uses.values() if use.role is FeatureRole.ESSENTIAL)


def test_clients_may_be_named() -> None:
    html = with_body('<div style="position:absolute">x</div>')
    (use,) = (use for use in client_table(html, ("gmail ios",)) if use.slug == "css-position")
    assert use.role is FeatureRole.FORBIDDEN
    assert (use.lacking, use.partly) == (("gmail ios",), ())


def test_a_client_without_a_platform_is_all_of_its_kind() -> None:
    html = with_body('<div style="position:absolute">x</div>')
    (use,) = (use for use in client_table(html, ("outlook",)) if use.slug == "css-position")
    assert {one.partition(" ")[0] for one in use.lacking} == {"outlook"}
    assert "outlook windows" in use.lacking


def test_a_letter_is_held_to_the_clients_that_are_named() -> None:
    content = letter(with_body('<div style="position:absolute">x</div>'))
    found = {
        clients: [one.message for one in check_letter(content, clients=clients)]
        for clients in (("gmail",), ("apple-mail macos",), ("gmial",))
    }
    assert any("position (forbidden) does not work in gmail" in str(one) for one in found["gmail",])
    assert not any("(forbidden) does not work" in str(one) for one in found["apple-mail macos",])
    assert "caniemail.com knows no mail program 'gmial'" in [str(one) for one in found["gmial",]]


def test_a_button_whose_cell_gives_word_its_room_may_have_padding() -> None:
    button = '<a href="https://a.example/" style="padding:10px 25px">Order a loaf of rye</a>'
    cell = '<table role="none"><tr><td style="{}">' + button + "</td></tr></table>"
    assert "27-padding" in {one.rule for one in check_html(with_body(cell.format("color:#000000")))}
    good = cell.format("mso-padding-alt:10px 25px")
    assert "27-padding" not in {one.rule for one in check_html(with_body(good))}


def test_the_dark_view_sees_what_dark_rules_do() -> None:
    html = (
        '<html><head><meta name="color-scheme" content="light dark"><style>'
        "@media (prefers-color-scheme: dark) { .a { color: #ffffff !important; } }</style></head>"
        '<body><p class="a" style="color:#000000">x</p></body></html>'
    )
    specimen = Specimen(html=html)
    colours = {view: str(next(iter(specimen.visible("p"))) is not None) for view in View}
    assert set(colours.values()) == {"True"}
    paragraph = next(specimen.visible("p"))
    assert str(specimen.looks(View.LIGHT)[paragraph].colour) == "#000000"
    assert str(specimen.looks(View.DARK)[paragraph].colour) == "#ffffff"
    assert str(specimen.looks(View.STRIPPED)[paragraph].colour) == "#000000"


def test_rules_inside_media_carry_their_condition() -> None:
    (rule,) = rules_of("@media (max-width: 480px) { .a { COLOR: Red !important; } }")
    assert (rule.selector, rule.media) == (".a", "(max-width: 480px)")
    assert [(one.name, one.value, one.important) for one in rule.declarations] == [
        ("color", "red", True)
    ]


def test_a_pictures_alternative_counts_as_words() -> None:
    tree = parsed('<a href="x">To <img alt="the bridge"> now</a>')
    assert shown_words(next(tree.iter("a"))) == "To the bridge now"


HUGE = {
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">",
    "bare attributes": "<p " + "a " * 20_000 + ">",
    "selector": "<style>" + "a " * 20_000 + "{}</style>",
    "blocks": "<style>" + "{" * 20_000 + "</style>",
    "nested": "<div>" * 5_000,
    "tables": "<table><tr><td>" * 1_000,
    "characters": "x" * 1_000_001,
}


REPEATED = [
    "<!--",
    "<!--[if mso]>",
    "<!--[if mso",
    "<!--[if !mso]><!-->",
    "<!--[if mso]><xml>",
    "<!--[if mso]><table ",
    "<v:rect ",
    "<a href=x>",
    "<style>:root{color-scheme:",
    "<style>rgb(",
    "<style>a{color:rgb(0 ",
    "<style>@media screen{",
    "&amp",
    "<a><p>",
]


@pytest.mark.parametrize("unit", REPEATED)
@pytest.mark.one_in(5)
def test_markup_repeated_without_end_is_read_in_a_few_seconds(unit: str) -> None:
    started = process_time()
    check_html(with_body(unit * (60_000 // len(unit)) + " " * 60_000))
    assert process_time() - started < 20


def test_a_number_that_no_program_can_read_is_passed_over() -> None:
    assert check_html(with_body(f'<p style="font:{"1" * 20_000}">x</p>')) == ()


@pytest.mark.parametrize("markup", HUGE.values(), ids=HUGE.keys())
@pytest.mark.one_in(3)
def test_a_huge_document_gets_findings_in_a_few_seconds(markup: str) -> None:
    started = process_time()
    assert any(one.severity is Severity.ERROR for one in check_html(with_body(markup)))
    assert process_time() - started < 20


@pytest.mark.parametrize(
    "html", ["", "   ", "<", "<!--", "x" * 10, "<?xml version='1.0'?><a>", "\x00"]
)
def test_a_fragment_of_a_document_gets_findings_and_no_crash(html: str) -> None:
    assert all(finding.message for finding in check_html(html))


ROOMY = {
    "a line of 24 px": '<div style="line-height:24px"><a href="https://a.example/">x</a></div>',
    "a line given in the font": '<p style="font:14px/26px serif"><a href="https://a.example/">x</a></p>',
    "padding of its own": '<div><a href="https://a.example/" style="padding:4px 0">x</a></div>',
    "margins of its block": '<p style="margin:8px 0"><a href="https://a.example/">x</a></p>',
    "a tall picture": '<div><a href="https://a.example/"><img height="60" alt="x"></a></div>',
    "a link in a sentence": '<div style="line-height:14px">The <a href="https://a.example/">x</a></div>',
}


@pytest.mark.parametrize("markup", ROOMY.values(), ids=ROOMY.keys())
def test_a_target_with_room_is_no_small_one(markup: str) -> None:
    assert "41-small-targets" not in {one.rule for one in check_html(with_body(markup))}


INNOCENT = {
    "a picture's fragment": '<p style="list-style:url(https://a.example/a#abc)">x</p>',
    "a colour in quotation marks": "<p style=\"quotes:'#abc' '!IMPORTANT'\">x</p>",
    "an element's id": "<style>:is(#abc) #def { margin: 0; }</style>",
    "a namespace before a condition": "<style>@namespace x; @media print { p { top: 0; } }</style>",
    "a margin of nothing": '<div style="margin:-0px">x</div>',
}


@pytest.mark.parametrize("markup", INNOCENT.values(), ids=INNOCENT.keys())
def test_css_is_read_by_its_tokens_and_not_by_what_it_looks_like(markup: str) -> None:
    rules = {one.rule for one in check_html(with_body(markup))}
    assert rules.isdisjoint({"22-nested-at-rules", "24-colours", "25-important", "27-padding"})


DISGUISED = {
    "22-nested-at-rules": "@media screen { @\\6dedia print { .a { color: #000000; } } }",
    "24-colours": ".a { color: RGB(/**/0 0 0); }",
    "25-important": ".a { color: #000000 !/**/important; }",
    "29-selectors": ".a:\\6eot(.b) { margin: 0; }",
}


@pytest.mark.parametrize(("rule", "css"), DISGUISED.items(), ids=DISGUISED.keys())
def test_css_that_is_written_in_escapes_and_comments_means_the_same(rule: str, css: str) -> None:
    assert rule in {one.rule for one in check_html(with_style(css))}


def test_elements_that_html_4_did_not_know_hide_nothing_from_a_rule() -> None:
    breaks = good_mail().html.replace("</h1>", "<wbr>x" * 600 + "</h1>", 1)
    assert "10-unsubscribe" not in {one.rule for one in check_html(breaks)}


def test_dashes_in_a_comment_are_valid() -> None:
    commented = good_mail().html.replace("</h1>", "</h1><!-- a -- b --- c -->", 1)
    assert "13-valid" not in {one.rule for one in check_html(commented)}


def test_a_mail_that_knows_the_dark_without_conditions_is_judged_by_both_of_its_colours() -> None:
    def faint(light: str, dark: str) -> set[str]:
        page = (
            '<!DOCTYPE html><html lang="en"><head><meta name="color-scheme" content="light dark">'
            f"<style>p {{ color: light-dark({light}, {dark}); }}</style></head>"
            "<body><p>Words</p></body></html>"
        )
        return {one.rule for one in check_html(page)} & {"40-contrast", "45-dark-contrast"}

    assert faint("#111111", "#eeeeee") == set()
    assert faint("#dddddd", "#eeeeee") == {"40-contrast"}
    assert faint("#111111", "#222222") == {"45-dark-contrast"}
