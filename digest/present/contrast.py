"""Colours and the contrast between them, as WCAG 2.2 defines it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tinycss2.color3 import RGBA, parse_color

ENOUGH = 4.5
"""WCAG 2.2, success criterion 1.4.3, for text."""
ENOUGH_FOR_LARGE = 3.0
"""The same for text of 24 px, or of 18.66 px in bold."""
LARGE_PIXELS = 24.0
LARGE_BOLD_PIXELS = 18.66
_LINEAR_BELOW = 0.04045


@dataclass(frozen=True, kw_only=True, slots=True)
class Colour:
    """An opaque colour; channels from 0 to 1."""

    red: float
    green: float
    blue: float

    def __str__(self) -> str:
        return "#" + "".join(
            f"{round(channel * 255):02x}" for channel in (self.red, self.green, self.blue)
        )


WHITE = Colour(red=1.0, green=1.0, blue=1.0)
BLACK = Colour(red=0.0, green=0.0, blue=0.0)


def colour_of(text: str, behind: Colour = WHITE) -> Colour | None:
    """The colour that CSS text names, laid over what is behind it; None if it is no plain colour.

    A fully transparent colour is ``behind`` itself.
    """
    parsed = _parsed(text)
    if parsed is None:
        return None
    alpha = parsed.alpha
    return Colour(
        red=parsed.red * alpha + behind.red * (1 - alpha),
        green=parsed.green * alpha + behind.green * (1 - alpha),
        blue=parsed.blue * alpha + behind.blue * (1 - alpha),
    )


@lru_cache(maxsize=1_024)  # a mail repeats few colours on many elements
def _parsed(text: str) -> RGBA | None:
    parsed = parse_color(text)
    return parsed if isinstance(parsed, RGBA) else None


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(one) for one in (colour.red, colour.green, colour.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= _LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


def enough_for(pixels: float, *, bold: bool) -> float:
    """The contrast that text of this size needs."""
    large = pixels >= LARGE_PIXELS or (bold and pixels >= LARGE_BOLD_PIXELS)
    return ENOUGH_FOR_LARGE if large else ENOUGH
