"""What the mail checker finds has its Ukrainian: of every rule, on every mail that is bad of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.present import check
from digest.present.check.caniemail import features
from digest.present.check.checker import MOST_PARTS, RULES, check_html, check_letter
from digest.present.check.rules import Fault, Rule
from digest.present.check.specimen import Specimen, specimen_of_letter
from digest.wording.words import words_for
from tests.present.bad_mails import ADDRESS
from tests.present.test_check_bad_mails import BAD

SAID = words_for(["uk"], ZoneInfo("Europe/Kyiv")).finding
MIME_PATH = re.compile(r"multipart/[\w/ >-]+")
"""Where a part lies among the others, as mail names it: alike in every language."""
WRITES_MESSAGES = {"Fault", "_unreadable"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_said_in_ukrainian(rule: Rule) -> None:
    found = [fault for bad in BAD[rule.id] for fault in rule.faults(specimen(bad))]
    assert found
    said = {rule.hint, *(fault.message for fault in found)}
    assert {sentence for sentence in said if is_english(sentence)} == set()
    assert {place for place in map(where, found) if is_english(place)} == set()


def test_every_message_that_the_checker_may_write_has_its_ukrainian() -> None:
    messages = [
        message
        for path in Path(check.__file__).parent.glob("*.py")
        for message in messages_in(ast.parse(path.read_text("utf-8")))
    ]
    assert len(messages) > len(RULES)
    assert [message for message in messages if is_english(message)] == []


def test_a_new_message_without_its_ukrainian_is_found() -> None:
    module = ast.parse('message = f"is {colour!r}"\nyield Fault(message=message)\nFault("is odd")')
    assert [*messages_in(module)] == ["is '3'", "is odd"]
    assert is_english("is odd")


def test_what_cannot_be_examined_is_said_in_ukrainian() -> None:
    much = b"boundary=" * (MOST_PARTS + 1)
    (letter,) = check_letter(much)
    (html,) = check_html(f"<p {'a=b ' * 501}>")
    for finding in (letter, html):
        assert not is_english(finding.message)
        assert not is_english(finding.hint)
        assert not is_english(finding.where)


def test_every_mail_program_is_named_in_ukrainian() -> None:
    programs = {program for feature in features().values() for program in feature.support}
    assert {program for program in programs if SAID(program) == program} == set()


@pytest.mark.parametrize(
    ("sentence", "said"),
    {
        "numbers are written as they are here": (
            "the HTML has 102,998 bytes; Gmail clips at 102,400",
            "HTML займає 102\u00a0998 Б, а Gmail обрізає після 102\u00a0400 Б",
        ),
        "a view of the mail": (
            "#333333 on #000000 is 1.66:1, not 4.5:1, dark",
            "#333333 на #000000: контраст 1,66:1, а має бути 4,5:1, вигляд темний",
        ),
        "several mail programs": (
            "CSS Variables (Custom Properties) (forbidden) does not work in gmail ios,"
            " outlook outlook-com and others",
            "CSS Variables (Custom Properties) (заборонено) не працює в таких програмах:"
            " gmail на iOS, Outlook.com та інші",
        ),
        "kinds of rules": (
            "holds rules of several kinds: Outlook.com, dark, plain",
            "містить правила кількох видів: Outlook.com, темний, звичайний",
        ),
        "what is written in a template stays": (
            "a template's '{{' is left",
            "лишився шматок шаблону «{{»",
        ),
        "so does a hint's own code": (
            "write the comment in Jinja: {# … #}",
            "пишіть коментар засобами Jinja: {# … #}",
        ),
        "where": ("html line 12, <img>", "HTML, рядок 12, <img>"),
    }.values(),
)
def test_a_finding_is_said_in_whole(sentence: str, said: str) -> None:
    assert SAID(sentence) == said


def is_english(sentence: str) -> bool:
    return SAID(sentence) == sentence and sentence != "" and not MIME_PATH.fullmatch(sentence)


def specimen(bad: str | bytes) -> Specimen:
    if isinstance(bad, str):
        return Specimen(html=bad)
    return replace(specimen_of_letter(bad), address=ADDRESS)


def where(fault: Fault) -> str:
    return str(fault.where)


def messages_in(module: ast.Module) -> Iterator[str]:
    """Every text for a message in a module of the checker, "3" for each value in it."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in WRITES_MESSAGES:
                values = [*node.args, *(each.value for each in node.keywords)]
            case ast.Assign(targets=[ast.Name(id="message")]):
                values = [node.value]
            case _:
                continue
        yield from filter(None, map(text, values))


def text(node: ast.expr) -> str:
    """What a literal says; nothing for what is none."""
    match node:
        case ast.Constant(value=str(said)):
            return said
        case ast.FormattedValue():
            return "'3'" if node.conversion == ord("r") else "3"
        case ast.JoinedStr():
            return "".join(map(text, node.values))
    return ""
