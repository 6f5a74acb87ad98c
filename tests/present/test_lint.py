"""The linter of MJML templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.model.mail import Finding
from digest.present.lint import lint_source
from digest.present.templates import Templates, open_templates


def body(inner: str) -> str:
    """A template with something in its only column."""
    column = f"<mj-column>\n{inner}\n</mj-column>"
    return f"<mjml><mj-body><mj-section>{column}</mj-section></mj-body></mjml>"


BAD = {
    "template-unknown-tag": [body("<mj-txt>x</mj-txt>"), "<mjml><mj-bodi></mj-bodi></mjml>"],
    "template-unknown-attribute": [
        body('<mj-text colour="#000000">x</mj-text>'),
        body('<mj-image src="x" alt="" lat="1" />'),
        "<mj-section background-url='x'></mj-section>",
        '<mj-attributes><mj-all paddding="0px" /></mj-attributes>',
    ],
    "template-misplaced": [
        "<mjml><mj-body><mj-text>x</mj-text></mj-body></mjml>",
        body("<mj-section></mj-section>"),
        "<mj-section><mj-text>x</mj-text></mj-section>",
        body("<mj-all />"),
        body("<mj-title>x</mj-title>"),
        body("<p>Good morning</p>"),
        "<mj-body><div></div></mj-body>",
    ],
    "template-bare-zero": [
        body('<mj-text padding="0 8px">x</mj-text>'),
        body('<mj-text padding="0">x</mj-text>'),
        body("<mj-text padding='8px {{ a }}px 0'>x</mj-text>"),
        '<mj-attributes><mj-all padding="0" /></mj-attributes>',
    ],
    "template-percentage": [
        '<mj-section><mj-column width="50%"></mj-column></mj-section>',
        '<mj-section><mj-column width="{{ a }}%"></mj-column></mj-section>',
    ],
    "template-forbidden": [
        body('<mj-include path="x.mjml" />'),
        "<mj-head><mj-font name='x' href='y' /></mj-head>",
        "<mj-head><mj-preview>x</mj-preview></mj-head>",
        "<mj-body><mj-hero></mj-hero></mj-body>",
        body("<mj-carousel></mj-carousel>"),
        body("<mj-social></mj-social>"),
    ],
    "template-alternative": [body('<mj-image src="{{ a }}" />')],
    "template-inline": ['<mj-head><mj-style inline="true">a { }</mj-style></mj-head>'],
    "template-css-comment": ["<mj-style>a { } /* why */</mj-style>"],
}
CASES = [(rule, source) for rule, bad in BAD.items() for source in bad]


@pytest.mark.parametrize(("rule", "source"), CASES)
def test_a_mistake_in_a_template_is_found(rule: str, source: str) -> None:
    assert [finding.rule for finding in lint_source(source, "x.mjml")] == [rule]


GOOD = [
    body(
        '<mj-text padding="0px 10px" css-class="t">{{ a }} <b>{% if b %}x{% endif %}</b></mj-text>'
    ),
    body('<mj-image alt="" src="{{ a }}" width="10px" />'),
    "<mj-text>A part may begin with any tag</mj-text>",
    "{# <mj-txt> in a comment #}<!-- <mj-txt> -->",
    '{% if a > 1 %}<mj-text align="{{ "left" if b else "right" }}">x</mj-text>{% endif %}',
    '<mj-head><mj-style inline="inline">a { width: 0 }</mj-style></mj-head>',
    '<mj-attributes><mj-all padding="0px" /><mj-class name="a" color="#000000" /></mj-attributes>',
]


def lint_templates(templates: Templates) -> list[Finding]:
    """What is wrong with a project's templates and those that Digest ships, file by file."""
    found = (lint_source(templates.source(name), name) for name in templates.names())
    return [finding for findings in found for finding in findings]


@pytest.mark.parametrize("source", GOOD)
def test_a_good_template_has_no_finding(source: str) -> None:
    assert lint_source(source, "x.mjml") == ()


def test_our_own_templates_have_no_finding() -> None:
    assert lint_templates(open_templates()) == []


def test_a_finding_names_file_and_line_also_after_jinja_of_many_lines() -> None:
    source = "{# one\ntwo #}\n{% if\n a %}\n<mj-txt>x</mj-txt>"
    (finding,) = lint_source(source, "parts/x.mjml")
    assert str(finding.where) == "parts/x.mjml line 5"


def test_a_newsrooms_own_files_are_read_in_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "morning.mjml").write_text("<mjml><mj-bdoy></mj-bdoy></mjml>")
    (tmp_path / "own.mjml").write_text("<mj-txt></mj-txt>")
    findings = lint_templates(open_templates(tmp_path))
    assert [str(finding.where) for finding in findings] == [
        "morning.mjml line 1",
        "own.mjml line 1",
    ]
