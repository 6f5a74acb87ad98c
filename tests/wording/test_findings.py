"""What the mail checker finds has its Ukrainian: of every rule, on every mail that is bad of it."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from digest.check.caniemail import features
from digest.check.checker import MOST_PARTS, RULES, check_letter
from digest.check.clients import client_name
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, specimen_of_letter
from digest.check.rules import Rule
from digest.model.catalogue import read_folder
from digest.model.message import Message, Text
from digest.wording.desk_words import words_for
from tests.present.bad_mails import ADDRESS
from tests.present.letters import check_html
from tests.present.test_check_bad_mails import BAD
from tests.wording.test_reasons import keys_of

UKRAINIAN = words_for(["uk"], ZoneInfo("Europe/Kyiv"))
KNOWN = read_folder("uk").keys()
MIME_PATH = "multipart/"
"""Where a part lies among the others, as mail names it: alike in every language."""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.one_in(4)
def test_a_rule_is_said_in_ukrainian(rule: Rule) -> None:
    found = [fault for bad in BAD[rule.id] for fault in rule.faults(specimen(bad))]
    assert found
    for said in (rule.hint, rule.protects, *(fault.message for fault in found)):
        assert has_ukrainian(said)
    for place in (fault.where for fault in found):
        assert not place.part or place.part.startswith(MIME_PATH) or has_ukrainian(place.message)


def test_what_cannot_be_examined_is_said_in_ukrainian() -> None:
    much = b"boundary=" * (MOST_PARTS + 1)
    (letter,) = check_letter(much)
    (html,) = check_html(f"<p {'a=b ' * 501}>")
    for finding in (letter, html):
        assert has_ukrainian(finding.message)
        assert has_ukrainian(finding.hint)
        assert has_ukrainian(finding.where)


def test_every_mail_program_is_named_in_ukrainian() -> None:
    programs = {program for feature in features().values() for program in feature.support}
    assert [program for program in programs if not has_ukrainian(client_name(program))] == []


@pytest.mark.parametrize(
    ("text", "english", "said"),
    {
        "numbers are written as they are here": (
            Message("check.clipped_by_gmail", size=102998, clipped_bytes=102400),
            "the HTML has 102,998 bytes; Gmail clips at 102,400",
            "HTML займає 102\u00a0998 Б, а Gmail обрізає після 102\u00a0400 Б",
        ),
        "a view of the mail": (
            Message(
                "check.contrast_too_low",
                colour="#333333",
                background="#000000",
                ratio=1.66,
                needed=4.5,
                view=Message("check.view_dark"),
            ),
            "#333333 on #000000 is 1.66:1, not 4.5:1, dark",
            "#333333 на #000000: контраст 1,66:1, а має бути 4,5:1, вигляд темний",
        ),
        "several mail programs": (
            Message(
                "check.not_supported_and_others",
                title="CSS Variables (Custom Properties)",
                role=Message("check.role_forbidden"),
                who=(client_name("gmail ios"), client_name("outlook outlook-com")),
            ),
            "CSS Variables (Custom Properties) (forbidden) does not work in gmail ios,"
            " outlook outlook-com and others",
            "CSS Variables (Custom Properties) (заборонено) не працює в таких програмах:"
            " gmail на iOS, Outlook.com та інші",
        ),
        "what is written in a template stays": (
            Message("check.template_left", found="{{"),
            "a template's '{{' is left",
            "лишився шматок шаблону «{{»",
        ),
        "so does a hint's own code": (
            Message("check.hint_css_comments"),
            "write the comment in Jinja: {# … #}",
            "пишіть коментар засобами Jinja: {# … #}",
        ),
        "where": (
            Location(part="html", line=12, element="img").message,
            "html line 12, <img>",
            "HTML, рядок 12, <img>",
        ),
    }.values(),
)
def test_a_finding_is_said_in_whole(text: Text, english: str, said: str) -> None:
    assert str(text) == english
    assert UKRAINIAN.say(text) == said


def has_ukrainian(text: Text) -> bool:
    return isinstance(text, Message) and {*keys_of(text)} <= KNOWN


def specimen(bad: str | bytes) -> Specimen:
    if isinstance(bad, str):
        return Specimen(html=bad)
    return replace(specimen_of_letter(bad), address=ADDRESS)
