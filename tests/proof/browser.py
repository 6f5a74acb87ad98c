"""Proofs in a real browser: axe-core in every view, and pictures of every mail."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from lxml import html as lxml_html
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Route, sync_playwright

from tests.proof.figures import Figure
from tests.proof.mails import Proved

CHROMIUM = "/usr/bin/chromium"
_AXE = "axe.run(document, {resultTypes: ['violations']})"  # every rule, however slight its impact
_PICTURES = sorted((Path(__file__).parents[2] / "samples/images").glob("*.jpg"))
_WIDTHS = {"wide": 680, "360": 360, "320": 320}
_VIEWS = tuple(
    (f"{name}{suffix}", scheme, width, images)
    for name, width in _WIDTHS.items()
    for suffix, scheme, images in (
        ("", "light", True),
        ("-dark", "dark", True),
        ("-no-images", "light", False),
    )
)
_NO_ALT = re.compile(r"<img(?![^>]*\salt=)")
_SIZE = re.compile(r"-(\d+)x(\d+)\.jpg$")


def stripped(html: str, *, inline: bool = True) -> str:
    """The document without its sheets, as Gmail shows it to some, and ``inline`` styles."""
    document = lxml_html.document_fromstring(html)
    for style in document.xpath("//style"):
        style.drop_tree()
    for element in document.xpath("//*[@style]") if inline else ():
        del element.attrib["style"]
    return str(lxml_html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>"))


def washed(html: str, washer: list[str] | None) -> str | None:
    """The document as Roundcube puts it into its own page; None without Roundcube."""
    if washer is None:
        return None
    done = subprocess.run(washer, input=html.encode(), capture_output=True, check=True)
    body = done.stdout.decode().partition("<body")[2].partition(">")[2].rpartition("</body>")[0]
    # it takes an empty alt for none, which no mail can help
    body = _NO_ALT.sub('<img alt=""', body)
    head = '<html lang="en"><head><title>Roundcube</title></head>'
    # its own page, of which the mail is a part, has the landmark that it strips from the mail
    return f'<!DOCTYPE html>{head}<body><div role="main">{body}</div></body></html>'


def prove(
    mails: list[Proved], axe: str | None, washer: list[str] | None, out: Path
) -> Iterator[Figure]:
    """Take the pictures, and run axe-core if there is one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for one in mails:
            yield from _pictures(browser, one, out)
            if axe is not None:
                yield from _axe_figures(browser, one, axe, washer)
        browser.close()


def _pictures(browser: Browser, one: Proved, out: Path) -> Iterator[Figure]:
    """Every view as a picture, and how wide the narrow ones are."""
    for view, scheme, width, images in _VIEWS:
        path = out / f"{one.name}-{view}.png"
        wide, _ = _open(browser, one.read, scheme, width, images, picture=path)
        if view in ("360", "320"):
            yield _width_figure(f"width at {width} px", one.name, wide, width)
    for view, proof, inline in (
        ("stripped", "style-stripped", True),
        ("no-sheets", "no sheets", False),
    ):
        html = stripped(one.read, inline=inline)
        path = out / f"{one.name}-{view}.png"
        wide, _ = _open(browser, html, "light", 360, True, picture=path)
        yield _width_figure(f"width at 360 px, {proof}", one.name, wide, 360)


def _axe_figures(
    browser: Browser, one: Proved, axe: str, washer: list[str] | None
) -> Iterator[Figure]:
    html = one.mail.html
    views = (
        ("light", html, "light"),
        ("dark", html, "dark"),
        ("style-stripped", stripped(html), "light"),
        ("without sheets", stripped(html, inline=False), "light"),
        ("Roundcube-sanitised", washed(html, washer), "light"),
    )
    for view, shown, scheme in views:
        if shown is not None:
            _, faults = _open(browser, shown, scheme, 680, True, axe=axe)
            yield Figure(
                proof=f"axe-core, {view}: faults of any impact",
                mail=one.name,
                value=str(len(faults)),
                must="0",
                good=not faults,
                details=tuple(faults),
            )


def _width_figure(proof: str, mail: str, wide: int, width: int) -> Figure:
    return Figure(
        proof=proof,
        mail=mail,
        value=f"{wide} px",
        must=f"at most {width} px",
        good=wide <= width,
    )


def _open(
    browser: Browser,
    html: str,
    scheme: str,
    width: int,
    images: bool,
    *,
    picture: Path | None = None,
    axe: str | None = None,
) -> tuple[int, list[str]]:
    """Show a document; its width in px, and axe-core's faults."""
    # the types know the two words only as literals
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()

    def answer(route: Route) -> None:
        if images:
            route.fulfill(body=_picture(route.request.url), content_type="image/jpeg")
        else:
            route.abort()

    page.route("**/*", answer)
    page.set_content(html, wait_until="load")
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    if picture is not None:
        page.screenshot(path=str(picture), full_page=True)
    faults: list[str] = []
    if axe is not None:
        page.evaluate(axe)
        faults = [
            f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:120]}"
            for fault in page.evaluate(_AXE)["violations"]
        ]
    context.close()
    return wide, faults


@lru_cache
def _picture(url: str) -> bytes:
    """Any of the sample newspaper's pictures, the same for the same address, in its size."""
    path = _PICTURES[crc32(url.encode()) % len(_PICTURES)]
    size = _SIZE.search(url)
    if size is None:
        return path.read_bytes()
    cropped = io.BytesIO()
    with Image.open(path) as picture:
        ImageOps.fit(picture, (int(size[1]), int(size[2]))).save(cropped, "JPEG", quality=80)
    return cropped.getvalue()
