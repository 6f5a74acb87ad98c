"""Pictures of the sample edition in Debian's Chromium, as ``make pictures`` takes them.

The mail is the one that ``make demo`` left in ``build/demo/edition``. Its images, which point to a
host that is on no network, are answered from ``samples/images``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Route, sync_playwright

SAMPLES = Path(__file__).resolve().parent
EDITION = SAMPLES.parent / "build" / "demo" / "edition" / "edition.html"
PICTURES = SAMPLES.parent / "build" / "pictures"
CHROMIUM = "/usr/bin/chromium"


@dataclass(frozen=True, kw_only=True)
class View:
    """One way of looking at a mail: width in px, colour scheme, with or without pictures."""

    width: int
    scheme: str = "light"
    images: bool = True
    styles: bool = True

    @property
    def name(self) -> str:
        extra = ("" if self.images else "-no-images") + ("" if self.styles else "-no-styles")
        return f"{self.width}-{self.scheme}{extra}"


_COVER = """<!DOCTYPE html><style>
body {{ margin: 0; background: #ffffff; }}
div {{ position: absolute; overflow: hidden; box-shadow: 0 6px 40px #00000040; }}
img {{ display: block; width: 100%; }}
</style>
<div style="left: 26px; top: 26px; width: 640px; height: 1412px"><img src="{day}"></div>
<div style="left: 653px; top: 253px; width: 360px; height: 1040px"><img src="{night}"></div>
"""
VIEWS = (
    View(width=640),
    View(width=640, scheme="dark"),
    View(width=360),
    View(width=360, scheme="dark"),
    View(width=640, images=False),
    View(width=360, styles=False),
)


def main() -> int:
    """Takes the pictures; exit code 2 when there is no mail to look at."""
    page = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else EDITION
    if not page.exists():
        print(f"{page} is not there: run `make demo` first", file=sys.stderr)
        return 2
    folder = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for view in VIEWS:
            print(take(browser, page, view, folder))
        print(cover(browser, page, folder))
        browser.close()
    return 0


def take(browser: Browser, page: Path, view: View, folder: Path) -> Path:
    """The whole mail in one picture, as the view shows it."""
    scheme: Literal["dark", "light"] = "dark" if view.scheme == "dark" else "light"
    context = browser.new_context(
        viewport={"width": view.width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=view.styles is False,  # only to take the styles away
        device_scale_factor=1.5,
    )
    tab = context.new_page()
    tab.route("**/*", lambda route: answer(route, page, view))
    tab.goto(page.as_uri())
    if not view.styles:
        tab.evaluate("document.querySelectorAll('style').forEach(style => style.remove())")
    path = folder / f"{page.stem}-{view.name}.png"
    tab.screenshot(path=path, full_page=True)
    context.close()
    return path


def cover(browser: Browser, page: Path, folder: Path) -> Path:
    """The README's picture, of two that are taken already: by day, and by night on a phone."""
    day, night = (folder / f"{page.stem}-{name}.png" for name in ("640-light", "360-dark"))
    sheet = folder / "cover.html"
    sheet.write_text(_COVER.format(day=day.name, night=night.name), "utf-8")
    tab = browser.new_page(viewport={"width": 1040, "height": 1466})
    tab.goto(sheet.as_uri())
    path = folder / "cover.jpg"
    tab.screenshot(path=path, type="jpeg", quality=88)
    tab.close()
    return path


def answer(route: Route, page: Path, view: View) -> None:
    """The mail itself and the samples' own pictures; nothing from anywhere else."""
    url = route.request.url
    if url == page.as_uri():
        route.continue_()
        return
    image = SAMPLES / "images" / url.rsplit("/", 1)[-1].split("?")[0]
    if view.images and image.is_file():
        route.fulfill(path=image)
    else:
        route.abort()


if __name__ == "__main__":
    sys.exit(main())
