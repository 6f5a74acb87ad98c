"""The checker's findings as an editor reads them: a rule once, and each place that breaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from digest.desk.findings import PLACES_OPEN, Jump, rule_by_rule
from digest.model.mail import Finding, Severity
from digest.model.message import Message
from tests.desk.desks import Desk

LINK = Finding(
    rule="12-links",
    severity=Severity.WARNING,
    message="the link has no name",
    where="html line 3, <a>",
    hint="name the target",
)
TITLE = Finding(rule="03-title", severity=Severity.ERROR, message="there is no title")


def links(count: int) -> list[Jump]:
    return [
        Jump(finding=replace(LINK, where=f"html line {line}, <a>")) for line in range(1, count + 1)
    ]


def test_a_rule_stands_once_with_all_its_places_in_order() -> None:
    first, second, third = links(3)
    size = Jump(finding=replace(LINK, rule="40-size"))
    groups = rule_by_rule([first, size, second, third])
    assert [(group.rule, group.jumps) for group in groups] == [
        ("12-links", (first, second, third)),
        ("40-size", (size,)),
    ]


def test_the_gravest_rules_come_first() -> None:
    groups = rule_by_rule([*links(2), Jump(finding=TITLE)])
    assert [group.severity for group in groups] == [Severity.ERROR, Severity.WARNING]


def test_a_hint_of_its_own_is_not_lost_among_those_of_its_rule() -> None:
    other = Jump(finding=replace(LINK, hint="or take the link out"))
    groups = rule_by_rule([*links(2), other])
    assert [group.hint for group in groups] == ["name the target", "or take the link out"]


def test_what_all_places_say_is_said_of_the_rule() -> None:
    (alike,) = rule_by_rule(links(2))
    assert alike.message == "the link has no name"
    other = Jump(finding=replace(LINK, message="the link is called 'here'"))
    (different,) = rule_by_rule([*links(2), other])
    assert different.message == ""


def test_a_finding_about_the_whole_mail_has_no_place() -> None:
    (group,) = rule_by_rule([Jump(finding=TITLE)])
    assert group.places == ()


def test_findings_that_differ_are_all_told_though_they_have_no_place() -> None:
    other = Jump(finding=replace(TITLE, message="the title is empty"))
    (group,) = rule_by_rule([Jump(finding=TITLE), other])
    assert len(group.places) == 2


@pytest.mark.parametrize(("count", "folded"), [(PLACES_OPEN, 0), (PLACES_OPEN + 1, 1), (40, 32)])
def test_many_places_are_folded(count: int, folded: int) -> None:
    (group,) = rule_by_rule(links(count))
    assert len(group.folded_places) == folded
    assert group.open_places + group.folded_places == group.places


def test_on_the_page_a_rule_has_one_box_and_each_place_its_jump(desk: Desk) -> None:
    browser = desk.browser("oksana")
    shouting = {"text-subject": "THE FERRY STAYS!!!", "was-subject": ""}
    browser.change("texts", texts=shouting)
    page = browser.page("?view=checks")
    assert page.count("11-shouting") == 1
    assert page.count("write the subject as a sentence") == 1
    assert page.count('aria-label="Go to the field: Subject: all in capitals"') == 1
    assert page.count('aria-label="Go to the field: Subject: “!!!” shouts"') == 1


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            Message("check.preheader_length", length=32, shortest=40, longest=110),
            "Preheader: 32 of at least 40 characters",
        ),
        (
            Message("check.preheader_length", length=131, shortest=40, longest=110),
            "Preheader: 131 of at most 110 characters",
        ),
        (
            Message("check.subject_length", length=90, longest_subject=78),
            "Subject: 90 of at most 78 characters",
        ),
        (
            Message("check.subject_length", length=0, longest_subject=78),
            "Subject: nothing is written",
        ),
        (
            Message("check.alt_too_long", length=140, longest=125),
            "Picture in words: 140 of at most 125 characters",
        ),
        (Message("check.doctype_missing"), "the document does not begin with <!DOCTYPE html>"),
    ],
    ids=str,
)
def test_what_editors_write_is_judged_in_their_words(message: Message, said: str) -> None:
    (group,) = rule_by_rule([Jump(finding=replace(LINK, message=message))])
    assert str(group.message) == said
    assert group.detail == (() if str(message) == said else (message,))


def test_a_short_preheader_is_told_in_one_line_and_its_detail_folded_away(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("texts", texts={"text-preheader": "Ferry stays.", "was-preheader": ""})
    page = browser.page("?view=checks")
    assert "Preheader: 12 of at least 40 characters" in page
    tree = html.fromstring(page)
    for folded in tree.findall(".//details"):
        folded.clear()
    seen = tree.text_content()
    for technical in ("55-preheader", "begin with a hidden element", "html line"):
        assert technical in page
        assert technical not in seen


def test_what_only_a_template_mends_stands_apart_from_what_an_editor_mends() -> None:
    story = Jump(finding=LINK, story="article-1", headline="Ferry stays")
    groups = rule_by_rule([story, Jump(finding=TITLE)])
    assert [(group.rule, group.mendable) for group in groups] == [
        ("03-title", False),
        ("12-links", True),
    ]
