"""Rules 11 and 61: what makes a mail look as if it came from, or led to, somebody else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from email.utils import getaddresses
from functools import cache
from urllib.parse import unquote, urlsplit

from digest.check.element_text import own_texts, shown_words
from digest.check.headers import unfolded
from digest.check.location import Location
from digest.check.parsed_mail import Specimen, decoded_header, place
from digest.check.rules import Fault, Needs, Rule
from digest.check.urls import (
    host_of,
    is_placeholder,
    is_registered,
    owner_of,
    scheme_of,
    shown_host,
)
from digest.model.mail import REPLY_PREFIX, Category, Severity
from digest.model.message import Message

_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,24}"
_SAID = re.compile(rf"(https?://)?(www\.)?({_HOST})(?::\d{{1,5}})?([/?#]\S*)?", re.IGNORECASE)
_SAID_WITHIN = re.compile(rf"(?:https?://|(?<![\w@.])www\.)({_HOST})", re.IGNORECASE)
_LONGEST_LINK_TEXT = 300  # a longer one is a paragraph
_RESERVED = ("example", "test", "invalid")  # RFC 2606: as good as any
_ADDRESS = re.compile(rf"[\w.+-]{{1,64}}@({_HOST})", re.IGNORECASE)
_LAST_ADDRESS = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*", re.DOTALL)
_QUOTED = re.compile(r'"[^"]*"')
_OVERRIDES = re.compile("[\u202d\u202e]")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
_LIKE_LATIN = frozenset("аеорсухіјѕһԁӏѵԛԝοανρ")
"""Cyrillic and Greek letters that look like one of ours."""
_LIKE_PLAIN_LATIN = frozenset("ıɑɡɩʟĸɪʀᴀᴄᴏ")


def _disguised_links(mail: Specimen) -> Iterator[Fault]:
    """rspamd's PHISHING: a text that is an address, on a link to somebody else's."""
    for link in mail.tree.iter("a"):
        url = link.get("href", "")
        target = host_of(url.lower())
        if not target or is_placeholder(url):
            continue
        said, sure = _said_host(shown_words(link))
        if said and not _same_owner(said, target):
            # a service that counts clicks names the page it sends on to
            sent_on = said in unquote(url.lower().partition(target)[2])
            yield Fault(
                message=Message("check.text_says_link_leads", said=said, target=target),
                where=place(link),
                category=Category.BREAKS if sure and not sent_on else Category.RISKS,
            )


def _said_host(words: str) -> tuple[str, bool]:
    """The host that a link's text says, or an empty one; and whether it is surely meant as one."""
    if "." not in words or len(words) > _LONGEST_LINK_TEXT:
        return "", False
    if found := _SAID.fullmatch(words.strip()):
        host = found[3].lower()
        plain = words.strip().islower()  # Booking.com is a name as well
        if not _exists(host):  # as of "node.js"
            return "", False
        return host, bool(found[1] or found[2] or found[4] or plain)
    within = _SAID_WITHIN.search(words)
    return (within[1].lower(), True) if within else ("", False)


def _exists(host: str) -> bool:
    """Whether there is such a top-level domain, as far as anyone may register one below it."""
    return host.rpartition(".")[2] in _RESERVED or is_registered(host)


def _same_owner(one: str, other: str) -> bool:
    """Whether both hosts are of one registered domain, or one lies below the other."""
    one, other = (shown_host(host).removeprefix("www.") for host in (one, other))
    below = one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
    return below or owner_of(one) == owner_of(other)


def _sender(mail: Specimen) -> Iterator[Fault]:
    """A name that is somebody else's address."""
    for name, host in _senders(mail, "From"):
        where = Location(part="header From")
        for found in _ADDRESS.finditer(name):
            if not _same_owner(found[1].lower(), host):
                message = Message("check.name_is_an_address", said=found[0], host=host)
                yield Fault(message=message, where=where)
                return
        said, _ = _said_host(name)
        if said and not _same_owner(said, host):
            message = Message("check.name_is_an_address", said=said, host=host)
            yield Fault(message=message, where=where, category=Category.RISKS)


def _senders(mail: Specimen, field: str) -> Iterator[tuple[str, str]]:
    """The names and the hosts that an address field holds."""
    value = unfolded(mail.header(field) or "")
    pairs = getaddresses([value])
    last = _LAST_ADDRESS.fullmatch(value)
    if last and ("," not in _QUOTED.sub("", value) or not all(address for _, address in pairs)):
        pairs = [(last[1], last[2])]
    for name, address in pairs:
        yield _decoded(name).strip(' "'), address.rpartition("@")[2].strip().lower()


def _reply_to(mail: Specimen) -> Iterator[Fault]:
    senders = [host for _, host in _senders(mail, "From") if host]
    for _, host in _senders(mail, "Reply-To"):
        if host and senders and not any(_same_owner(host, sender) for sender in senders):
            message = Message("check.replies_go_elsewhere", host=host, sender=senders[0])
            yield Fault(message=message, where=Location(part="header Reply-To"))


def _fake_reply(mail: Specimen) -> Iterator[Fault]:
    """A subject that says the reader has written before, in a letter that answers none."""
    if mail.header("In-Reply-To") or mail.header("References"):
        return
    subject = _plain(_decoded(mail.header("Subject") or ""))
    if found := REPLY_PREFIX.match(subject):
        message = Message("check.answers_nothing", found=found[0].strip())
        yield Fault(message=message, where=Location(part="header Subject"))


def _plain(text: str) -> str:
    """A text in plain letters, as readers read "Ｒｅ：" and "R\u200be:"."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(mark for mark in plain if unicodedata.category(mark) != "Cf")


def _overrides(mail: Specimen) -> Iterator[Fault]:
    """Characters that turn the order of letters: "cod.exe" is shown as "exe.doc"."""
    for name in ("From", "Subject"):
        if _OVERRIDES.search(_decoded(mail.header(name) or "")):
            message = Message("check.turns_letters")
            yield Fault(message=message, where=Location(part=f"header {name}"))
    if mail.text and _OVERRIDES.search(mail.text):
        yield Fault(message=Message("check.turns_letters"), where=Location(part="text"))
    for element in mail.tree.iter():
        words = [*own_texts(element), *element.attrib.values()]
        if isinstance(element.tag, str) and any(map(_OVERRIDES.search, words)):
            yield Fault(message=Message("check.turns_letters"), where=place(element))


def _decoded(raw: str) -> str:
    """A header's words; as they are where they cannot be decoded, which rule 8 says."""
    try:
        return decoded_header(unfolded(raw))
    except ValueError:
        return raw


def _look_alikes(mail: Specimen) -> Iterator[Fault]:
    """Hosts whose letters look like those of another, and hosts that hide behind an "@"."""
    for _, host in _senders(mail, "From"):
        if _is_look_alike(host):
            message = Message("check.host_looks_like_another", host=shown_host(host))
            yield Fault(message=message, where=Location(part="header From"))
    for link in mail.tree.iter("a"):
        url = link.get("href", "").strip()
        said, _ = _said_host(shown_words(link))
        for host in dict.fromkeys((host_of(url), said)):
            if _is_look_alike(host):
                message = Message("check.host_looks_like_another", host=shown_host(host))
                yield Fault(message=message, where=place(link))
        if scheme_of(url) in ("http", "https") and (user := _user(url)):
            message = Message("check.host_behind_another", user=user[:60], host=host_of(url))
            yield Fault(message=message, where=place(link))


def _user(url: str) -> str:
    """What of a URL stands before an "@" and looks like its host."""
    try:
        user = urlsplit(url).username or ""
    except ValueError:
        return ""
    return user if "." in user else ""


@cache
def _is_look_alike(host: str) -> bool:
    labels = shown_host(host).split(".")
    return any(_imitates(label, under_own=not labels[-1].isascii()) for label in labels)


def _imitates(label: str, *, under_own: bool) -> bool:
    """Whether a part of a host mixes alphabets, or is of another one and looks like ours: not
    ``under_own`` letters (хор.укр), where nobody takes it for one of ours."""
    letters = [mark for mark in label.lower() if mark.isalpha()]
    if not letters or label.isascii():
        return False
    scripts = {unicodedata.name(mark, "").partition(" ")[0] for mark in letters}
    mixed = len(scripts & set(_SCRIPTS)) > 1
    foreign = _LIKE_LATIN.issuperset(letters) and label == label.lower()
    return mixed or (foreign and not under_own) or not _LIKE_PLAIN_LATIN.isdisjoint(letters)


RULES = (
    Rule(
        id="11-disguised-links",
        severity=Severity.WARNING,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_disguised_links,
    ),
    Rule(
        id="61-sender-names",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_sender,
    ),
    Rule(
        id="61-reply-to",
        severity=Severity.WARNING,
        category=Category.RISKS,
        needs=Needs.LETTER,
        faults=_reply_to,
    ),
    Rule(
        id="61-fake-replies",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.LETTER,
        faults=_fake_reply,
    ),
    Rule(
        id="61-direction-overrides",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_overrides,
    ),
    Rule(
        id="61-look-alikes",
        severity=Severity.ERROR,
        category=Category.BREAKS,
        needs=Needs.HTML,
        faults=_look_alikes,
    ),
)
