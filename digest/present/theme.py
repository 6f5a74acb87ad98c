"""The theme: colours, type, logo and spacing, which a newsroom changes without touching layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from digest.model.errors import PresentError
from digest.model.message import Message
from digest.model.toml_file import toml_of
from digest.present.contrast import ENOUGH, colour_of, contrast
from digest.present.safe_links import image_link, web_link

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONTS = re.compile(r"[\w ,'-]+")
_FONT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 -]{0,39}")
_GENERIC = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "inherit", "initial"}
)
_FONT_FILES = (".woff2", ".woff")
THEME_FILE = "theme.toml"
LEAD_SHAPE = 16 / 9
"""How many times as wide as high the lead's picture is."""
THUMBNAIL_SHAPE = 3 / 2
_TURN = "turn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Palette:
    """Colours, each "#rrggbb". Text colours stand on ``paper`` and, in the footer, on ``desk``."""

    desk: str  # behind the sheet
    paper: str  # the sheet
    ink: str  # headlines and text
    muted: str  # captions, bylines, footer
    rule: str  # lines between blocks
    accent: str  # the brand: the bar under the masthead, buttons, links
    tint: str = ""  # behind the opening and other blocks that stand out; `desk` where it is empty

    @property
    def block(self) -> str:
        """The ground of blocks that stand out."""
        return self.tint or self.desk


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionColour:
    """The colour of a section's bar and name, on paper by day and by night, each "#rrggbb"."""

    light: str
    dark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionColours:
    """A colour for each section. Beside ``turn``, each key is a section's id with its own colour,
    ``politics = { light = "#9c2f24", dark = "#f09a8c" }``.
    """

    turn: tuple[SectionColour, ...] = ()  # for the sections without one, in the settings' order
    own: Mapping[str, SectionColour] = field(default_factory=dict)

    def of(self, section: str, sections: Sequence[str]) -> SectionColour | None:
        """The colour of one of all ``sections``, the same every day; None where there is none."""
        if section in self.own:
            return self.own[section]
        others = [one for one in sections if one not in self.own]
        if not self.turn or section not in others:
            return None
        return self.turn[others.index(section) % len(self.turn)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Typefaces:
    """CSS font stacks of fonts that readers have."""

    headline: str
    text: str
    label: str  # kickers, bylines, buttons; and all of a mail that is written right to left


@dataclass(frozen=True, kw_only=True, slots=True)
class WebFont:
    """A font for headlines, fetched from its host for every reader whose program does so: Apple
    Mail, a browser. All others, Word-based Outlook and Gmail among them, show the
    ``headline`` fonts of ``type``. Its host learns who opens a mail, and when. None where it is
    empty; both keys or neither.
    """

    name: str = ""  # "Harbour Serif": letters, digits, spaces and hyphens
    file: str = ""  # https: a WOFF2 or WOFF file on a host of yours, which any page may load


@dataclass(frozen=True, kw_only=True, slots=True)
class Logo:
    """A picture in the masthead in place of the newsletter's name. Sizes in pixels."""

    url: str = ""
    dark_url: str = ""  # the same for dark mode; without it the first stands on the dark paper
    width: int = 0
    height: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ThemeLayout:
    """Widths in pixels: of the sheet, of its side margin, of a thumbnail."""

    width: int = 600
    margin: int = 24
    thumbnail: int = 160

    @property
    def column(self) -> int:
        """The width of text."""
        return self.width - 2 * self.margin

    @property
    def lead_height(self) -> int:
        """The height of the lead's picture, which is as wide as the sheet."""
        return round(self.width / LEAD_SHAPE)


@dataclass(frozen=True, kw_only=True, slots=True)
class FooterLinks:
    """Pages of your own that the footer links to, above the legal lines; none where it is empty."""

    feedback: str = ""
    share: str = ""  # a page to forward: never the reader's own
    archive: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """``templates/theme.toml`` as a value; its tables are the fields."""

    light: Palette
    dark: Palette
    type: Typefaces
    font: WebFont = field(default_factory=WebFont)
    sections: SectionColours = field(default_factory=SectionColours)
    logo: Logo = field(default_factory=Logo)
    layout: ThemeLayout = field(default_factory=ThemeLayout)
    footer: FooterLinks = field(default_factory=FooterLinks)


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
        mistakes = [
            *_faint("light", theme.light),
            *_faint("dark", theme.dark),
            *_faint_sections(theme),
        ]
        if not mistakes:
            return theme
    raise PresentError(Message("template.mistakes", mistakes=mistakes), where=THEME_FILE)


def _theme(tables: Mapping[str, Any]) -> Theme:
    return Theme(
        light=Palette(**tables["light"]),
        dark=Palette(**tables["dark"]),
        type=Typefaces(**tables["type"]),
        font=WebFont(**tables.get("font", {})),
        sections=_section_colours(tables.get("sections", {})),
        logo=Logo(**tables.get("logo", {})),
        layout=ThemeLayout(**tables.get("layout", {})),
        footer=FooterLinks(**tables.get("footer", {})),
    )


def _section_colours(table: Mapping[str, Any]) -> SectionColours:
    return SectionColours(
        turn=tuple(SectionColour(**one) for one in table.get(_TURN, ())),
        own={name: SectionColour(**one) for name, one in table.items() if name != _TURN},
    )


def _faint(name: str, palette: Palette) -> Iterator[Message]:
    """Text colours without enough contrast on what they stand on, each with its ratio."""
    grounds = {"paper": palette.paper, "desk": palette.desk, "tint": palette.block}
    pairs = [(text, "paper") for text in ("ink", "muted", "accent")]
    pairs.append(("muted", "desk"))
    if palette.tint:
        pairs += [(text, "tint") for text in ("ink", "muted", "accent")]
    else:  # the blocks stand on the desk
        pairs += [("ink", "desk"), ("accent", "desk")]
    for text, ground in pairs:
        words = f"{name}.{text}", f"{name}.{ground}"
        yield from _too_close(getattr(palette, text), grounds[ground], words)


def _faint_sections(theme: Theme) -> Iterator[Message]:
    """Colours of sections that are hard to read as text on paper, each with its ratio."""
    turn = {f"{_TURN}[{place}]": one for place, one in enumerate(theme.sections.turn, start=1)}
    for name, colour in {**turn, **theme.sections.own}.items():
        words = f"sections.{name}"
        yield from _too_close(colour.light, theme.light.paper, (f"{words}.light", "light.paper"))
        yield from _too_close(colour.dark, theme.dark.paper, (f"{words}.dark", "dark.paper"))


def _too_close(text: str, ground: str, names: tuple[str, str]) -> Iterator[Message]:
    one, other = colour_of(text), colour_of(ground)
    if one is not None and other is not None and contrast(one, other) < ENOUGH:
        yield Message(
            "template.too_little_contrast",
            text=names[0],
            ground=names[1],
            ratio=contrast(one, other),
            needed=ENOUGH,
        )


def _mistakes(tables: Mapping[str, object]) -> list[Message]:
    shapes = {
        "light": (Palette, _colour_mistake),
        "dark": (Palette, _colour_mistake),
        "type": (Typefaces, _fonts_mistake),
        "font": (WebFont, _font_mistake),
        "logo": (Logo, _logo_mistake),
        "layout": (ThemeLayout, _pixels_mistake),
        "footer": (FooterLinks, _page_mistake),
    }
    known = {*shapes, "sections"}
    found = [Message("template.unknown_table", name=name) for name in tables if name not in known]
    found += _section_mistakes(tables.get("sections", {}))
    found += _half_a_font(tables.get("font"))
    found += _half_a_logo(tables.get("logo"))
    for name, (shape, mistake) in shapes.items():
        table = tables.get(name, {})
        if not isinstance(table, dict):
            found.append(Message("template.not_a_table", name=name))
            continue
        names = [entry.name for entry in fields(shape)]
        missing = Message("template.key_missing")
        needed = [entry.name for entry in fields(shape) if entry.default is MISSING]
        found += [_of(name, key, missing) for key in needed if key not in table]
        unknown = Message("template.unknown_key")
        found += [_of(name, key, unknown) for key in table if key not in names]
        found += [
            _of(name, key, wrong)
            for key, value in table.items()
            if key in names and (wrong := mistake(key, value))
        ]
    return found


def _section_mistakes(table: object) -> list[Message]:
    if not isinstance(table, dict):
        return [Message("template.not_a_table", name="sections")]
    turn = table.get(_TURN, [])
    if not isinstance(turn, list):
        return [_of("sections", _TURN, Message("template.not_section_colours"))]
    named = {f"{_TURN}[{place}]": one for place, one in enumerate(turn, start=1)}
    named |= {name: one for name, one in table.items() if name != _TURN}
    return [
        _of("sections", name, Message("template.not_section_colours"))
        for name, one in named.items()
        if not _is_section_colour(one)
    ]


def _is_section_colour(value: object) -> bool:
    names = [entry.name for entry in fields(SectionColour)]
    return (
        isinstance(value, dict)
        and sorted(value) == sorted(names)
        and not any(_colour_mistake(name, one) for name, one in value.items())
    )


def _of(table: str, key: str, wrong: Message) -> Message:
    return Message("common.at", where=f"{table}.{key}", what=wrong)


def _colour_mistake(key: str, value: object) -> Message | None:
    good = isinstance(value, str) and (_COLOUR.fullmatch(value) or (key == "tint" and not value))
    return None if good else Message("template.not_a_colour", value=repr(value))


def _fonts_mistake(_: str, value: object) -> Message | None:
    good = isinstance(value, str) and _FONTS.fullmatch(value)
    return None if good else Message("template.not_fonts", value=repr(value))


def _font_mistake(key: str, value: object) -> Message | None:
    if not isinstance(value, str):
        return Message("template.not_fonts", value=repr(value))
    if key == "name":
        good = not value or (_FONT_NAME.fullmatch(value) and value.lower() not in _GENERIC)
        return None if good else Message("template.not_a_font_name", value=repr(value))
    good = not value or (value.endswith(_FONT_FILES) and image_link(value) == value)
    return None if good else Message("template.not_a_font_file", value=repr(value))


def _half_a_font(table: object) -> list[Message]:
    """What a web font lacks: its name or its file."""
    return _lacking("font", table, ("name", "file"), because_of=("name", "file"))


def _half_a_logo(table: object) -> list[Message]:
    """What a logo lacks: its size, without which it takes no room, or the one by day."""
    return _lacking("logo", table, ("url", "width", "height"), because_of=("url", "dark_url"))


def _lacking(
    name: str, table: object, needed: Sequence[str], *, because_of: Sequence[str]
) -> list[Message]:
    """Which of the keys of a table are empty that it needs where it has one of some others."""
    if not isinstance(table, dict) or not any(map(table.get, because_of)):
        return []
    missing = Message("template.key_missing")
    return [_of(name, key, missing) for key in needed if not table.get(key)]


def _pixels_mistake(_: str, value: object) -> Message | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 2_000
    return None if good else Message("template.not_pixels", value=repr(value))


def _page_mistake(_: str, value: object) -> Message | None:
    good = value == "" or (isinstance(value, str) and web_link(value))
    return None if good else Message("template.not_a_page", value=repr(value))


def _logo_mistake(key: str, value: object) -> Message | None:
    if key not in ("url", "dark_url"):
        return _pixels_mistake(key, value)
    good = value == "" or (isinstance(value, str) and image_link(value))
    return None if good else Message("template.not_a_logo", value=repr(value))
