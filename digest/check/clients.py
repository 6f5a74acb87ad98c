"""Rule 26 by the data: what each mail program makes of the features that a mail uses.

The public checkers report every feature that some program lacks, ``@media`` and ``:hover`` among
them, and so find dozens of errors in a good mail. We sort features first. **Essential** ones carry
the reading and must work for every client of the newsletter. **Enhancements** may fail, since the
style-stripped view passes all rules. **Forbidden** ones break the reading where they fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from digest.check.caniemail import Support, features
from digest.check.css_syntax import declarations_of, rules_of
from digest.check.location import Location
from digest.check.parsed_mail import Specimen
from digest.check.rules import Fault, Needs, Rule
from digest.model.mail import Category, Severity
from digest.model.message import Message, Text

CLIENTS = (
    "apple-mail ios",
    "apple-mail macos",
    "gmail android",
    "gmail desktop-webmail",
    "gmail ios",
    "outlook android",
    "outlook ios",
    "outlook macos",
    "outlook outlook-com",
    "outlook windows",
    "samsung-email android",
    "thunderbird macos",
    "yahoo android",
    "yahoo desktop-webmail",
    "yahoo ios",
)
"""What most newsletters are read in; a newsletter may name any client of caniemail instead."""


_NAMED = {
    "outlook outlook-com": Message("check.client_outlook_com"),
    "outlook windows-mail": Message("check.client_windows_mail"),
}
_PLATFORMS = frozenset({"android", "ios", "macos", "windows", "desktop-webmail", "mobile-webmail"})


class FeatureRole(Enum):
    """What a feature is to a mail."""

    ESSENTIAL = "essential"
    ENHANCEMENT = "enhancement"
    FORBIDDEN = "forbidden"


_ESSENTIAL = frozenset(
    [
        "css-background-color",
        "css-border",
        "css-font",
        "css-font-size",
        "css-font-weight",
        "css-line-height",
        "css-margin",
        "css-padding",
        "css-text-align",
        "css-text-decoration",
        "css-vertical-align",
        "css-width",
        "html-align",
        "html-cellpadding",
        "html-cellspacing",
        "html-dir",
        "html-div",
        "html-doctype",
        "html-h1-h6",
        "html-height",
        "html-img",
        "html-lang",
        "html-p",
        "html-span",
        "html-table",
        "html-valign",
        "html-width",
        "css-unit-px",
        "image-gif",
        "image-jpg",
        "image-png",
    ]
)
_FORBIDDEN = frozenset(
    [
        "css-at-import",
        "css-display-flex",
        "css-display-grid",
        "css-position",
        "css-unit-calc",
        "css-variables",
        "css-float",
        "css-flex-direction",
        "css-flex-wrap",
        "css-grid-template",
        "css-left-right-top-bottom",
        "css-nesting",
        "css-modern-color",
        "css-inset",
        "html-audio",
        "html-base",
        "html-button-submit",
        "html-dialog",
        "html-form",
        "html-image-maps",
        "html-input-text",
        "html-link",
        "html-marquee",
        "html-object",
        "html-picture",
        "html-popover",
        "html-select",
        "html-svg",
        "html-textarea",
        "html-video",
        "html-background",
        "html-srcset",
        "image-apng",
        "image-avif",
        "image-base64",
        "image-hdr",
        "image-mp4",
        "image-svg",
        "image-tiff",
        "image-webp",
        "amp",
    ]
)
_TOLD_ELSEWHERE = frozenset(
    slug
    for slug in _FORBIDDEN
    if slug.startswith(("html-", "image-"))
    or slug
    in (
        "css-at-import",
        "css-display-flex",
        "css-display-grid",
        "css-position",
        "css-float",
        "css-unit-calc",
        "css-variables",
        "css-flex-direction",
        "css-grid-template",
    )
)
"""What the rules 15, 26-essential and 50 say where nobody named a mail program."""
_AT_RULES = {
    "css-at-media-prefers-color-scheme": "prefers-color-scheme",
    "css-at-media-hover": "(hover",
    "css-at-media-orientation": "orientation",
    "css-at-media-prefers-reduced-motion": "prefers-reduced-motion",
    "css-at-media": "@media",
    "css-at-import": "@import",
    "css-at-font-face": "@font-face",
    "css-at-supports": "@supports",
    "css-at-keyframes": "@keyframes",
}
_VALUES = {
    "css-display-flex": re.compile(r"display:(?:inline-)?flex"),
    "css-display-grid": re.compile(r"display:(?:inline-)?grid"),
    "css-display-none": re.compile(r"display:none"),
    "css-unit-calc": re.compile(r"calc\("),
    "css-variables": re.compile(r"var\(|^--"),
    "css-linear-gradient": re.compile(r"linear-gradient\("),
    "css-radial-gradient": re.compile(r"radial-gradient\("),
    "css-rgba": re.compile(r"rgba\("),
    **{
        f"css-unit-{unit}": re.compile(rf"[\d.]{unit}\b")
        for unit in ("px", "em", "rem", "pt", "vw", "vh", "ch", "cm", "ex")
    },
    "css-unit-percent": re.compile(r"[\d.]%"),
}
_EDGES = ("left", "right", "top", "bottom")
_FORMATS = {"jpeg": "jpg", "tif": "tiff"}
_ELEMENTS = {
    **{f"h{level}": "html-h1-h6" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "li"), "html-lists"),
    **dict.fromkeys(("article", "section", "main", "nav", "header", "footer"), "html-semantics"),
    "b": "html-strong",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """One feature that a mail uses: what it is to the mail, and who lacks it."""

    slug: str
    title: str
    role: FeatureRole
    inline: bool  # used outside style sheets, where nothing takes its place
    lacking: tuple[str, ...]  # clients without it
    partly: tuple[str, ...]  # clients that support a part of it


def clients_named(names: Sequence[str]) -> tuple[str, ...]:
    """The clients of the data that are meant: "outlook" is all of Outlook's. None: the common ones.

    A name that the data does not know means nobody.
    """
    known = sorted({client for feature in features().values() for client in feature.support})
    return (
        tuple(one for one in known if one in names or one.partition(" ")[0] in names)
        if names
        else CLIENTS
    )


def uses_of(mail: Specimen) -> tuple[Use, ...]:
    """Every feature that a mail uses and the data knows, by slug: the table per client."""
    table = features()
    clients = clients_named(mail.clients)
    inline = set(_inline_slugs(mail)) & table.keys()
    sheets = set(_sheet_slugs(mail)) & table.keys()
    uses = []
    for slug in sorted(inline | sheets):
        support = table[slug].support
        role = FeatureRole.ENHANCEMENT
        if slug in _FORBIDDEN:
            role = FeatureRole.FORBIDDEN
        elif slug in _ESSENTIAL and slug in inline:
            role = FeatureRole.ESSENTIAL
        uses.append(
            Use(
                slug=slug,
                title=table[slug].title,
                role=role,
                inline=slug in inline,
                lacking=tuple(one for one in clients if support.get(one) is Support.NONE),
                partly=tuple(one for one in clients if support.get(one) is Support.PARTLY),
            )
        )
    return tuple(uses)


def _inline_slugs(mail: Specimen) -> Iterator[str]:
    for element in mail.tree.iter():
        if not isinstance(element.tag, str):
            continue
        yield _ELEMENTS.get(element.tag, f"html-{element.tag}")
        for name in element.attrib:
            yield f"html-{name}"
        aligned = element.get("align") is not None
        for one in declarations_of(element.get("style", "")):
            # a picture with align floats in Word as well
            if not (one.name == "float" and aligned):
                yield from _slugs(one.name, one.value)
        if element.tag == "img":
            ending = element.get("src", "").partition("?")[0].rpartition(".")[2].lower()
            yield f"image-{_FORMATS.get(ending, ending)}"


def _sheet_slugs(mail: Specimen) -> Iterator[str]:
    for sheet in mail.sheets:
        css = sheet.css.lower()
        yield from (slug for slug, words in _AT_RULES.items() if words in css)
        for rule in rules_of(css):
            for one in rule.declarations:
                yield from _slugs(one.name, one.value)


@lru_cache(maxsize=2_048)  # a mail repeats few declarations on many elements
def _slugs(property_: str, value: str) -> tuple[str, ...]:
    name = property_
    for short in ("padding", "margin", "border"):
        if name.startswith(f"{short}-") and f"css-{name}" not in features():
            name = short
    slug = "css-left-right-top-bottom" if name in _EDGES else f"css-{name}"
    both = f"{property_}:{value}"
    return (slug, *(slug for slug, pattern in _VALUES.items() if pattern.search(both)))


def client_name(client: str) -> Text:
    """A mail program of caniemail's, "gmail ios", as people call it."""
    if client in _NAMED:
        return _NAMED[client]
    family, _, platform = client.partition(" ")
    if platform not in _PLATFORMS:
        return client
    return Message(f"check.client_on_{platform.replace('-', '_')}", client=family)


def _weight(slug: str, mail: Specimen) -> Category:
    """How bad it is: very, for a program that was named; nothing, if another rule says it too."""
    if mail.clients:
        return Category.BREAKS
    return Category.HOUSE_STYLE if slug in _TOLD_ELSEWHERE else Category.RISKS


def _unsupported(mail: Specimen) -> Iterator[Fault]:
    for name in mail.clients:
        if not clients_named((name,)):
            yield Fault(message=Message("check.unknown_client", name=name))
    for use in uses_of(mail):
        if not use.lacking or not use.inline or use.role is FeatureRole.ENHANCEMENT:
            continue
        key = "check.not_supported" if len(use.lacking) <= 4 else "check.not_supported_and_others"
        who = tuple(client_name(client) for client in use.lacking[:4])
        yield Fault(
            message=Message(
                key, title=use.title, role=Message(f"check.role_{use.role.value}"), who=who
            ),
            where=Location(part="html"),
            category=_weight(use.slug, mail),
        )


RULES = (
    Rule(
        id="26-clients",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_unsupported,
    ),
)
