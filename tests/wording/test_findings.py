"""What the mail checker finds has its Ukrainian: of every rule, on every mail that is bad."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from digest.model.mail import Finding
from digest.present.check.checker import RULES, check_html, check_letter
from digest.wording.words import words_for
from tests.present.bad_mails import ADDRESS
from tests.present.test_check_bad_mails import BAD

SAID = words_for(["uk"], ZoneInfo("Europe/Kyiv")).finding
SAME = re.compile(r"|html(\b.*)?|multipart/.*")
"""Places that are named alike in both languages; places of the HTML as Word reads it are not."""


@cache
def findings_on_bad_mails(rule: str) -> list[Finding]:
    found: list[Finding] = []
    for bad in BAD[rule]:
        found += check_html(bad) if isinstance(bad, str) else check_letter(bad, address=ADDRESS)
    return found


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_rule_is_said_in_ukrainian(rule: str) -> None:
    found = findings_on_bad_mails(rule)
    assert rule in {finding.rule for finding in found}
    said = {finding.message for finding in found} | {finding.hint for finding in found}
    assert {sentence for sentence in said if SAID(sentence) == sentence} == set()


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_where_it_is_is_said_in_ukrainian(rule: str) -> None:
    places = {finding.where for finding in findings_on_bad_mails(rule)}
    left = {place for place in places if SAID(place) == place}
    assert {place for place in left if re.search(r"\bline\b|Word|letter|header", place)} == set()
    assert {place for place in left if not SAME.fullmatch(place)} == set()


def test_what_is_written_in_the_template_is_left_as_it_is() -> None:
    assert SAID("write the comment in Jinja: {# … #}") == "напишіть коментар у Jinja: {# … #}"
    assert SAID("a template's '{{' is left") == "лишилося від шаблону: '{{'"
