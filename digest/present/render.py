"""MJML in, final HTML out: the only module that imports mjml and premailer.

mrml (behind ``mjml``) lays out, premailer moves the template's own class rules into ``style``
attributes, so that templates stay readable. Both harm a mail by default; each step here closes one
of those holes and is held by a test.
"""

from __future__ import annotations

import logging
import re

import cssutils  # comes with premailer
from mjml import mjml2html
from premailer import Premailer

from digest.model.errors import PresentError
from digest.model.message import Message
from digest.present.attribute_escapes import shield, unshield

_INLINE_STYLE = re.compile(r'<mj-style inline="inline">(.*?)</mj-style>', re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>")
_VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "source"})
# rules for Outlook 2003 and before, inside a comment that no other program reads
_OUTLOOK_2003 = re.compile(r"<!--\[if lte mso 11\]>.*?<!\[endif\]-->\s*", re.DOTALL)
_EMPTY_STYLE = re.compile(r"<style[^>]*>\s*</style>")
_INDENT = re.compile(r"\n\s*")
_STYLED = re.compile(r"(<[a-z][^<>]*\sstyle=\")([^\"<>]*)(\")")
_STYLE_BLANKS = re.compile(r"([;:,])\s+")
_MARK = ' data-premailer="ignore"'
_OPTIONS = {
    "keep_style_tags": False,  # of the sheets that are not marked: the template's own class rules
    "strip_important": False,  # dark mode lives on !important
    "allow_network": False,
    "disable_validation": True,
    "align_floating_images": False,
    "remove_classes": False,  # dark mode finds its elements by class
    "include_star_selectors": False,
    # Word draws a picture of width="100%" at the file's own size
    "disable_basic_attributes": ["width", "height", "align", "valign", "bgcolor"],
    "preserve_handlebar_syntax": True,
    "cssutils_logging_level": logging.CRITICAL,
    "disable_leftover_css": True,
}

# premailer's CSS writer shortens #ffffff to #fff, which some programs do not read: rule 24
cssutils.ser.prefs.minimizeColorHash = False

DEEPEST = 200
"""The deepest nesting a mail may have: rule 19. mrml itself dies somewhere above 8,000."""


class RenderError(Exception):
    """mrml or premailer refused the document; the message is theirs, on one line."""


def render(mjml: str) -> str:
    """The final HTML of an MJML document, doctype first, complete and in Unicode.

    :raises RenderError: the document is not well formed, nested too deeply, or refused by mrml.
    """
    rules = "\n".join(_INLINE_STYLE.findall(mjml))
    return _inline(lay_out(mjml), rules)


def lay_out(mjml: str) -> str:
    """The HTML of an MJML document as mrml lays it out, its characters whole, nothing inlined yet.

    :raises RenderError: as ``render``.
    """
    _refuse_depth(mjml)
    without_rules = _INLINE_STYLE.sub("", mjml)
    return _tidy(unshield(_mrml(shield(without_rules))))


def _mrml(mjml: str) -> str:
    try:
        # without fonts={} a named web font would bring its host into the mail
        return mjml2html(mjml, fonts={})
    except ValueError as error:
        raise RenderError(_words(error)) from error
    except BaseException as error:
        # a panic in Rust is no Exception; everything else of that kind is not ours to stop
        if type(error).__name__ != "PanicException":
            raise
        raise RenderError(_words(error)) from error


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _refuse_depth(mjml: str) -> None:
    depth = 0
    for closing, name, rest in _TAG.findall(mjml):
        if closing:
            depth -= 1
        elif not rest.endswith("/") and name.lower() not in _VOID:
            depth += 1
            if depth > DEEPEST:
                raise RenderError(Message("rendering.nested_too_deep", deepest=DEEPEST))


def _tidy(html: str) -> str:
    """The doctype as premailer recognises it, and no rules for programs that nobody has now."""
    with_doctype = html.replace("<!doctype html>", "<!DOCTYPE html>", 1)
    tidy = _INDENT.sub("\n", _EMPTY_STYLE.sub("", _OUTLOOK_2003.sub("", with_doctype)))
    # a landmark, which a screen reader goes to; mrml's "article" is none
    return tidy.replace('role="article"', 'role="main"', 1)


def _inline(html: str, rules: str) -> str:
    # marked, every style sheet of the document stays as it is: media queries, dark mode, Outlook's
    marked = html.replace("<style", f"<style{_MARK}")
    # premailer's CSS parser would ask the network for an @import
    if "@import" in rules:
        raise PresentError(Message("rendering.import_in_styles"), where="mj-style")
    inlined = Premailer(marked, css_text=rules or None, **_OPTIONS).transform(pretty_print=False)
    # with its slash: parsers of HTML 4 do not know this element to be empty, and would take what
    # follows into it, each break one deeper
    whole = str(inlined).replace(_MARK, "").replace("<wbr>", "<wbr/>").replace("</wbr>", "")
    return _STYLED.sub(_compact, whole)


def _compact(tag: re.Match[str]) -> str:
    """The tag with no blanks in its style: a few bytes on each of hundreds of elements."""
    return tag[1] + _STYLE_BLANKS.sub(r"\1", tag[2]).rstrip(";") + tag[3]
