"""URLs as programs read them: their schemes, their hosts, and who owns a host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from tld import get_fld

_MARKS = ("{{", "}}", "{%", "%}", "{#", "<%", "%>", "&lt;%", "${", "*|", "%%", "[[")
URL_ATTRIBUTES = (
    "href",
    "src",
    "action",
    "background",
    "poster",
    "srcset",
    "cite",
    "data",
    "formaction",
    "lowsrc",
    "dynsrc",
    "longdesc",
    "ping",
)
_NUMBER = re.compile(r"0x[0-9a-f]+|\d+", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_LEFTOVER = re.compile(
    r"\{{2,3}[^{}\n]{0,80}\}{2,3}|\{%[^%\n]{0,80}%\}|<%[^%\n]{0,80}%>"
    r"|\{\{|\}\}|\{%|%\}|\{#|<%|%>|&lt;%|\$\{\w|\*\|[A-Z_:]+\|\*|%%[A-Za-z_]+%%|\[\[[a-z_.]+\]\]"
)
"""What a template's language leaves where it was not filled in."""


def scheme_of(url: str) -> str:
    """The scheme as a browser understands it: blanks and invisible characters do not hide it."""
    found = _SCHEME.match(_BLANKS.sub("", url))
    return found[1].lower() if found else ""


def urls_of(element: Element) -> Iterator[tuple[str, str]]:
    """The attributes of an element that hold URLs, in lower case, and what they hold."""
    for name, value in element.attrib.items():
        bare = _bare(str(name))
        if bare in URL_ATTRIBUTES:
            yield bare, value


@lru_cache(maxsize=1_024)
def _bare(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def is_placeholder(url: str) -> bool:
    """Whether a URL is still to be filled in by a template."""
    return next(leftovers(url), None) is not None


def leftovers(content: str) -> Iterator[re.Match[str]]:
    """What a template's language left in a text."""
    if any(mark in content for mark in _MARKS):  # which is far sooner told than each place
        yield from _LEFTOVER.finditer(content)


def host_of(url: str) -> str:
    """The host that a URL leads to, in lower case; empty where there is none."""
    try:
        return (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_address(host: str) -> bool:
    """Whether a host is a number: "192.0.2.7", "[2001:db8::7]", "0xC0000207"."""
    try:
        ip_address(host)
    except ValueError:
        return is_bare_number(host)
    return True


def is_bare_number(host: str) -> bool:
    """Whether a host is an address written as one number: "0xC0000207"."""
    return _NUMBER.fullmatch(host) is not None


def owner_of(host: str) -> str:
    """The domain that someone registered: "bbc.co.uk" of "news.bbc.co.uk"; else the host."""
    return str(_registered(host) or host.removeprefix("www."))


def is_registered(host: str) -> bool:
    """Whether a host lies below a top-level domain that there is."""
    return _registered(host) is not None


@lru_cache(maxsize=4_096)
def _registered(host: str) -> str | None:
    found = get_fld(_ascii(host), fail_silently=True, fix_protocol=True)
    return str(found) if found else None


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def shown_host(host: str) -> str:
    """A host as a browser may show it: "xn--80ak6aa92e.com" is "аррӏе.com"."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
