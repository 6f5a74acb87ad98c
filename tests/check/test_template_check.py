"""Templates on trial: each mistake is told with the file and the line that a newsroom edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.check.template_check import try_templates
from digest.present.templates import open_templates, our_templates

HEADING = "parts/heading.mjml"
MISTAKES = {
    "an unknown variable": (HEADING, "{{ title }}", "{{ titel }}", "'titel' is undefined", "4"),
    "an unknown field": (
        "parts/headline.mjml",
        "{% set words_of = story.headline",
        "{% set words_of = story.hedline",
        "no attribute 'hedline'",
        "2",
    ),
    "a tag that is not closed": (HEADING, "</h2>", "", "mismatch: h2 and mj-text", "4"),
    "a tag of MJML that is not closed": (HEADING, "</mj-text>", "", "mismatch: mj-text", "3"),
    "a bare bracket": (HEADING, "{{ title }}", "{{ title }} < more", "StartTag", "4"),
    "a missing part": (
        "morning.mjml",
        "parts/opening.mjml",
        "parts/openning.mjml",
        "there is no part parts/openning.mjml",
        "9",
    ),
    "a block that is not closed": ("parts/more.mjml", "{% endif %}", "", "'endif'", "4"),
    "an unknown filter": ("parts/story.txt", "| fold(4, number)", "| fould", "'fould'", "3"),
    "a sum that fails": (HEADING, "{{ title }}", "{{ 1 / 0 }}", "division by zero", "4"),
    "a text that is too faint": (
        "theme.toml",
        'ink = "#1d1b18"',
        'ink = "#bbbbbb"',
        "light.ink on light.paper has a contrast of 1.89:1, not 4.5:1",
        "",
    ),
    "no colour": ("theme.toml", '"#1d1b18"', '"red"', "'red' is not a colour", ""),
}


def changed(project: Path, name: str, before: str, after: str) -> None:
    """A project whose own file is ours with something changed."""
    source = (our_templates() / name).read_text("utf-8")
    assert before in source
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text(source.replace(before, after), "utf-8")


def test_our_own_templates_pass() -> None:
    assert try_templates(open_templates()) == ()


@pytest.mark.parametrize(
    ("name", "before", "after", "words", "line"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, name: str, before: str, after: str, words: str, line: str
) -> None:
    changed(tmp_path, name, before, after)
    findings = try_templates(open_templates(tmp_path))
    assert findings
    assert words in str(findings[0].message)
    assert str(findings[0].where) == (f"{name} line {line}" if line else name)


def test_what_the_checker_refuses_is_told_with_the_edition_and_the_template(tmp_path: Path) -> None:
    changed(tmp_path, "parts/footer.mjml", "{{ unsubscribe_url }}", "here")
    findings = try_templates(open_templates(tmp_path))
    found = next(one for one in findings if one.rule == "18-schemes")
    assert str(found.where).startswith("brief, full edition, html line ")
    assert str(found.template) == "parts/footer.mjml line 3"


def test_a_template_needs_a_text_template_beside_it(tmp_path: Path) -> None:
    changed(tmp_path, "morning.mjml", "<mjml", "<mjml")
    (tmp_path / "morning.mjml").rename(tmp_path / "own.mjml")
    (finding,) = try_templates(open_templates(tmp_path))
    assert str(finding.message) == "there is no template own.txt"


def test_a_file_that_is_not_utf_8_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "morning.mjml").write_bytes(b"\xff\xfe")
    (finding,) = try_templates(open_templates(tmp_path))
    assert (str(finding.where), str(finding.message)[:12]) == ("morning.mjml", "is not UTF-8")
