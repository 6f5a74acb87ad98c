"""Draws the sample newsroom's pictures into ``samples/images/``: eight flat posters, 1200 x 800 px.

Run ``python -m samples.draw_images`` after changing a scene, look at the pictures, commit both.
Everything is drawn from numbers in ``posters/``; nothing is loaded, so the pictures are ours to
give away.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from samples.posters import sea, town
from samples.posters.sheet import Poster

LARGEST = 60_000  # bytes; readers on trains are grateful
FOLDER = Path(__file__).parent / "images"

SCENES: dict[str, Callable[[], Poster]] = {
    "harbour-dawn": sea.harbour_dawn,
    "ferry": sea.ferry,
    "stadium": town.stadium,
    "laboratory": town.laboratory,
    "theatre": town.theatre,
    "market": town.market,
    "shipyard": sea.shipyard,
    "porpoise": sea.porpoise,
}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, scene in SCENES.items():
        _save(scene().finished(), FOLDER / f"{name}.jpg")


def _save(picture: Image.Image, path: Path) -> None:
    """As good as fits into ``LARGEST`` bytes."""
    for quality in range(88, 40, -4):
        picture.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{path.name} stays larger than {LARGEST} bytes: draw it simpler")


if __name__ == "__main__":
    main()
