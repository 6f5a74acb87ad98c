"""Rule 11 and 54: what spam filters and slow lines hold against a letter.

The score itself is SpamAssassin's to give: ``make proof`` asks it. What makes it rise, and can be
told from the bytes alone, is told here, by the names that the filters have for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.check.location import Location
from digest.check.parsed_mail import Specimen, decoded_header, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.urls import host_of, is_address
from digest.model.mail import Category, Severity
from digest.model.message import Message

MOST_IMAGE_BYTES = 200_000
_SUBJECT = Location(part="header Subject")
_FEWEST_CAPITALS = 10  # an agency's name is no shouting
_FEWEST_WORDS = 20
_SHOUTS = re.compile(r"!{2,}|\?{3,}|[$€£]{3,}|[!?]\s*[!?]\s*[!?]")


def _shouting(mail: Specimen) -> Iterator[Fault]:
    """SpamAssassin's SUBJ_ALL_CAPS, and marks in a row."""
    try:
        subject = decoded_header(mail.header("Subject") or "")
    except ValueError:
        return  # rule 8 says so
    capitals = [mark for mark in subject if mark.isalpha() and mark.lower() != mark]
    small = any(mark.islower() for mark in subject)
    if len(capitals) >= _FEWEST_CAPITALS and not small and " " in subject.strip():
        yield Fault(message=Message("check.all_capitals"), where=_SUBJECT)
    if found := _SHOUTS.search(subject):
        yield Fault(message=Message("check.subject_shouts", found=found[0]), where=_SUBJECT)


def _numeric_links(mail: Specimen) -> Iterator[Fault]:
    """SpamAssassin's NORMAL_HTTP_TO_IP and NUMERIC_HTTP_ADDR."""
    for link in mail.tree.iter("a"):
        host = host_of(link.get("href", ""))
        if host and is_address(host):
            yield Fault(message=Message("check.link_to_number", host=host), where=place(link))


def _pictures_alone(mail: Specimen) -> Iterator[Fault]:
    """SpamAssassin's HTML_IMAGE_ONLY: pictures, and hardly a word besides."""
    words = sum(len((one.text or "").split()) for one in mail.visible())
    words += sum(len((one.tail or "").split()) for one in mail.visible())
    if words < _FEWEST_WORDS and any(True for _ in mail.visible("img")):
        yield Fault(
            message=Message("check.pictures_and_few_words", words=words),
            where=Location(part="html"),
        )


def _heavy_images(mail: Specimen) -> Iterator[Fault]:
    """Those within the letter; what stays with its host cannot be weighed without asking it."""
    for part in mail.parts:
        if part.media_type.startswith("image/") and len(part.content) > MOST_IMAGE_BYTES:
            message = Message(
                "check.picture_bytes_more_than",
                length=len(part.content),
                most_image_bytes=MOST_IMAGE_BYTES,
            )
            yield Fault(message=message, where=Location(part=part.path))


RULES = (
    Rule(
        id="11-shouting",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.LETTER,
        faults=_shouting,
    ),
    Rule(
        id="11-numeric-links",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_numeric_links,
    ),
    Rule(
        id="11-pictures-alone",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_pictures_alone,
    ),
    Rule(
        id="54-image-bytes",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.LETTER,
        faults=_heavy_images,
    ),
)
