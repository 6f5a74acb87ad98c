"""The links that are one reader's own, taken out of a mail that anybody may be shown.

People forward the link to the mail in the browser: whoever opens it must not be able to unsubscribe
its reader, and a link that leads nowhere is worse than none.
"""

from __future__ import annotations

import re

from digest.model.mail import STAND_INS

_GONE = "\ue000"  # of private use: no mail has it
_URL = "|".join(re.escape(url) for url in STAND_INS)
_LINK = re.compile(rf"<a\b[^>]*\bhref=[\"'](?:{_URL})[\"'][^>]*>.*?</a>", re.DOTALL | re.IGNORECASE)
_BETWEEN = r"\s*(?:<span\b[^>]*>\s*[·|]\s*</span>|[·|])\s*"
_LATER = re.compile(f"{_BETWEEN}{_GONE}")
_FIRST = re.compile(f"{_GONE}(?:{_BETWEEN})?")
_EMPTY = re.compile(r"<(p|li)\b[^>]*>\s*</\1>", re.IGNORECASE)


def without_own_links(html: str) -> str:
    """The page without the links whose places the stand-ins keep, without what set them apart and
    the paragraphs that held nothing else. A stand-in that is in no link leads to the page itself.
    """
    page = _LINK.sub(_GONE, html.replace(_GONE, ""))
    if _GONE in page:
        page = _EMPTY.sub("", _FIRST.sub("", _LATER.sub("", page)))
    for stand_in in STAND_INS:
        page = page.replace(stand_in, "#")
    return page
