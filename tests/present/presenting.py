"""Presenting an edition with our own templates, in one word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lxml import html as lxml_html

from digest.model.edition import Edition
from digest.model.mail import Mail
from digest.present.mail_builder import Presented, present
from digest.present.templates import open_templates
from tests.present.editions import NEWSLETTER, PUBLICATION

OURS = open_templates()
TEMPLATES = OURS.editions()
"""All that Digest ships: a new one is tried wherever tests ask for them."""


def presented(
    edition: Edition,
    *,
    own: Path | None = None,
    previous: Sequence[str] = (),
    size: int = 90_000,
    template: str = "morning",
) -> Presented:
    """The edition as the newsletter presents it."""
    return present(
        edition,
        publication=PUBLICATION,
        newsletter=replace(NEWSLETTER, template=template),
        templates=OURS if own is None else open_templates(own),
        previous_subjects=previous,
        html_bytes=size,
    )


def mail_of(edition: Edition, template: str = "morning") -> Mail:
    """The mail that an edition becomes."""
    return presented(edition, template=template).mail


def page(mail: Mail) -> lxml_html.HtmlElement:
    """The mail's HTML, parsed afresh."""
    return lxml_html.document_fromstring(mail.html)
