"""How anyone's mail is judged: true faults are found, and well-made mail is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digest.check.checker import RULES, check_document, check_letter
from digest.check.judging import as_anyones
from digest.model.mail import Category, MailKind, Severity
from tests.present.bad_mails import HTML, PICTURE, URL, body, sent, sheet, spoilt
from tests.present.letters import check_html
from tests.present.seeded_mails import SEEDED

NOW = datetime(2026, 11, 24, tzinfo=UTC)
NOT_FOUND = {"a style sheet as text"}


def test_the_letter_that_is_seeded_is_good() -> None:
    assert as_anyones(check_letter(sent(), now=NOW)) == ()


def test_of_54_seeded_faults_the_checker_finds_all_but_one() -> None:
    assert len(SEEDED) == 54
    missed = {
        name for name, letter in SEEDED.items() if not as_anyones(check_letter(letter, now=NOW))
    }
    assert missed == NOT_FOUND


def test_what_breaks_a_mail_is_an_error_and_all_else_a_warning() -> None:
    spoiled = body('<p onclick="x()" style="color:#000">x</p>').replace("<html lang", "<html title")
    found = as_anyones(check_html(spoiled), house_style=True)
    assert {one.category for one in found} == set(Category)
    for one in found:
        assert (one.severity is Severity.ERROR) == (one.category is Category.BREAKS)
    assert [one.category for one in found] == sorted(
        (one.category for one in found), key=list(Category).index
    )


def test_only_newsletters_are_asked_for_a_way_out() -> None:
    letter = SEEDED["no way out"]
    assert as_anyones(check_letter(letter, now=NOW)) != ()
    assert as_anyones(check_letter(letter, now=NOW), kind=MailKind.TRANSACTIONAL) == ()


def test_many_findings_of_house_style_hide_none_that_breaks() -> None:
    taste = '<img src="https://a.example/a.png" alt="A" width="9">' * 40
    found = as_anyones(check_html(body(f'{taste}<img src="https://a.example/b.png">')))
    assert "37-alternatives" in {one.rule for one in found}


def rules(html: str) -> set[str]:
    """The rules that find something in anyone's document."""
    return {one.rule for one in as_anyones(check_document(html.encode()))}


GHOST = '<!--[if mso]><table role="none" width="600"><tr><td><![endif]-->'
GHOST_END = "<!--[if mso]></td></tr></table><![endif]-->"
COLUMNS = '<!--[if mso]><table role="none"><tr><td width="330"><![endif]-->'
NEXT = '<!--[if mso]></td><td width="330"><![endif]-->'
WIDE = "max-width:600px"
TABLE = '<table role="none" style="float:left"><tr><td>x</td></tr></table>'
NIGHT = "@media (prefers-color-scheme: dark) {{ .a {{ {} }} }}"

INNOCENT = {
    "a table for Word inside the wide element": f'<div style="{WIDE}">{GHOST}x{GHOST_END}</div>',
    "a cell for Word before the wide element": (
        f'{COLUMNS}<div style="max-width:330px">x</div>{NEXT}'
        f'<div style="max-width:330px">y</div>{GHOST_END}'
    ),
    "a cell with a width of its own": (
        '<table role="none"><tr><td width="600" style="max-width:600px">'
        f'<div style="{WIDE}">x</div></td></tr></table>'
    ),
    "a parameter that looks like an entity": f'<a href="{URL}?a=1&view=2&copy=3">The bridge</a>',
    "an ampersand in a name": "<p>Marks & Spencer, AT&T</p>",
    "a lone table that floats": f'<table role="none"><tr><td>{TABLE}</td></tr></table>',
    "the rows of an invoice": (
        '<table role="none"><tr><td><h3>Description</h3></td><td><h3>Amount</h3></td></tr></table>'
    ),
    "a colour as faint by night as by day, told once": (
        '<p style="color:#00ff00!important;background-color:#000000!important">x</p>'
    ),
    "an important that is written together": '<p style="display:block!important">x</p>',
    "VML's behaviour": "<style>v\\:* { behavior: url(#default#VML); }</style>",
    "a value with one before it for older programs": (
        '<div style="width:50%;width:calc(50% - 8px)">x</div>'
    ),
    "comments for all but Word": "<!--[if !mso]><!-- --><p>x</p><!-- <![endif]-->".replace(
        "<!-- <!", "<!--<!"
    ),
    "revealed for all but Word": "<![if !mso]><p>x</p><![endif]>",
    "VML that closes itself": (
        '<!--[if mso]><v:rect><v:fill color="#ffffff"/></v:rect><![endif]-->'
    ),
    "a line of one dot": f'<img {PICTURE} alt="" width="600" height="1">',
    "a name that ends like a host": f'<a href="{URL}">Node.js</a>',
    "a host of Cyrillic letters under a Cyrillic end": (
        '<a href="https://хор.укр/">хор.укр</a> <a href="https://xn--h1aax.xn--j1amh/">x</a>'
    ),
    "a story forwarded by mail": '<a href="mailto:?subject=Read&body=x">Forward this</a>',
    "data for Gmail": '<script type="application/ld+json">{"a": {"b": {}}}</script>',
    "a table within a link": (
        f'<a href="{URL}"><table role="none"><tr><td>The bridge</td></tr></table></a>'
    ),
}


@pytest.mark.parametrize("markup", INNOCENT.values(), ids=INNOCENT.keys())
def test_what_well_made_mails_do_is_no_fault(markup: str) -> None:
    # what is added has none of our classes, and so is as it is by night
    assert rules(body(markup)) - {"45-dark-contrast", "30-image-sizes", "36-headings"} == set()


def test_an_older_doctype_is_one_matter_of_style() -> None:
    older = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://x/">'
    found = check_html(spoilt("<!DOCTYPE html>", older))
    assert [(one.rule, one.category) for one in found] == [("12-doctype", Category.HOUSE_STYLE)]


def test_an_important_written_together_is_shown_whole() -> None:
    found = check_html(sheet(".a { display: block!important; }"))
    assert [str(one.message) for one in found] == ["'block!important' is not ' !important'"]


def test_a_template_is_told_once_that_it_is_one_and_a_letter_each_time() -> None:
    left = body("<p>{{ name }}</p><p>{{ city }}</p>")
    template = [one for one in check_html(left) if one.rule == "18-leftovers"]
    assert [one.category for one in template] == [Category.RISKS]
    letter = [one for one in check_letter(sent(left)) if one.rule == "18-leftovers"]
    assert [one.category for one in letter] == [Category.BREAKS] * 2


def test_each_rule_has_a_class() -> None:
    assert {rule.category for rule in RULES} == set(Category)


def test_a_picture_that_comes_with_the_letter_is_no_lost_one() -> None:
    markup = '<img src="cid:{}" alt="" width="9" height="9">'
    assert "18-schemes" not in rules(body(markup.format("chart")))
    lost = check_letter(sent(HTML.replace("</div></body>", f"{markup.format('x')}</div></body>")))
    assert "18-schemes" in {one.rule for one in lost}
