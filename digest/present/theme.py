"""The theme: colours, type, logo and spacing, which a newsroom changes without touching layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from digest.model.errors import PresentError
from digest.model.message import Message
from digest.model.toml_file import toml_of
from digest.present.contrast import ENOUGH, colour_of, contrast
from digest.present.safe_links import image_link

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONTS = re.compile(r"[\w ,'-]+")
THEME_FILE = "theme.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """Colours, each "#rrggbb". Text colours stand on ``paper`` and, in the footer, on ``desk``."""

    desk: str  # behind the sheet
    paper: str  # the sheet
    ink: str  # headlines and text
    muted: str  # captions, bylines, footer
    rule: str  # lines between sections
    accent: str  # section names and links


@dataclass(frozen=True, kw_only=True, slots=True)
class Typefaces:
    """CSS font stacks of fonts that readers have; a web font would be fetched from its host."""

    headline: str
    text: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A picture in the masthead in place of the newsletter's name. Sizes in pixels."""

    url: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ThemeLayout:
    """Widths in pixels: of the sheet, of its side margin, of a thumbnail."""

    width: int = 600
    margin: int = 24
    thumbnail: int = 132

    @property
    def column(self) -> int:
        """The width of text and of the lead's picture."""
        return self.width - 2 * self.margin


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """``templates/theme.toml`` as a value; its tables are the fields."""

    light: Palette
    dark: Palette
    type: Typefaces
    logo: Logo = field(default_factory=Logo)
    layout: ThemeLayout = field(default_factory=ThemeLayout)


def read_theme(source: str) -> Theme:
    """The theme that a TOML text describes.

    :raises PresentError: it is not TOML, a key is missing, unknown or of the wrong shape, or a
        text colour has too little contrast; all mistakes are in the message.
    """
    try:
        tables = toml_of(source)
    except ValueError as error:
        raise PresentError(str(error), where=THEME_FILE) from error
    mistakes = _mistakes(tables)
    if not mistakes:
        theme = _theme(tables)
        mistakes = [*_faint("light", theme.light), *_faint("dark", theme.dark)]
        if not mistakes:
            return theme
    raise PresentError(Message("template.mistakes", mistakes=mistakes), where=THEME_FILE)


def _theme(tables: Mapping[str, Any]) -> Theme:
    return Theme(
        light=Palette(**tables["light"]),
        dark=Palette(**tables["dark"]),
        type=Typefaces(**tables["type"]),
        logo=Logo(**tables.get("logo", {})),
        layout=ThemeLayout(**tables.get("layout", {})),
    )


def _faint(name: str, palette: Palette) -> Iterator[Message]:
    """Text colours without enough contrast on what they stand on, each with its ratio."""
    pairs = (("ink", "paper"), ("muted", "paper"), ("accent", "paper"), ("muted", "desk"))
    for text, ground in pairs:
        one, other = colour_of(getattr(palette, text)), colour_of(getattr(palette, ground))
        if one is not None and other is not None and contrast(one, other) < ENOUGH:
            yield Message(
                "template.too_little_contrast",
                text=f"{name}.{text}",
                ground=f"{name}.{ground}",
                ratio=contrast(one, other),
                needed=ENOUGH,
            )


def _mistakes(tables: Mapping[str, object]) -> list[Message]:
    shapes = {
        "light": (Palette, _colour_mistake),
        "dark": (Palette, _colour_mistake),
        "type": (Typefaces, _fonts_mistake),
        "logo": (Logo, _logo_mistake),
        "layout": (ThemeLayout, _pixels_mistake),
    }
    found = [Message("template.unknown_table", name=name) for name in tables if name not in shapes]
    for name, (shape, mistake) in shapes.items():
        table = tables.get(name, {})
        if not isinstance(table, dict):
            found.append(Message("template.not_a_table", name=name))
            continue
        names = [entry.name for entry in fields(shape)]
        if name not in ("logo", "layout"):
            missing = Message("template.key_missing")
            found += [_of(name, key, missing) for key in names if key not in table]
        unknown = Message("template.unknown_key")
        found += [_of(name, key, unknown) for key in table if key not in names]
        found += [
            _of(name, key, wrong)
            for key, value in table.items()
            if key in names and (wrong := mistake(key, value))
        ]
    return found


def _of(table: str, key: str, wrong: Message) -> Message:
    return Message("common.at", where=f"{table}.{key}", what=wrong)


def _colour_mistake(_: str, value: object) -> Message | None:
    good = isinstance(value, str) and _COLOUR.fullmatch(value)
    return None if good else Message("template.not_a_colour", value=repr(value))


def _fonts_mistake(_: str, value: object) -> Message | None:
    good = isinstance(value, str) and _FONTS.fullmatch(value)
    return None if good else Message("template.not_fonts", value=repr(value))


def _pixels_mistake(_: str, value: object) -> Message | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2_000
    return None if good else Message("template.not_pixels", value=repr(value))


def _logo_mistake(key: str, value: object) -> Message | None:
    if key != "url":
        return _pixels_mistake(key, value)
    good = value == "" or (isinstance(value, str) and image_link(value))
    return None if good else Message("template.not_a_logo", value=repr(value))
