"""Rules 44 to 47: a mail that says it knows dark mode, and does."""

from __future__ import annotations

from collections.abc import Iterator
from colorsys import hls_to_rgb, rgb_to_hls

from digest.check.css_syntax import StyleRule, rules_of
from digest.check.legibility import faint
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.styles import LINK, View
from digest.model.mail import Category, Severity
from digest.model.message import Message
from digest.present.contrast import ENOUGH_FOR_LARGE, Colour, contrast

_METAS = ("color-scheme", "supported-color-schemes")


def _metas(mail: Specimen) -> Iterator[Fault]:
    given = {
        meta.get("name", "").lower()
        for meta in mail.named("meta")
        if "dark" in meta.get("content", "").lower()
    }
    aware = any("prefers-color-scheme" in sheet.css for sheet in mail.sheets)
    for name in _METAS:
        if name not in given:
            yield Fault(
                message=Message("check.dark_meta_missing", name=name),
                where=Location(part="html head"),
                category=Category.RISKS if aware and name == _METAS[0] else Category.HOUSE_STYLE,
            )


def _root(mail: Specimen) -> Iterator[Fault]:
    if not any(_says_dark(rule) for sheet in mail.sheets for rule in rules_of(sheet.css)):
        yield Fault(message=Message("check.dark_root_missing"), where=Location(part="html head"))


def _says_dark(rule: StyleRule) -> bool:
    """Whether a rule for the whole document says that it knows the dark."""
    schemes = (one.value for one in rule.declarations if one.name == "color-scheme")
    return rule.selector == ":root" and any("dark" in value for value in schemes)


def _faint_by_night(mail: Specimen) -> Iterator[Fault]:
    yield from faint(mail, View.DARK)


def _twins(mail: Specimen) -> Iterator[Fault]:
    css = "".join(sheet.css for sheet in mail.sheets)
    if "prefers-color-scheme" in css:
        for twin in ("[data-ogsc]", "[data-ogsb]"):
            if twin not in css:
                yield Fault(
                    message=Message("check.dark_twins_missing", twin=twin),
                    where=Location(part="html head"),
                )


def _inverted(mail: Specimen) -> Iterator[Fault]:
    """Text that turns faint where a program inverts the light colours by itself."""
    seen = set()
    for element, look in mail.looks(View.LIGHT).items():
        if look.hidden or look.background is None or not (element.text or "").strip():
            continue
        if look.colour == LINK:
            continue
        pair = (look.colour, look.background)
        if pair in seen:
            continue
        seen.add(pair)
        ratio = contrast(_inverse(look.colour), _inverse(look.background))
        if ratio < ENOUGH_FOR_LARGE:
            message = Message(
                "check.contrast_inverted",
                colour=str(look.colour),
                background=str(look.background),
                ratio=ratio,
            )
            yield Fault(message=message, where=place(element))


def _inverse(colour: Colour) -> Colour:
    """The colour with its lightness turned over and its hue kept, as Gmail and Outlook do it."""
    hue, lightness, saturation = rgb_to_hls(colour.red, colour.green, colour.blue)
    red, green, blue = hls_to_rgb(hue, 1.0 - lightness, saturation)
    return Colour(red=red, green=green, blue=blue)


RULES = (
    Rule(
        id="44-dark-metas",
        severity=Severity.ERROR,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_metas,
    ),
    Rule(
        id="44-dark-root",
        severity=Severity.ERROR,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_root,
    ),
    Rule(
        id="45-dark-contrast",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_faint_by_night,
    ),
    Rule(
        id="46-outlook-com-twins",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_twins,
    ),
    Rule(
        id="47-inversion",
        severity=Severity.WARNING,
        category=Category.HOUSE_STYLE,
        needs=Needs.HTML,
        faults=_inverted,
    ),
)
