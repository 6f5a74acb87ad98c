"""A sheet to draw flat posters on.

Points and lengths are in pixels of the finished picture, y counts downwards, colours are "#rrggbb".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageColor, ImageDraw, ImageOps

WIDTH, HEIGHT = 1200, 800
FINER = 2  # drawn twice as large and scaled down, which smooths the edges

Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]  # position from 0 (top) to 1 (bottom), colour


class Poster:
    """A sheet to draw on."""

    def __init__(self, sky: Stops) -> None:
        self.sheet = _gradient((WIDTH * FINER, HEIGHT * FINER), sky)
        self.pen = ImageDraw.Draw(self.sheet)

    def shape(self, points: Sequence[Point], colour: str) -> None:
        """A filled polygon."""
        self.pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.shape([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        corners = (x - radius, y - radius, x + radius, y + radius)
        self.pen.ellipse([corner * FINER for corner in corners], fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self.pen.line(
            [(x * FINER, y * FINER) for x, y in points],
            fill=colour,
            width=round(width * FINER),
            joint="curve",
        )

    def shaded(self, points: Sequence[Point], stops: Stops) -> None:
        """A polygon whose colour runs from its top to its bottom."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top = math.floor(min(xs)), math.floor(min(ys))
        size = (math.ceil(max(xs) - left) * FINER, math.ceil(max(ys) - top) * FINER)
        mask = Image.new("L", size)
        inner = [((x - left) * FINER, (y - top) * FINER) for x, y in points]
        ImageDraw.Draw(mask).polygon(inner, fill=255)
        self.sheet.paste(_gradient(size, stops), (left * FINER, top * FINER), mask)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """Light around a point, fading outwards; ``strength`` from 0 to 1."""
        side = round(radius * 2 * FINER)
        light = ImageOps.invert(Image.radial_gradient("L"))
        # Pillow's gradient is still grey at its sheet's edge: take that off, or a square shows
        greys = light.tobytes()  # 256 to a row
        edge = max(greys[128], greys[128 * 256])
        levels = [max(0, level - edge) / (255 - edge) for level in range(256)]
        mask = light.point([round(255 * strength * level**1.5) for level in levels]).resize(
            (side, side)
        )
        corner = (round((x - radius) * FINER), round((y - radius) * FINER))
        self.sheet.paste(Image.new("RGB", (side, side), colour), corner, mask)

    def veil(self, points: Sequence[Point], colour: str, strength: float) -> None:
        """A see-through polygon; ``strength`` from 0 to 1."""
        mask = Image.new("L", self.sheet.size)
        scaled = [(x * FINER, y * FINER) for x, y in points]
        ImageDraw.Draw(mask).polygon(scaled, fill=round(255 * strength))
        self.sheet.paste(Image.new("RGB", self.sheet.size, colour), (0, 0), mask)

    def wave(self, top: float, height: float, length: float, shift: float, stops: Stops) -> None:
        """Water from a wavy line down to the lower edge."""
        crest = [
            (float(x), top + height * math.sin((x + shift) / length * math.tau))
            for x in range(0, WIDTH + 10, 10)
        ]
        self.shaded([*crest, (WIDTH, HEIGHT), (0, HEIGHT)], stops)

    def finished(self) -> Image.Image:
        return self.sheet.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A picture whose colour runs through ``stops`` from top to bottom."""
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        column.putpixel((0, y), _mixed(stops, y / max(1, size[1] - 1)))
    return column.resize(size)


def _mixed(stops: Stops, position: float) -> tuple[int, int, int]:
    for (start, first), (end, second) in pairwise(stops):
        if position <= end:
            share = (position - start) / (end - start)
            one, two = ImageColor.getrgb(first)[:3], ImageColor.getrgb(second)[:3]
            red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
            return red, green, blue
    return ImageColor.getrgb(stops[-1][1])[:3]


def arc(x: float, y: float, across: float, down: float, start: float, end: float) -> list[Point]:
    """Points on an ellipse from ``start`` to ``end`` degrees, clockwise from the right."""
    turns = [math.radians(start + (end - start) * step / 40) for step in range(41)]
    return [(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]
