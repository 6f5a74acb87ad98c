"""Web addresses from outside, made canonical: one article, one address."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from courlan import normalize_url

URL_LIMIT = 2_000
"""Characters; longer addresses are no links but data, and mail programs cut them."""

_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f-\x9f<>\"\\^`{|}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def absolute(url: str, *, document: str = "") -> str:
    """``url`` as a web address, resolved against the ``document`` it stood in; "" if it is none.

    Only http and https are web addresses; ``javascript:`` in any spelling, ``data:``, ``mailto:``,
    a missing host, a user name or password (nobody needs them to read news, and they hide the true
    host) and characters that no address holds all give "".
    """
    text = url.strip()
    if not text or len(text) > URL_LIMIT or _FORBIDDEN.search(text.replace(" ", "")):
        return ""
    try:
        joined = urljoin(document, text) if is_web(document) else text
        if not is_web(joined):
            return ""
        parts = urlsplit(joined.replace(" ", "%20"))
        if parts.username is not None or parts.password is not None or parts.port == 0:
            return ""
    except ValueError:  # "http://[::1" and other addresses that cannot be taken apart
        return ""
    return urlunsplit(parts)


def canonical(url: str, *, document: str = "") -> str:
    """The one spelling of ``url``: tracking parameters, default port and fragment dropped.

    The host is lower case, parameters are in order, "#!" fragments (which address a page of their
    own) stay. Gives "" for what ``absolute`` does not take.
    """
    found = absolute(url, document=document)
    if not found:
        return ""
    try:
        without, fragment = urldefrag(found)
        normal = str(normalize_url(_rooted(without)))
    except ValueError:
        return ""
    normal = f"{normal}#{fragment}" if fragment.startswith("!") else normal
    return normal if is_web(normal) and len(normal) <= URL_LIMIT else ""


def _rooted(address: str) -> str:
    """``address`` with a path that begins in one slash and has no "." and "..": a path "//x" alone
    would be read as a host."""
    parts = urlsplit(address)
    resolved = urlsplit(urljoin(address, f"/{parts.path.lstrip('/')}", allow_fragments=False)).path
    return urlunsplit(parts._replace(path=f"/{resolved.lstrip('/')}"))


def is_web(url: str) -> bool:
    """Whether ``url`` is an absolute http or https address with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
