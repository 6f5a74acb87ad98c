"""Links that may stand in a mail: whole, to the web or a mailbox, in ASCII."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address, ip_network
from urllib.parse import quote, urlsplit, urlunsplit

_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = _SAFE_PATH + "?[]{}|^"
# what would look like a template's leftovers to the checker, and to a reader
_BRACES = str.maketrans({"{": "%7B", "}": "%7D", "|": "%7C"})
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
_LONGEST = 2_000
_WITHIN = ("localhost", ".localhost", ".local", ".internal", ".lan", ".intranet", ".home", ".corp")
_PRIVATE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")))
# Word draws no WebP, AVIF or SVG, and Gmail no SVG
_UNSHOWN = (".webp", ".avif", ".svg", ".tif", ".tiff", ".bmp", ".ico", ".heic")


# an edition is presented again after each edit, and its links are asked for several times
@lru_cache(maxsize=8192)
def web_link(url: str) -> str:
    """The URL in ASCII if it may stand in a mail, else an empty string.

    Only ``http`` and ``https`` with a host, without a user name, up to 2,000 characters. A host in
    another script is written in its ASCII form, other characters are percent-encoded.
    """
    text = url.strip()
    if not text or len(text) > _LONGEST or any(mark < " " or mark == "\x7f" for mark in text):
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    name = _ascii_host(host)
    if not name:
        return ""
    netloc = name if port is None else f"{name}:{port}"
    try:
        return urlunsplit(
            (
                parts.scheme,
                netloc,
                _whole(quote(parts.path, safe=_SAFE_PATH)),
                _quoted(parts.query),
                _quoted(parts.fragment),
            )
        )
    except UnicodeEncodeError:
        return ""


def public_link(url: str) -> str:
    """The URL as ``web_link`` gives it if readers can reach its host, else an empty string.

    A source may name a host of its own machine or network: rule 18 refuses a mail that does.
    """
    link = web_link(url)
    return link if link and is_public_host(urlsplit(link).hostname or "") else ""


def is_public_host(host: str) -> bool:
    """Whether more than the sender's own machine or network may know a host, by its name or its
    address."""
    name = host.rstrip(".")
    try:
        number = ip_address(name)
    except ValueError:
        return "." in name and not name.endswith(_WITHIN)
    within = number.is_loopback or number.is_link_local or any(number in one for one in _PRIVATE)
    return not within


def image_link(url: str) -> str:
    """The URL of a picture that mail programs show, over https; else an empty string."""
    link = public_link(url)
    if not link.startswith("https://"):
        return ""
    path = urlsplit(link).path.lower()
    return "" if path.endswith(_UNSHOWN) else link


def _quoted(text: str) -> str:
    return _whole(quote(text, safe=_SAFE_QUERY)).translate(_BRACES).replace("[[", "%5B%5B")


def _whole(text: str) -> str:
    """The text with a sign of percent that encodes nothing encoded itself."""
    return _STRAY_PERCENT.sub("%25", text)


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]" if _HOST.fullmatch(f"[{host}]") else ""
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if _HOST.fullmatch(name) else ""
