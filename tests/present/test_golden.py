"""The golden mails of every template, from the editions that are written for these tests.

Rewrite them with ``pytest tests/present/test_golden.py --rewrite-golden`` and read the difference.
They are compared by structure, so that blanks and the order of attributes are free.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.check.css_syntax import declarations_of
from digest.check.parsed_mail import parsed
from digest.check.styles import Tree
from tests.present.block_editions import ARABIC_FULL, FULL
from tests.present.editions import ARABIC_EDITION, EDITION, MIXED
from tests.present.presenting import mail_of

GOLDEN = Path(__file__).parent / "golden"
MAILS = {
    "morning": (EDITION, "morning"),
    "morning-two-languages": (MIXED, "morning"),
    "morning-arabic": (ARABIC_EDITION, "morning"),
    "brief": (EDITION, "brief"),
    "weekly": (EDITION, "weekly"),
    "morning-blocks": (FULL, "morning"),
    "morning-arabic-blocks": (ARABIC_FULL, "morning"),
    "brief-blocks": (FULL, "brief"),
}


def structure(html: str) -> list[tuple[object, ...]]:
    """Every element of a document with its attributes, its style as a set, and its words."""
    return [_outline(element) for element in parsed(html).iter() if isinstance(element.tag, str)]


def _outline(element: Tree) -> tuple[object, ...]:
    attributes = {name: value for name, value in element.attrib.items() if name != "style"}
    words = [part for part in (element.text, element.tail) if part and part.strip()]
    return (
        element.tag,
        attributes,
        frozenset(declarations_of(element.get("style", ""))),
        [" ".join(part.split()) for part in words],
    )


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_is_as_its_golden_one(name: str, request: pytest.FixtureRequest) -> None:
    edition, template = MAILS[name]
    mail = mail_of(edition, template)
    html, text = GOLDEN / f"{name}.html", GOLDEN / f"{name}.txt"
    if request.config.getoption("--rewrite-golden"):
        html.write_text(mail.html, "utf-8")
        text.write_text(
            f"Subject: {mail.subject}\nPreheader: {mail.preheader}\n\n{mail.text}", "utf-8"
        )
    assert structure(mail.html) == structure(html.read_text("utf-8"))
    head = f"Subject: {mail.subject}\nPreheader: {mail.preheader}\n\n"
    assert head + mail.text == text.read_text("utf-8")
