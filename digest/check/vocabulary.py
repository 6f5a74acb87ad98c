"""Words that the rules know, in the languages that newsletters are written in."""

from __future__ import annotations

VAGUE = frozenset([
    "aquí", "clicca qui", "click", "click here", "cliquez ici", "continue", "continue reading",
    "czytaj więcej", "details", "discover more", "en savoir plus", "find out more", "full story",
    "go", "haga clic aquí", "here", "hier", "hier klicken", "ici", "learn more", "leer más",
    "lees meer", "leggi tutto", "leia mais", "link", "lire la suite", "mehr", "mehr erfahren",
    "mehr lesen", "more", "más", "read more", "read on", "read this", "saiba mais", "see here",
    "see more", "show more", "tap here", "this", "this article", "this link", "this page",
    "view more", "website", "weiter", "weiterlesen", "więcej", "більше", "далі", "детальніше",
    "здесь", "натисніть тут", "подробнее", "тут", "читати більше", "читати далі", "اقرأ المزيد",
    "المزيد", "هنا",
])  # fmt: skip
"""Link texts that do not say where the link leads, in lower case: rule 39."""

SYSTEM_FONTS = frozenset([
    "-apple-system", "arial", "arial black", "baskerville", "blinkmacsystemfont", "book antiqua",
    "calibri", "cambria", "candara", "comic sans ms", "consolas", "courier", "courier new",
    "cursive", "didot", "fantasy", "garamond", "geneva", "georgia", "gill sans", "helvetica",
    "helvetica neue", "impact", "inherit", "initial", "lucida console", "lucida grande",
    "lucida sans", "menlo", "monaco", "monospace", "optima", "palatino", "palatino linotype",
    "san francisco", "sans-serif", "segoe ui", "serif", "sf pro", "system-ui", "tahoma", "times",
    "times new roman", "trebuchet ms", "ui-monospace", "ui-rounded", "ui-sans-serif", "ui-serif",
    "unset", "verdana",
])  # fmt: skip
"""Fonts that need no download, generic or on many systems, in lower case: rule 31."""

SHORTENERS = frozenset([
    "adf.ly", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "clck.ru", "cutt.ly", "dlvr.it", "fb.me",
    "flip.it", "goo.gl", "ift.tt", "is.gd", "lnkd.in", "mcaf.ee", "ow.ly", "qr.ae", "rb.gy",
    "rebrand.ly", "s.id", "shorte.st", "shorturl.at", "soo.gd", "t.co", "t.ly", "tiny.cc",
    "tinyurl.com", "trib.al", "u.to", "v.gd",
])  # fmt: skip
"""Hosts that hide where a link leads: rule 59."""
