"""Ships, harbours and porpoises."""

from __future__ import annotations

from samples.posters.sheet import Poster, arc


def harbour_dawn() -> Poster:
    poster = Poster(
        [(0, "#2b2d5b"), (0.35, "#b9607c"), (0.55, "#f6a06a"), (0.66, "#fbd9a0"), (1, "#fbd9a0")]
    )
    poster.glow(640, 500, 420, "#fff0c4", 0.75)
    poster.disc(640, 500, 92, "#fff3d0")
    poster.shape([(0, 520), (0, 452), (150, 410), (330, 462), (520, 520)], "#7d4a72")
    poster.shape([(760, 520), (900, 470), (1060, 440), (1200, 478), (1200, 520)], "#8a5177")
    poster.wave(520, 2, 300, 0, [(0, "#e58f6d"), (0.3, "#8d5579"), (1, "#23284f")])
    for row, half in enumerate((150, 118, 132, 84, 98, 58, 66, 34)):
        poster.shape(arc(640, 540 + row * 27, half, 5, 0, 360), "#fde3b0")
    _town(poster)
    _lighthouse(poster)
    for x, y, size in ((470, 600, 1.0), (300, 668, 1.5), (770, 640, 1.2)):
        _sailing_boat(poster, x, y, size)
    return poster


def _town(poster: Poster) -> None:
    houses = (
        (0, 84, 96),
        (74, 66, 128),
        (132, 80, 84),
        (206, 58, 112),
        (258, 74, 72),
        (326, 52, 58),
    )
    for left, width, height in houses:
        top = 540 - height
        middle = left + width / 2
        walls = [
            (left, 540),
            (left, top),
            (middle, top - 34),
            (left + width, top),
            (left + width, 540),
        ]
        poster.shape(walls, "#3a2c57")
        for window in range(int(left) + 16, left + width - 18, 24):
            poster.box(window, top + 16, window + 10, top + 32, "#ffd98a")
    poster.box(0, 536, 400, 556, "#2a2247")


def _lighthouse(poster: Poster) -> None:
    poster.veil([(1034, 286), (420, 180), (420, 262)], "#fff0c4", 0.28)
    poster.shape(
        [(860, 560), (930, 516), (1010, 500), (1130, 505), (1200, 486), (1200, 580)], "#2d2450"
    )
    poster.shape([(1000, 504), (1014, 308), (1054, 308), (1068, 504)], "#f7ece0")
    for top in (350, 430):
        poster.shape([(1008, top + 40), (1011, top), (1057, top), (1060, top + 40)], "#c8443f")
    poster.box(1004, 300, 1064, 310, "#2d2450")
    poster.box(1018, 270, 1050, 300, "#ffe9a8")
    poster.shape([(1010, 272), (1034, 244), (1058, 272)], "#c8443f")
    poster.glow(1034, 286, 80, "#fff3d0", 0.8)


def _sailing_boat(poster: Poster, x: float, y: float, size: float) -> None:
    poster.shape(
        [
            (x - 44 * size, y),
            (x + 44 * size, y),
            (x + 28 * size, y + 18 * size),
            (x - 30 * size, y + 18 * size),
        ],
        "#1e1c3d",
    )
    poster.shape(
        [
            (x - 2 * size, y - 6 * size),
            (x - 2 * size, y - 92 * size),
            (x - 40 * size, y - 6 * size),
        ],
        "#f4e6d8",
    )
    poster.shape(
        [
            (x + 4 * size, y - 6 * size),
            (x + 4 * size, y - 78 * size),
            (x + 34 * size, y - 6 * size),
        ],
        "#d9745f",
    )


def ferry() -> Poster:
    poster = Poster([(0, "#3f7f93"), (0.4, "#9cc8bd"), (0.62, "#f7e3b5"), (1, "#f7e3b5")])
    poster.glow(930, 400, 300, "#fff6d8", 0.8)
    poster.disc(930, 400, 64, "#fff3cd")
    poster.shape([(0, 500), (0, 430), (170, 388), (380, 440), (600, 500)], "#6d9da0")
    poster.shape([(420, 500), (700, 452), (900, 470), (1200, 440), (1200, 500)], "#86b1ab")
    poster.wave(492, 3, 240, 0, [(0, "#5f9fa4"), (1, "#2c6478")])
    _ship(poster)
    poster.wave(618, 9, 210, 60, [(0, "#3d8492"), (1, "#1c4a60")])
    poster.wave(676, 11, 260, 150, [(0, "#2c6c80"), (1, "#163c52")])
    poster.wave(738, 12, 310, 20, [(0, "#1f566c"), (1, "#102f43")])
    for x, y in ((250, 200), (310, 232), (180, 250), (1040, 220)):
        _gull(poster, x, y)
    return poster


def _ship(poster: Poster) -> None:
    poster.shape([(150, 520), (1010, 520), (1084, 492), (1030, 650), (206, 650)], "#1d3f5e")
    poster.shape([(184, 606), (1046, 606), (1030, 650), (206, 650)], "#c2453d")
    poster.box(196, 440, 946, 520, "#fbf7ee")
    poster.box(252, 374, 876, 440, "#fbf7ee")
    poster.shape([(700, 374), (714, 316), (838, 316), (876, 374)], "#fbf7ee")
    poster.shape([(722, 352), (728, 330), (830, 330), (844, 352)], "#274f6d")
    for row, (start, end) in ((462, (226, 930)), (394, (284, 690))):
        for x in range(start, end, 46):
            poster.box(x, row, x + 28, row + 26, "#4f8296")
    poster.box(196, 436, 946, 442, "#d9d2c2")
    poster.box(252, 370, 876, 376, "#d9d2c2")
    poster.shape([(388, 374), (402, 262), (506, 262), (520, 374)], "#c2453d")
    poster.shape([(398, 292), (402, 262), (506, 262), (510, 292)], "#1d3f5e")
    for x, y, radius in ((448, 236, 24), (412, 206, 32), (362, 182, 40), (300, 166, 46)):
        poster.glow(x, y, radius * 2, "#f3f0e6", 0.75)
    poster.line([(776, 316), (776, 252)], "#1d3f5e", 5)


def _gull(poster: Poster, x: float, y: float) -> None:
    poster.line(
        [(x - 26, y - 10), (x - 12, y - 14), (x, y), (x + 12, y - 14), (x + 26, y - 10)],
        "#f9f6ec",
        5,
    )


def shipyard() -> Poster:
    poster = Poster(
        [(0, "#5b2a5e"), (0.35, "#d2575a"), (0.6, "#f7a65a"), (0.72, "#ffd98a"), (1, "#ffd98a")]
    )
    poster.glow(330, 500, 380, "#fff1b8", 0.75)
    poster.disc(330, 500, 100, "#fff0b5")
    poster.shape(
        [
            (0, 520),
            (110, 520),
            (110, 480),
            (230, 480),
            (230, 540),
            (460, 540),
            (460, 500),
            (520, 500),
            (520, 650),
            (0, 650),
        ],
        "#8f3f58",
    )
    for x, reach in ((700, -1), (1060, -1)):
        _crane(poster, x, reach)
    _hull(poster)
    poster.wave(640, 4, 280, 0, [(0, "#c9605a"), (0.35, "#5f2f5c"), (1, "#2a1a40")])
    for row, half in enumerate((140, 104, 120, 70, 82)):
        poster.shape(arc(330, 664 + row * 26, half, 4, 0, 360), "#ffd795")
    poster.box(470, 622, 1200, 656, "#2b1838")
    for x in range(490, 1200, 70):
        poster.box(x, 656, x + 16, 720, "#2b1838")
    return poster


def _crane(poster: Poster, x: float, reach: int) -> None:
    yellow, dark = "#f4b731", "#a8741a"
    poster.shape([(x - 34, 630), (x - 16, 150), (x + 16, 150), (x + 34, 630)], yellow)
    for y in range(180, 620, 44):
        poster.line([(x - 20, y), (x + 22, y + 40)], dark, 5)
        poster.line([(x + 20, y), (x - 22, y + 40)], dark, 5)
    end = x + reach * 330
    poster.shape([(x - reach * 100, 138), (end, 146), (end, 162), (x - reach * 100, 176)], yellow)
    poster.line([(x, 96), (end, 150)], dark, 5)
    poster.line([(x, 96), (x - reach * 100, 142)], dark, 5)
    poster.shape([(x - 14, 150), (x, 88), (x + 14, 150)], yellow)
    poster.box(x - reach * 100 - 30, 138, x - reach * 100 + 30, 206, dark)
    poster.box(x - 26, 176, x + 26, 222, "#2b1838")
    hook = x + reach * 240
    poster.line([(hook, 158), (hook, 318)], "#2b1838", 4)
    poster.box(hook - 34, 318, hook + 34, 352, "#2b1838")


def _hull(poster: Poster) -> None:
    sides = [(560, 404), (1150, 404), (1150, 622), (650, 622)]
    poster.shaded(sides, [(0, "#356a8c"), (0.7, "#1f4466"), (1, "#173350")])
    poster.shape([(626, 566), (1150, 566), (1150, 622), (650, 622)], "#b5402f")
    for x in range(680, 1140, 56):
        poster.line([(x, 404), (x, 566)], "#2a587a", 3)
    for x in range(720, 1150, 62):  # ribs where the plates are still missing
        poster.line([(x, 404), (x, 330)], "#2b1838", 7)
    poster.line([(690, 332), (1150, 332)], "#2b1838", 7)
    for y in (440, 500, 560):
        poster.line([(1090, y), (1200, y)], "#2b1838", 6)
    poster.line([(1150, 300), (1150, 622)], "#2b1838", 7)
    for x, y in ((640, 470), (880, 404), (1000, 520)):  # welding
        poster.glow(x, y, 46, "#ffffff", 0.95)
        poster.disc(x, y, 4, "#ffffff")


def porpoise() -> Poster:
    poster = Poster([(0, "#79c7cf"), (0.45, "#e4f3dc"), (1, "#e4f3dc")])
    poster.glow(260, 230, 260, "#fffbe2", 0.9)
    poster.disc(260, 230, 62, "#fff6c9")
    poster.shape(
        [(760, 410), (800, 300), (868, 268), (980, 250), (1200, 208), (1200, 410)], "#5f9b92"
    )
    poster.shape([(880, 410), (930, 330), (1040, 310), (1200, 290), (1200, 410)], "#4a8680")
    poster.wave(400, 5, 260, 0, [(0, "#58b3b4"), (1, "#1d6f80")])
    poster.wave(470, 9, 300, 90, [(0, "#3d9fa6"), (1, "#175d70")])
    _rolling(poster, 430, 586, 1.15)
    _rolling(poster, 860, 590, 0.7)
    poster.wave(572, 12, 280, 30, [(0, "#2b8792"), (1, "#104c60")])
    poster.wave(664, 13, 330, 190, [(0, "#1f7080"), (1, "#0c3c50")])
    for x, y, size in ((206, 570, 1.0), (658, 574, 1.0), (724, 582, 0.6), (998, 574, 0.7)):
        _splash(poster, x, y, size)
    for x, y in ((560, 170), (640, 210), (480, 220)):
        _gull(poster, x, y)
    return poster


def _rolling(poster: Poster, x: float, y: float, size: float) -> None:
    """A porpoise as one sees it: a low dark back and a small blunt fin, turning like a wheel."""
    back = [(x + px * size, y + py * size) for px, py in arc(0, 0, 205, 122, 180, 360)]
    poster.shaded(back, [(0, "#3a5c70"), (1, "#1d3443")])
    shine = [(x + px * size, y + py * size) for px, py in arc(6, -6, 178, 100, 215, 318)]
    poster.line(shine, "#5f8496", 5 * size)
    fin = [(-34, -112), (-16, -150), (-2, -170), (12, -172), (34, -146), (66, -108)]
    poster.shape([(x + px * size, y + py * size) for px, py in fin], "#24404f")


def _splash(poster: Poster, x: float, y: float, size: float) -> None:
    poster.shape(arc(x, y + 10 * size, 72 * size, 15 * size, 0, 360), "#dff2ec")
    for across, up, radius in ((-54, 26, 7), (-24, 46, 9), (8, 34, 6), (36, 50, 8), (60, 22, 6)):
        poster.disc(x + across * size, y - up * size, radius * size, "#f2fbf6")
