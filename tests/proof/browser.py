"""Proofs in a real browser: axe-core in every view, and pictures of every mail."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from lxml import html as lxml_html
from playwright.sync_api import Browser, Route, sync_playwright

from tests.proof.figures import Figure
from tests.proof.mails import Proved

CHROMIUM = "/usr/bin/chromium"
_AXE = """axe.run(document, {resultTypes: ['violations'], rules: {
  'landmark-one-main': {enabled: false}, region: {enabled: false}, bypass: {enabled: false}}})"""
_PICTURES = sorted((Path(__file__).parents[2] / "samples/images").glob("*.jpg"))
_VIEWS = (
    ("light", "light", 680, True),
    ("dark", "dark", 680, True),
    ("phone", "light", 360, True),
    ("phone-dark", "dark", 360, True),
    ("no-images", "light", 680, False),
)


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
    head = '<html lang="en"><head><title>Roundcube</title></head>'
    return f"<!DOCTYPE html>{head}<body>{body}</body></html>"


def prove(
    mails: list[Proved], axe: str | None, washer: list[str] | None, out: Path
) -> Iterator[Figure]:
    """Take the pictures, and run axe-core if there is one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for one in mails:
            for view, scheme, width, images in _VIEWS:
                path = out / f"{one.name}-{view}.png"
                _open(browser, one.mail.html, scheme, width, images, picture=path)
            bare = stripped(one.mail.html)
            wide, _ = _open(
                browser, bare, "light", 360, True, picture=out / f"{one.name}-stripped.png"
            )
            yield _width_figure("style-stripped", one.name, wide)
            sheetless = stripped(one.mail.html, inline=False)
            path = out / f"{one.name}-no-sheets.png"
            wide, _ = _open(browser, sheetless, "light", 360, True, picture=path)
            yield _width_figure("without sheets", one.name, wide)
            views = [
                ("light", one.mail.html, "light"),
                ("dark", one.mail.html, "dark"),
                ("style-stripped", bare, "light"),
                ("without sheets", sheetless, "light"),
                ("Roundcube-sanitised", washed(one.mail.html, washer), "light"),
            ]
            for view, html, scheme in views:
                if axe is not None and html is not None:
                    _, faults = _open(browser, html, scheme, 680, True, axe=axe)
                    yield _axe_figure(view, one.name, faults)
        browser.close()


def _width_figure(view: str, mail: str, wide: int) -> Figure:
    return Figure(
        proof=f"width at 360 px, {view}",
        mail=mail,
        value=f"{wide} px",
        must="at most 360 px",
        good=wide <= 360,
    )


def _axe_figure(view: str, mail: str, faults: list[str]) -> Figure:
    return Figure(
        proof=f"axe-core, {view}: serious or critical",
        mail=mail,
        value=str(len(faults)),
        must="0",
        good=not faults,
        details=tuple(faults),
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
    """Show a document; its width in px, and axe-core's serious and critical faults."""
    # the types know the two words only as literals
    dark = scheme == "dark"
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()

    def answer(route: Route) -> None:
        if images:
            # any of the sample newspaper's pictures, the same for the same address
            number = crc32(route.request.url.encode()) % len(_PICTURES)
            route.fulfill(path=_PICTURES[number], content_type="image/jpeg")
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
            f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
            for fault in page.evaluate(_AXE)["violations"]
            if fault["impact"] in ("serious", "critical")
        ]
    context.close()
    return wide, faults
