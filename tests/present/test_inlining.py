"""premailer's inlining, held against css-inline, which does the same in another language."""

from __future__ import annotations

import re

import css_inline
import pytest

from digest.check.css_syntax import declarations_of
from digest.check.parsed_mail import parsed
from digest.model.edition import Edition
from digest.present.render import lay_out, render
from tests.present.editions import ARABIC_EDITION, EDITION, MIXED
from tests.present.presenting import TEMPLATES
from tests.proof.mails import mjml_of

EDITIONS = {"full": EDITION, "two languages": MIXED, "Arabic": ARABIC_EDITION}
_INLINE_SHEET = re.compile(r'<mj-style inline="inline">(.*?)</mj-style>', re.DOTALL)


def _zero(found: re.Match[str]) -> str:
    """The shortest way to write what follows a nought, which premailer's CSS writer chooses."""
    return "0" if found[0] == "0px" else "."


def styles_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every element's tag and inline style, blanks left out."""
    return [
        (
            str(element.tag),
            {
                one.name: re.sub(r"\b0(?:px|\.(?=\d))", _zero, re.sub(r"\s*,\s*", ",", one.value))
                for one in declarations_of(element.get("style", ""))
            },
        )
        for element in parsed(html).iter()
        if isinstance(element.tag, str) and element.tag not in ("style", "meta", "title")
    ]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS.keys())
def test_every_element_gets_the_style_that_another_inliner_gives_it(
    edition: Edition, template: str
) -> None:
    mjml = mjml_of(edition, template)
    rules = "\n".join(_INLINE_SHEET.findall(mjml))
    inliner = css_inline.CSSInliner(
        inline_style_tags=False, extra_css=rules, load_remote_stylesheets=False
    )
    assert styles_of(render(mjml)) == styles_of(inliner.inline(lay_out(mjml)))
