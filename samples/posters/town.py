"""Streets and rooms."""

from __future__ import annotations

import math

from samples.posters.sheet import WIDTH, Poster, arc


def stadium() -> Poster:
    poster = Poster([(0, "#0c1430"), (0.5, "#24366b"), (1, "#24366b")])
    for x, y in (
        (120, 90),
        (300, 50),
        (520, 110),
        (700, 60),
        (930, 120),
        (1100, 70),
        (420, 170),
        (800, 190),
    ):
        poster.disc(x, y, 2.5, "#dfe6ff")
    _crowd(poster)
    for x in (150, 1050):
        _floodlight(poster, x)
    poster.shaded([(0, 520), (1200, 520), (1200, 800), (0, 800)], [(0, "#2f8f4e"), (1, "#1d6b3a")])
    for stripe in range(-3, 4):
        near, far = 600 + stripe * 360, 600 + stripe * 150
        poster.veil([(far, 520), (far + 75, 520), (near + 180, 800), (near, 800)], "#7ed08a", 0.22)
    poster.line([(0, 560), (1200, 560)], "#eef7ee", 4)
    poster.line(arc(600, 560, 190, 46, 0, 180), "#eef7ee", 4)
    _goal(poster)
    poster.glow(640, 640, 46, "#ffffff", 0.35)
    poster.disc(640, 640, 22, "#fbfbf7")
    for angle in range(0, 360, 72):
        turn = math.radians(angle - 90)
        poster.disc(640 + 14 * math.cos(turn), 640 + 14 * math.sin(turn), 4.5, "#23294a")
    return poster


def _crowd(poster: Poster) -> None:
    poster.shape([(0, 300), (1200, 300), (1200, 520), (0, 520)], "#1a2650")
    poster.shape([(0, 250), (600, 296), (1200, 250), (1200, 312), (600, 332), (0, 312)], "#3b4f8f")
    colours = ("#e8c35a", "#d9e2f7", "#c2504a", "#7fa4d8", "#f3efe2", "#4f78ba")
    for row in range(4):
        for seat in range(31):
            # a crowd looks alive when neighbours differ: small steps through primes do that
            colour = colours[(seat * 7 + row * 5 + seat * row) % len(colours)]
            poster.disc(seat * 40 + (row % 2) * 20, 362 + row * 38, 14, colour)
    poster.box(0, 504, 1200, 524, "#10183a")


def _floodlight(poster: Poster, x: float) -> None:
    poster.line([(x, 330), (x, 130)], "#8b97bd", 9)
    poster.box(x - 64, 84, x + 64, 144, "#3a4775")
    poster.glow(x, 114, 260, "#fff7d6", 0.8)
    for row in (99, 128):
        for step in range(-2, 3):
            poster.disc(x + step * 24, row, 10, "#fffbe8")


def _goal(poster: Poster) -> None:
    left, right, top, bottom = 250, 950, 400, 716
    for x in range(left, right + 1, 70):
        poster.line([(x, top), (x, bottom)], "#b7c6de", 2)
    for y in range(top, bottom + 1, 63):
        poster.line([(left, y), (right, y)], "#b7c6de", 2)
    poster.line([(left, bottom + 6), (left, top), (right, top), (right, bottom + 6)], "#ffffff", 14)


def laboratory() -> Poster:
    poster = Poster([(0, "#0d4550"), (0.7, "#23817f"), (1, "#23817f")])
    poster.glow(600, 290, 460, "#b8f0dc", 0.55)
    poster.disc(600, 290, 200, "#0b3a44")
    poster.disc(600, 290, 178, "#c9f2e2")
    poster.glow(640, 250, 110, "#fffbe0", 0.9)
    poster.shaded(arc(600, 290, 178, 178, 8, 172), [(0, "#6fc5b8"), (1, "#1f7f86")])
    poster.shaded(arc(600, 290, 178, 178, 24, 156), [(0, "#3fa3a0"), (1, "#145f6b")])
    _shelf(poster)
    poster.box(0, 640, 1200, 662, "#f1e6cf")
    poster.shaded([(0, 662), (1200, 662), (1200, 800), (0, 800)], [(0, "#0c3841"), (1, "#072830")])
    _flask(poster, 250, 640, 1.0, "#f2b84b")
    _flask(poster, 420, 640, 0.72, "#e2665a")
    _round_flask(poster, 610, 640, "#7ad3c0")
    _microscope(poster)
    return poster


def _shelf(poster: Poster) -> None:
    poster.box(0, 226, 300, 240, "#f1e6cf")
    poster.box(900, 226, 1200, 240, "#f1e6cf")
    jars = ((40, 92, "#e2665a"), (104, 70, "#f2b84b"), (160, 110, "#7ad3c0"), (226, 64, "#e8efe4"))
    for offset in (0, 900):
        for left, height, colour in jars:
            x = left + offset if offset == 0 else 1200 - left - 46
            poster.box(x, 226 - height, x + 46, 226, "#d8f0e6")
            poster.box(x + 5, 226 - height * 0.62, x + 41, 221, colour)
            poster.box(x - 3, 218 - height, x + 49, 230 - height, "#0b3a44")


def _flask(poster: Poster, x: float, foot: float, size: float, liquid: str) -> None:
    half, neck, height = 104 * size, 22 * size, 250 * size
    shoulder = foot - height * 0.62
    glass = [(x - half, foot), (x - neck, shoulder), (x - neck, foot - height)]
    glass += [(x + neck, foot - height), (x + neck, shoulder), (x + half, foot)]
    poster.shape(glass, "#dff5ec")
    level, wide = foot - height * 0.34, half * 0.62
    poster.shape(
        [
            (x - half + 10, foot - 6),
            (x - wide, level),
            (x + wide, level),
            (x + half - 10, foot - 6),
        ],
        liquid,
    )
    poster.box(x - neck - 7, foot - height - 10, x + neck + 7, foot - height + 4, "#dff5ec")
    for across, up, radius in ((-30, 40, 9), (16, 62, 6), (34, 26, 11), (-8, 20, 6)):
        poster.disc(x + across * size, foot - up * size, radius * size, "#fff7e0")


def _round_flask(poster: Poster, x: float, foot: float, liquid: str) -> None:
    poster.box(x - 17, foot - 250, x + 17, foot - 130, "#dff5ec")
    poster.box(x - 25, foot - 260, x + 25, foot - 246, "#dff5ec")
    poster.disc(x, foot - 92, 84, "#dff5ec")
    poster.shape(arc(x, foot - 92, 74, 74, 0, 180), liquid)
    poster.box(x - 58, foot - 14, x + 58, foot, "#0b3a44")
    for across, up, radius in ((-24, 66, 8), (12, 48, 6), (30, 74, 9)):
        poster.disc(x + across, foot - up, radius, "#f3fff8")


def _microscope(poster: Poster) -> None:
    dark, pale = "#0a2f38", "#f1e6cf"
    poster.shape([(800, 640), (812, 606), (1040, 606), (1052, 640)], dark)
    poster.line(arc(900, 470, 140, 140, -66, 74), dark, 34)
    poster.box(820, 548, 972, 564, dark)
    poster.shape([(838, 420), (900, 398), (936, 508), (876, 530)], pale)
    poster.shape([(800, 300), (868, 276), (916, 402), (846, 428)], dark)
    poster.shape([(786, 262), (852, 238), (868, 276), (800, 300)], pale)
    poster.shape([(884, 522), (926, 508), (930, 534), (896, 546)], dark)
    poster.disc(956, 346, 22, pale)
    poster.glow(906, 550, 60, "#fffbe0", 0.8)


def theatre() -> Poster:
    poster = Poster([(0, "#1a0b16"), (0.75, "#4a1626"), (1, "#4a1626")])
    poster.shaded(
        [(200, 120), (1000, 120), (1000, 610), (200, 610)], [(0, "#2a1030"), (1, "#7a3040")]
    )
    poster.shaded([(90, 600), (1110, 600), (1200, 740), (0, 740)], [(0, "#c98a4b"), (1, "#7d4526")])
    poster.veil([(560, 0), (640, 0), (850, 668), (350, 668)], "#ffe9b0", 0.34)
    poster.veil([(575, 0), (625, 0), (770, 664), (430, 664)], "#fff3cf", 0.3)
    poster.shape(arc(600, 664, 236, 32, 0, 360), "#fbe3a6")
    _actor(poster)
    for left, inner in ((True, 330), (False, 870)):
        _curtain(poster, left=left, inner=inner)
    _valance(poster)
    _stalls(poster)
    return poster


def _actor(poster: Poster) -> None:
    poster.shape([(600, 500), (660, 660), (540, 660)], "#2a1030")
    poster.shape([(576, 486), (624, 486), (634, 580), (566, 580)], "#2a1030")
    poster.disc(600, 462, 25, "#2a1030")
    poster.line([(580, 502), (528, 452), (516, 404)], "#2a1030", 15)
    poster.line([(620, 502), (676, 528), (700, 576)], "#2a1030", 15)
    for step in range(34):  # salt falling from the flies
        poster.disc(486 + (step * 53) % 230, 130 + (step * 89) % 300, 3.5, "#fffaf0")


def _curtain(poster: Poster, *, left: bool, inner: float) -> None:
    folds, outer = 8, 0 if left else WIDTH
    for fold in range(folds):
        start = outer + (inner - outer) * fold / folds
        end = outer + (inner - outer) * (fold + 1) / folds
        gathered = (120 if left else -120) * (fold / folds)
        gathered_next = (120 if left else -120) * ((fold + 1) / folds)
        bright = ("#a81f2d", "#d43a3f")[fold % 2]
        cloth = [(start, 60), (end, 60), (end - gathered_next, 690), (start - gathered, 690)]
        poster.shaded(cloth, [(0, "#6c1020"), (0.45, bright), (1, "#7d1423")])


def _valance(poster: Poster) -> None:
    poster.shaded([(0, 0), (1200, 0), (1200, 84), (0, 84)], [(0, "#55101d"), (1, "#b3262f")])
    for swag in range(8):
        x = 75 + swag * 150
        poster.shaded(arc(x, 80, 80, 62, 0, 180), [(0, "#c2303a"), (1, "#7d1423")])
        poster.line(arc(x, 80, 80, 62, 8, 172), "#f0c15a", 6)
    poster.box(0, 72, 1200, 84, "#f0c15a")


def _stalls(poster: Poster) -> None:
    poster.box(0, 736, 1200, 800, "#12060f")
    for row, (top, step, colour) in enumerate(((736, 88, "#22101c"), (778, 100, "#0b0409"))):
        for seat in range(-1, 15):
            x = seat * step + row * 40 + 20
            poster.disc(x, top - 16, 23, colour)
            poster.shape(arc(x, top + 34, 42, 40, 180, 360), colour)


def market() -> Poster:
    poster = Poster([(0, "#8fc9d8"), (0.6, "#fbeecb"), (1, "#fbeecb")])
    poster.glow(200, 130, 210, "#fff8dc", 0.9)
    poster.disc(200, 130, 56, "#fff2b8")
    fronts = (
        (0, 190, 210, "#d98b6a"),
        (190, 170, 260, "#e6c27a"),
        (360, 210, 190, "#7aa7a0"),
        (570, 180, 280, "#cf7460"),
        (750, 200, 220, "#e9d3a3"),
        (950, 250, 250, "#8fb3b8"),
    )
    for left, width, height, colour in fronts:
        _house_front(poster, left, width, height, colour)
    poster.shaded([(0, 470), (1200, 470), (1200, 800), (0, 800)], [(0, "#d9c29a"), (1, "#b5986c")])
    for left, first in ((30, "#c8443f"), (430, "#2f7f86"), (830, "#d9932f")):
        _stall(poster, left, first)
    flags = ("#c8443f", "#f2b84b", "#2f7f86", "#fbf7ee")
    poster.line([(0, 60), (600, 128), (1200, 60)], "#5d4a3a", 3)
    for flag in range(24):
        x = 12 + flag * 50
        y = 60 + (68 - abs(600 - x) * 68 / 600)
        poster.shape([(x, y), (x + 30, y + 2), (x + 15, y + 38)], flags[flag % 4])
    return poster


def _house_front(poster: Poster, left: float, width: float, height: float, colour: str) -> None:
    top, middle = 480 - height, left + width / 2
    poster.shape(
        [(left, 480), (left, top), (middle, top - 60), (left + width, top), (left + width, 480)],
        colour,
    )
    for row in range(2):
        for x in (left + width * 0.2, left + width * 0.62):
            poster.box(x, top + 24 + row * 78, x + 34, top + 74 + row * 78, "#fbf7ee")
            poster.box(x + 4, top + 28 + row * 78, x + 30, top + 70 + row * 78, "#4d7f8c")


def _stall(poster: Poster, left: float, colour: str) -> None:
    right = left + 340
    for x in (left + 14, right - 24):
        poster.box(x, 330, x + 10, 700, "#6b4a33")
    poster.box(left + 6, 540, right - 6, 700, "#8a5f3f")
    poster.box(left - 6, 524, right + 6, 544, "#6b4a33")
    for stripe in range(8):
        x, shade = left - 14 + stripe * 46, (colour, "#fbf7ee")[stripe % 2]
        top = left + 24 + stripe * 36.5
        poster.shape([(top, 300), (top + 36.5, 300), (x + 46, 392), (x, 392)], shade)
        poster.shape(arc(x + 23, 392, 23, 22, 0, 180), shade)
    for crate in range(3):
        _crate(poster, left + 26 + crate * 102, fish=crate != 1)


def _crate(poster: Poster, left: float, *, fish: bool) -> None:
    if fish:
        for row, x in enumerate((left + 6, left + 22, left + 38)):
            y = 484 - row * 9
            poster.shape(arc(x + 26, y, 28, 11, 0, 360), "#a9c3cf" if row % 2 else "#7f9fb1")
            poster.shape([(x - 6, y - 11), (x + 8, y), (x - 6, y + 11)], "#6a8b9e")
            poster.disc(x + 44, y - 3, 3, "#1d3f5e")
    else:
        for x, y in ((12, 488), (36, 486), (60, 488), (24, 468), (48, 468), (36, 450)):
            poster.disc(left + x + 6, y, 15, "#f5cf3f")
            poster.disc(left + x + 2, y - 4, 4, "#fdf0a8")
    poster.box(left, 494, left + 88, 526, "#c79a63")
    poster.box(left, 508, left + 88, 512, "#9d7444")
