"""Rule 18: where links and pictures lead, and whether a reader gets there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from urllib.parse import parse_qs, unquote

from digest.check.document import everywhere
from digest.check.parsed_mail import Specimen
from digest.check.rules import Fault, Needs, Rule
from digest.check.urls import host_of, is_bare_number, is_placeholder, scheme_of, urls_of
from digest.model.mail import Category, Severity
from digest.model.message import Message
from digest.present.safe_links import is_public_host

_SAFE = ("https", "http", "mailto", "tel")
_RUNNING = ("javascript", "vbscript", "data", "livescript", "mocha")
"""Rule 16 says so."""
_KNOWN = frozenset((*_SAFE, *_RUNNING))
_OF_APPS = frozenset(
    {
        "sms",
        "whatsapp",
        "geo",
        "maps",
        "facetime",
        "callto",
        "skype",
        "viber",
        "tg",
        "webcal",
        "xmpp",
    }
)
"""What leads somewhere for those who have the app."""
_ONE_ADDRESS = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")
_ADDED = ("cc", "bcc", "attach", "attachment")
_DIGIT = re.compile(r"\d")


def _schemes(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, url in urls_of(element):
            scheme = scheme_of(url)
            stays = not scheme and url.startswith("#")
            if scheme in _KNOWN or stays or is_placeholder(url):
                continue
            if element.tag == "link" or (scheme == "cid" and _is_enclosed(mail, url)):
                continue  # rule 15 says that it is there at all
            fault = Message("check.url_not_whole", name=name, url=url[:60])
            if scheme:
                fault = Message("check.url_of_scheme_shown", name=name, scheme=scheme, url=url[:60])
            needed = name in ("href", "src", "background") and scheme not in _OF_APPS
            yield Fault(
                message=fault,
                where=mail.where(element),
                category=Category.BREAKS if needed and _is_filled(mail, url) else Category.RISKS,
            )


def _is_enclosed(mail: Specimen, url: str) -> bool:
    """Whether a picture by its Content-ID comes with the letter, as far as can be told."""
    identifiers = {part.content_id for part in mail.parts}
    return mail.may_be_a_template or unquote(url.partition(":")[2].strip()) in identifiers


def _is_filled(mail: Specimen, url: str) -> bool:
    """Whether a URL is meant to be what it is: a template's links may still be empty."""
    return bool(url.strip()) or not mail.may_be_a_template


def _insecure(mail: Specimen) -> Iterator[Fault]:
    for element in mail.elements:
        for name, url in urls_of(element):
            # rule 53 says it of pictures
            if scheme_of(url) == "http" and not (element.tag == "img" and name == "src"):
                yield Fault(
                    message=Message("check.not_https", name=name, url=url[:60]),
                    where=mail.where(element),
                )


def _unreachable(mail: Specimen) -> Iterator[Fault]:
    """Hosts that only the sender's own network or machine knows, and those that are none."""
    for element in mail.elements:
        for name, url in urls_of(element):
            if scheme_of(url) in ("http", "https"):
                host = host_of(url)
                lost = not host or " " in host or _is_within(host)
                if lost and not is_placeholder(url):
                    message = Message("check.host_not_reached", name=name, url=url[:60])
                    yield Fault(message=message, where=mail.where(element))


@lru_cache(maxsize=1_024)
def _is_within(host: str) -> bool:
    return not is_bare_number(host) and not is_public_host(host)


def _mail_addresses(mail: Specimen) -> Iterator[Fault]:
    """Links that open a letter to nobody, or to more people than they say."""
    for link in mail.named("a"):
        url = link.get("href", "").strip()
        scheme = scheme_of(url)
        if is_placeholder(url):
            continue
        if scheme == "tel" and not _DIGIT.search(url):
            message = Message("check.no_telephone_number", url=url[:60])
            yield Fault(message=message, where=mail.where(link))
        if scheme != "mailto":
            continue
        to, _, query = url.partition(":")[2].partition("?")
        fields = {name.lower(): values for name, values in parse_qs(query).items()}
        if added := next((name for name in _ADDED if name in fields), ""):
            message = Message("check.mailto_adds", name=added, url=url[:60])
            yield Fault(message=message, where=mail.where(link), category=Category.BREAKS)
        addresses = [one.strip() for one in unquote(to).split(",")]
        shared = not to and ("subject" in fields or "body" in fields)  # "forward this"
        if not shared and not all(map(_ONE_ADDRESS.fullmatch, addresses)) and not added:
            message = Message("check.mailto_nobody", url=url[:60])
            yield Fault(message=message, where=mail.where(link), category=Category.RISKS)


def _anchors(mail: Specimen) -> Iterator[Fault]:
    """Links that lead nowhere in the mail."""
    names = {one.get(name) for one in mail.elements for name in ("id", "name")}
    for link in mail.named("a"):
        url = link.get("href", "").strip()
        if url.startswith("#") and unquote(url[1:]) not in names:
            yield Fault(
                message=Message("check.leads_nowhere", url=url[:60]),
                where=mail.where(link),
                category=Category.RISKS if mail.may_be_a_template else Category.BREAKS,
            )
            if mail.may_be_a_template:
                return  # where one is to be filled in, so are the others


RULES = (
    Rule(
        id="18-schemes",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=partial(everywhere, _schemes),
    ),
    Rule(
        id="18-insecure",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.HTML,
        faults=_insecure,
    ),
    Rule(
        id="18-unreachable",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=partial(everywhere, _unreachable),
    ),
    Rule(
        id="18-addresses",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_mail_addresses,
    ),
    Rule(
        id="18-anchors",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_anchors,
    ),
)
