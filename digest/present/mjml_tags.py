"""The MJML that Digest's templates may use: tags, where they stand, and their attributes.

From the attribute tables of npm mjml 5.4 (MIT), less what harms a mail: components that need
scripts or hidden inputs, backgrounds of pictures, remote fonts, and what mrml does not know.
"""

from __future__ import annotations

_PADDING = "padding padding-top padding-right padding-bottom padding-left"
_BORDER = "border border-top border-right border-bottom border-left border-radius"
_FONT = "color font-family font-size font-style font-weight letter-spacing line-height"
_BLOCK = f"{_PADDING} container-background-color"
_BOX = f"{_PADDING} {_BORDER} background-color direction full-width text-align"

_EVERYWHERE = frozenset({"css-class", "mj-class"})

ATTRIBUTES = {
    tag: frozenset(names.split()) | _EVERYWHERE
    for tag, names in {
        "mjml": "lang dir owa",
        "mj-head": "",
        "mj-title": "",
        "mj-attributes": "",
        "mj-breakpoint": "width",
        "mj-style": "inline",
        "mj-body": "background-color id width",
        "mj-wrapper": _BOX,
        "mj-section": _BOX,
        "mj-group": "background-color direction vertical-align width",
        "mj-column": f"{_PADDING} {_BORDER} background-color direction vertical-align width"
        " inner-background-color inner-border inner-border-radius",
        "mj-text": f"{_BLOCK} {_FONT} align height text-decoration text-transform vertical-align",
        "mj-table": f"{_BLOCK} {_FONT} align border cellpadding cellspacing role table-layout"
        " width",
        "mj-image": f"{_BLOCK} {_BORDER} align alt fluid-on-mobile font-size height href max-height"
        " name rel src target title width",
        "mj-button": f"{_BLOCK} {_BORDER} {_FONT} align background-color height href inner-padding"
        " name rel target text-align text-decoration text-transform title vertical-align width",
        "mj-divider": f"{_BLOCK} align border-color border-style border-width width",
        "mj-spacer": f"{_BLOCK} height",
        "mj-raw": "",
    }.items()
}
"""The attributes of each tag that a template may use."""

_CONTENT = frozenset(
    {"mj-text", "mj-table", "mj-image", "mj-button", "mj-divider", "mj-spacer", "mj-raw"}
)

CHILDREN = {
    "mjml": frozenset({"mj-head", "mj-body"}),
    "mj-head": frozenset({"mj-title", "mj-attributes", "mj-breakpoint", "mj-style", "mj-raw"}),
    "mj-attributes": frozenset(ATTRIBUTES) | {"mj-all", "mj-class"},
    "mj-body": frozenset({"mj-wrapper", "mj-section", "mj-raw"}),
    "mj-wrapper": frozenset({"mj-section", "mj-raw"}),
    "mj-section": frozenset({"mj-column", "mj-group", "mj-raw"}),
    "mj-group": frozenset({"mj-column", "mj-raw"}),
    "mj-column": _CONTENT,
}
"""What may stand directly in a tag. A tag that is not here holds HTML, or nothing."""

DEFAULTS = frozenset({"mj-all", "mj-class"})
"""Tags of mj-attributes that take the attributes of any other."""

FORBIDDEN = {
    "mj-include": "loses the width of its column in mrml: use {% include %}",
    "mj-font": "loads a font from its host for every reader: use fonts that readers have",
    "mj-preview": "writes white text of 1 px, which counts as spam: use parts/preheader.mjml",
    "mj-html-attributes": "is not known to mrml",
    "mj-selector": "is not known to mrml",
    "mj-hero": "lays text over a picture, which Word does not draw",
    "mj-carousel": "needs hidden inputs, which most programs remove",
    "mj-carousel-image": "needs hidden inputs, which most programs remove",
    "mj-accordion": "needs hidden inputs, which most programs remove",
    "mj-accordion-element": "needs hidden inputs, which most programs remove",
    "mj-accordion-title": "needs hidden inputs, which most programs remove",
    "mj-accordion-text": "needs hidden inputs, which most programs remove",
    "mj-navbar": "needs hidden inputs, which most programs remove",
    "mj-navbar-link": "needs hidden inputs, which most programs remove",
    "mj-social": "shows pictures without alternative text in mrml: use links in mj-text",
    "mj-social-element": "shows pictures without alternative text in mrml: use links in mj-text",
}
"""Tags that a template may not use, and what to do instead."""
