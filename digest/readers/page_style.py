"""How the pages look: in the colours and the type of the mail that led to them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Colours:
    """Colours, each "#rrggbb"; text and buttons stand on ``paper``."""

    desk: str  # behind the sheet
    paper: str  # the sheet
    ink: str  # headings and text
    muted: str  # what is less important
    rule: str  # lines
    accent: str  # buttons, and the publication's name


_LIGHT = Colours(
    desk="#efece4",
    paper="#fffdf8",
    ink="#1d1b18",
    muted="#625d54",
    rule="#ddd7ca",
    accent="#0a5a66",
)
_DARK = Colours(
    desk="#0f1213",
    paper="#181c1e",
    ink="#ece8df",
    muted="#a9a69d",
    rule="#3b4144",
    accent="#86cdd6",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageStyle:
    """The masthead's ``publication``, its language, the words, the colours, and font stacks as CSS
    writes them.

    Colours and fonts go into a style sheet as they are: they come from a checked theme.
    """

    publication: str = ""
    language: str = "en"  # of pages of which nobody knows whose they are
    own_words: Path | None = None  # the newsroom's folder of words for pages
    light: Colours = field(default=_LIGHT)
    dark: Colours = field(default=_DARK)
    headline: str = "Georgia, serif"
    text: str = "Georgia, serif"
    label: str = "system-ui, sans-serif"


def style_of(look: PageStyle) -> str:
    """The style sheet of every page."""
    fonts = {"headline": look.headline, "text": look.text, "label": look.label}
    return (
        f":root {{ color-scheme: light dark; {_properties({**asdict(look.light), **fonts})} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_properties(asdict(look.dark))} }} }}\n"
        + _STYLE
    )


def _properties(values: dict[str, str]) -> str:
    return "; ".join(f"--{name}: {value}" for name, value in values.items())


_STYLE = """
body { margin: 0; background: var(--desk); color: var(--ink); overflow-wrap: anywhere;
  font: 1.125rem/1.55 var(--text) }
.sheet { box-sizing: border-box; max-width: 37.5rem; min-height: 100vh; margin: 0 auto;
  padding: 1.75rem 1.5rem 4rem; background: var(--paper) }
header { text-align: center; padding-bottom: .75rem; border-bottom: 4px double var(--ink) }
header p { margin: 0 }
.publication { color: var(--accent); text-transform: uppercase; letter-spacing: .04em;
  font: 700 .875rem/1.5 var(--label) }
.newsletter { font: 700 2.25rem/1.25 var(--headline) }
main { max-width: 28rem; margin: 3rem auto 0 }
h1 { font: 700 1.625rem/1.25 var(--headline); margin: 0 0 .75rem }
main p { margin: 0 0 1.25rem }
[role=status] { border-inline-start: 4px solid var(--accent); padding-inline-start: .75rem }
button { font: 600 1rem/1.25 var(--label); padding: .75rem 1.5rem; margin-top: 1rem; border: 0;
  border-radius: .25rem; background: var(--accent); color: var(--paper); cursor: pointer }
button.quiet { background: none; color: var(--muted); padding: .75rem 0; text-decoration: underline;
  text-underline-offset: .2em }
label { display: flex; align-items: center; gap: .75rem; padding: .75rem 0; cursor: pointer;
  border-bottom: 1px solid var(--rule); font: 1.0625rem/1.4 var(--label) }
form label:first-of-type { border-top: 1px solid var(--rule) }
input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent) }
input:focus-visible, button:focus-visible { outline: 3px solid var(--accent);
  outline-offset: 3px }
@media (max-width: 30rem) { .newsletter { font-size: 1.875rem } main { margin-top: 2rem } }
"""
