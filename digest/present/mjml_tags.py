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
    "mj-include": "loses_width",
    "mj-font": "loads_font",
    "mj-preview": "counts_as_spam",
    "mj-html-attributes": "not_known_to_mrml",
    "mj-selector": "not_known_to_mrml",
    "mj-hero": "text_over_picture",
    "mj-carousel": "hidden_inputs",
    "mj-carousel-image": "hidden_inputs",
    "mj-accordion": "hidden_inputs",
    "mj-accordion-element": "hidden_inputs",
    "mj-accordion-title": "hidden_inputs",
    "mj-accordion-text": "hidden_inputs",
    "mj-navbar": "hidden_inputs",
    "mj-navbar-link": "hidden_inputs",
    "mj-social": "no_alternative_text",
    "mj-social-element": "no_alternative_text",
}
"""Tags that a template may not use, and why: as the message "template.forbidden_<why>" says it."""
