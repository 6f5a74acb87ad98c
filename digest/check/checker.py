"""The three entrances: a letter's bytes, a mail's HTML and text, an HTML document alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from digest.check import (
    clients,
    content,
    css,
    dark,
    deception,
    document,
    filters,
    headers,
    legibility,
    links,
    mime,
    outlook,
    stray_words,
    structure,
)
from digest.check.clients import Use, uses_of
from digest.check.location import Location
from digest.check.origins import Origins
from digest.check.parsed_mail import Specimen, decoded, specimen_of_letter
from digest.check.rules import Needs, Rule
from digest.model.errors import text_of
from digest.model.mail import Category, Finding, Mail, Severity
from digest.model.message import Message, Text
from digest.present.templates import Templates

RULES: tuple[Rule, ...] = (
    *mime.RULES,
    *headers.RULES,
    *filters.RULES,
    *deception.RULES,
    *document.RULES,
    *links.RULES,
    *css.RULES,
    *clients.RULES,
    *structure.RULES,
    *dark.RULES,
    *outlook.RULES,
    *content.RULES,
    *legibility.RULES,
    *stray_words.RULES,
)

LARGEST_BYTES = 10_000_000
"""Larger letters are refused unread: no mail server takes a digest of that size."""
LARGEST_HTML = 1_000_000
"""Characters of a document that is still examined: ten times what Gmail shows."""
MOST_ATTRIBUTES = 500
MOST_PARTS = 100
"""Multiparts of a letter: a digest has one, and reading a line costs time for each around it."""
_BOUNDARY = re.compile(rb"\bboundary\s{0,9}=|message/rfc822", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_FAULTS_SHOWN = 20  # of one rule and category; a thousand of one kind say no more than twenty
_FAULTS_READ = 2_000


def check_letter(
    letter: bytes,
    *,
    address: str = "",
    clients: tuple[str, ...] = (),
    templates: Templates | None = None,
    now: datetime | None = None,
) -> tuple[Finding, ...]:
    """What is wrong with a letter as it is sent (the bytes of an ``.eml``): errors first.

    ``address`` is the postal address that the footer must show; empty where it is not known.
    ``clients`` names the mail programs it must work in; empty for those that most readers have.
    With ``templates``, findings name the template line that surely made the faulty element.
    With ``now``, the letter's date is held against the clock.
    """
    if len(letter) > LARGEST_BYTES:
        return (_unreadable(Message("check.letter_too_large", largest_bytes=LARGEST_BYTES)),)
    if len(_BOUNDARY.findall(letter)) > MOST_PARTS:
        return (_unreadable(Message("check.too_many_parts", most_parts=MOST_PARTS)),)
    try:
        mail = specimen_of_letter(letter)
    except ValueError as error:
        return (_unreadable(text_of(error)),)
    return _examine(replace(mail, address=address, clients=clients, now=now), templates)


def check_mail(mail: Mail, *, templates: Templates | None = None) -> tuple[Finding, ...]:
    """What is wrong with a mail before it is addressed: errors first. ``templates`` as above."""
    return _examine(Specimen(html=mail.html, text=mail.text), templates)


def check_document(content: bytes, *, clients: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """What is wrong with an HTML document as it lies in a file: errors first."""
    html, decodes = decoded(content)
    if not html.strip():
        return (_unreadable(Message("check.document_empty")),)
    return _examine(Specimen(html=html, decodes=decodes, clients=clients))


def client_table(html: str, clients: tuple[str, ...] = ()) -> tuple[Use, ...]:
    """Every feature of HTML and CSS that a document uses, its role, and which clients lack it."""
    return uses_of(Specimen(html=html, clients=clients))


def _examine(mail: Specimen, templates: Templates | None = None) -> tuple[Finding, ...]:
    if len(mail.html) > LARGEST_HTML:
        message = Message("check.html_too_long", length=len(mail.html), largest_html=LARGEST_HTML)
        return (_unreadable(message),)
    if any(_overfull(tag[0]) for tag in _TAG.finditer(mail.html)):
        return (_unreadable(Message("check.too_many_attributes", most_attributes=MOST_ATTRIBUTES)),)
    origins = Origins(mail, templates)
    findings = [
        finding for rule in RULES if _applies(rule, mail) for finding in _found(rule, mail, origins)
    ]
    return tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR))


def _overfull(tag: str) -> bool:
    """Whether a tag has so many attributes that reading them would take minutes."""
    return tag.count("=") > MOST_ATTRIBUTES or len(tag.split()) > 10 * MOST_ATTRIBUTES


def _applies(rule: Rule, mail: Specimen) -> bool:
    if rule.needs is Needs.LETTER:
        return mail.letter is not None
    if rule.needs is Needs.ADDRESS:
        return bool(mail.html and mail.address)
    if rule.needs is Needs.BOTH:
        return bool(mail.html) and mail.text is not None
    return bool(mail.html) or mail.letter is None


def _found(rule: Rule, mail: Specimen, origins: Origins) -> Iterator[Finding]:
    shown: Counter[Category] = Counter()
    for fault in rule.faults(mail):
        category = fault.category or rule.category
        shown[category] += 1
        if shown[category] > _FAULTS_SHOWN:
            if shown.total() > _FAULTS_READ:
                return
            continue
        yield Finding(
            rule=rule.id,
            severity=rule.severity,
            category=category,
            message=fault.message,
            where=fault.where.message,
            part=fault.where.part,
            hint=rule.hint,
            line=fault.where.line,
            column=mail.column_of(fault.where),
            element=fault.where.element,
            template=origins.line_of(fault.where),
        )


def _unreadable(message: Text) -> Finding:
    return Finding(
        rule="0-readable",
        severity=Severity.ERROR,
        message=message,
        where=Location(part="letter").message,
        part="letter",
        hint=Message("check.check_the_file"),
    )
