"""Hostile inputs, made from a seed: feeds of every form, pages, mails, lists of readers.

``make(kind, number, seed)`` gives always the same bytes. Each input is a well-formed one with
hostile values in it, spoilt in one to three ways (or none). Some kinds have bombs among them, each
once: of a few megabytes at most, and built to cost time or memory.
"""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import random
from collections.abc import Callable
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

from tests.attack.bombs import BOMBS, nested_to
from tests.gather.hostile import ADDRESSES, HEADLINES, MARKUP

_TEXTS = [*HEADLINES.values(), *MARKUP.values(), *ADDRESSES.values()]
_DATES = (
    "2026-03-12T06:00:00Z",
    "Thu, 12 Mar 2026 06:00:00 +0200",
    "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00-14:00",
    "2026-02-30",
    "99999999999999999999",
    "-1",
    "NaN",
    "yesterday",
    "12 березня 2026",
    "2026-03-12T06:00:00+99:99",
    "٢٠٢٦-٠٣-١٢",
    "1e400",
    "",
)
_ENCODINGS = ("utf-8", "utf-16", "utf-32", "cp1251", "shift_jis", "latin-1", "utf-7", "gb18030")
_NUMBERS: tuple[object, ...] = (0, -1, 1e308, 10**30, True, None, [], {}, "7", 2**63, [[]], 0.1)


def make(kind: str, number: int, seed: int) -> bytes:
    """The input of that kind and number."""
    chance = random.Random(f"{seed} {kind} {number}")
    bomb, rest = divmod(number, 50)
    if rest == 7 and bomb < len(BOMBS.get(kind, ())):
        return BOMBS[kind][bomb]()
    content = _MAKERS[kind](chance)
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        content = chance.choice(_SPOILERS)(content, chance)
    return content


# --- values ---------------------------------------------------------------------------------


def _text(chance: random.Random) -> str:
    text = chance.choice(_TEXTS)
    if len(text) > 3_000 and chance.random() < 0.9:
        text = text[:3_000]
    return text.encode("utf-8", "replace").decode()


def _value(chance: random.Random) -> object:
    """What a JSON field may hold where a text is expected."""
    return chance.choice(_NUMBERS) if chance.random() < 0.15 else _text(chance)


def _date(chance: random.Random) -> str:
    return chance.choice(_DATES)


# --- feeds ----------------------------------------------------------------------------------


def _rss(chance: random.Random) -> bytes:
    items = "".join(
        f"<item><title>{escape(_text(chance))}</title><link>{escape(_text(chance))}</link>"
        f"<guid>{chance.randrange(9)}</guid><pubDate>{_date(chance)}</pubDate>"
        f"<description><![CDATA[{_text(chance)}]]></description>"
        f"<content:encoded>{escape(_text(chance))}</content:encoded>"
        f"<enclosure url={quoteattr(_text(chance))} type='image/jpeg' length='-1'/>"
        f"<media:content url={quoteattr(_text(chance))} width='1e9' height='x'/></item>"
        for _ in range(chance.randrange(6))
    )
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    names += ' xmlns:media="http://search.yahoo.com/mrss/"'
    return _declared(f'<rss version="2.0" {names}><channel>{items}</channel></rss>', chance)


def _atom(chance: random.Random) -> bytes:
    entries = "".join(
        f"<entry><id>{chance.randrange(9)}</id><title type='html'>{escape(_text(chance))}</title>"
        f"<link href={quoteattr(_text(chance))}/><updated>{_date(chance)}</updated>"
        f"<content type='{chance.choice(('html', 'xhtml', 'text', 'image/png'))}'>"
        f"{escape(_text(chance))}</content><author><name>{escape(_text(chance))}</name></author>"
        "</entry>"
        for _ in range(chance.randrange(6))
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="//x/">{entries}</feed>'
    return _declared(feed, chance)


def _rdf(chance: random.Random) -> bytes:
    items = "".join(
        f"<item rdf:about={quoteattr(_text(chance))}><title>{escape(_text(chance))}</title>"
        f"<dc:date>{_date(chance)}</dc:date><description>{escape(_text(chance))}</description>"
        "</item>"
        for _ in range(chance.randrange(6))
    )
    names = 'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    names += ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    return _declared(f"<rdf:RDF {names}>{items}</rdf:RDF>", chance)


def _newsml(chance: random.Random) -> bytes:
    items = "".join(
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:{chance.randrange(9)}"'
        f' version="{chance.choice(("1", "-1", "x", "9" * 5000))}"><itemMeta>'
        f"<versionCreated>{_date(chance)}</versionCreated>"
        f'<pubStatus qcode="{chance.choice(("stat:usable", "stat:canceled", "", ":"))}"/>'
        f"<embargoed>{_date(chance)}</embargoed></itemMeta><contentMeta>"
        f"<headline>{escape(_text(chance))}</headline><language tag={quoteattr(_text(chance))}/>"
        f"</contentMeta><contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body>"
        f"<p>{escape(_text(chance))}</p></body></html></inlineXML></contentSet></newsItem>"
        for _ in range(chance.randrange(4))
    )
    names = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
    return _declared(f"<newsMessage {names}><itemSet>{items}</itemSet></newsMessage>", chance)


def _declared(markup: str, chance: random.Random) -> bytes:
    """XML in one encoding that declares another, now and then."""
    encoding = chance.choice(_ENCODINGS) if chance.random() < 0.3 else "utf-8"
    named = chance.choice((encoding, encoding, encoding, "utf-8", "x-none", "idna", "hex"))
    head = f"<?xml version='1.0' encoding='{named}'?>"
    return (head + markup).encode(encoding, "replace")


def _json_feed(chance: random.Random) -> bytes:
    names = ("id", "url", "title", "content_html", "content_text", "summary", "image", "language")
    items = [
        {name: _value(chance) for name in names}
        | {"date_published": _date(chance), "authors": chance.choice(([], [{}], [None], [7]))}
        for _ in range(chance.randrange(5))
    ]
    return _dumped({"version": "https://jsonfeed.org/version/1.1", "items": items}, chance)


def _ninjs(chance: random.Random) -> bytes:
    item = {
        "uri": _value(chance),
        "version": _value(chance),
        "versionCreated": _date(chance),
        "embargoed": _date(chance),
        "pubStatus": chance.choice(("usable", "canceled", "withheld", 7, None, [])),
        "headlines": chance.choice(([{"value": _text(chance)}], [None], {}, "x")),
        "bodies": chance.choice(([{"value": _text(chance)}], [{}], 7)),
        "headline": _value(chance),
        "body_html": _value(chance),
        "associations": chance.choice(({}, [], {"a": {"type": "picture", "renditions": [{}]}})),
    }
    return _dumped(item if chance.random() < 0.5 else [item, item], chance)


def _lines(chance: random.Random) -> bytes:
    names = ("id", "url", "source", "title", "dek", "text", "section", "language", "kind", "status")
    lines = [
        _dumped(
            {name: _value(chance) for name in chance.sample(names, 7)}
            | {"published": _date(chance), "embargo": _date(chance), "title": _text(chance)}
            | {"image": chance.choice((None, {}, [], {"url": _text(chance), "width": -1}))},
            chance,
        )
        for _ in range(chance.randrange(1, 6))
    ]
    return chance.choice((b"\n", b"\r\n", b"\n\n")).join(lines)


def _dumped(value: object, chance: random.Random) -> bytes:
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "replace")


def _page(chance: random.Random) -> bytes:
    meta = json.dumps({"@type": "NewsArticle", "headline": _value(chance), "author": [None, 7]})
    body = "".join(f"<p>{_text(chance)}</p>" for _ in range(chance.randrange(8)))
    page = (
        f"<!doctype html><html lang={quoteattr(_text(chance)[:40])}><head>"
        f"<meta charset='{chance.choice(_ENCODINGS)}'><title>{_text(chance)}</title>"
        f"<meta property='og:title' content={quoteattr(_text(chance))}>"
        f"<meta property='article:published_time' content='{_date(chance)}'>"
        f"<script type='application/ld+json'>{meta}</script></head><body>"
        f"<article><h1>{_text(chance)}</h1>{body}</article></body></html>"
    )
    return page.encode(chance.choice(_ENCODINGS), "replace")


def _copied(chance: random.Random) -> bytes:
    parts = [_text(chance) for _ in range(chance.randrange(1, 12))]
    parts += chance.sample(("By A. B.", "5 min read", "Photo: X", "\u2028", "© 2026", "12:30"), 3)
    chance.shuffle(parts)
    return chance.choice(("\n\n", "\n", "\r\n", "\t")).join(parts).encode("utf-8", "replace")


# --- mails ----------------------------------------------------------------------------------


def _mail(chance: random.Random) -> bytes:
    kind = chance.choice(("bounce", "complaint", "unsubscribe", "qmail", "nested", "holiday"))
    token = chance.choice(("1.morning-2026-03-12~" + "A" * 20, "1=aaaaaaaaaaaaaaaa", "9" * 30))
    subjects = {"unsubscribe": f"unsubscribe {token}", "bounce": "Undelivered Mail"}
    head = {
        "From": chance.choice(("MAILER-DAEMON@x.example", '"' * 50, "=?utf-8?q?=ZZ?=", "")),
        "To": _one_line(chance),
        "Subject": subjects.get(kind, _one_line(chance)),
        "Date": _date(chance),
        "Content-Type": _mail_type(kind, chance),
        "X-Failed-Recipients": "a@b.example," * chance.randrange(3),
        "Content-Transfer-Encoding": chance.choice(("7bit", "base64", "x", "quoted-printable")),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    body = {"bounce": _report, "complaint": _feedback, "nested": _nested}.get(kind, _plain)
    return (lines + "\r\n" + body(chance, token)).encode("utf-8", "replace")


def _one_line(chance: random.Random) -> str:
    return " ".join(_text(chance).split())[:500]


def _mail_type(kind: str, chance: random.Random) -> str:
    charset = chance.choice(("utf-8", "x-none", "utf-16", "\udcff", '"', "hex", "unicode-escape"))
    report = {"bounce": "delivery-status", "complaint": "feedback-report"}.get(kind)
    if report:
        return f'multipart/report; report-type={report}; boundary="b"'
    if kind == "nested":
        return 'multipart/mixed; boundary="0"'
    return f"text/plain; charset={charset}".encode("utf-8", "replace").decode()


def _report(chance: random.Random, token: str) -> str:
    status = chance.choice(("5.1.1", "4.2.2", "9.9.9", "5." + "9" * 300, "", "5.1.1 (x)"))
    block = f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; {_one_line(chance)}\r\n"
    parts = chance.choice((block, "\r\n" * 50, block * 20, f"{block}\r\n{block}"))
    return (
        f"--b\r\nContent-Type: text/plain\r\n\r\n{_one_line(chance)}\r\n--b\r\n"
        f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n{parts}\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nX-Token: {token}\r\n\r\nx\r\n--b--\r\n"
    )


def _feedback(chance: random.Random, token: str) -> str:
    kind = chance.choice(("abuse", "not-spam", "", _one_line(chance)))
    return (
        "--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        f"Feedback-Type: {kind}\r\nOriginal-Rcpt-To: {_one_line(chance)}\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nX: {token}\r\n\r\nx\r\n--b--\r\n"
    )


def _nested(chance: random.Random, token: str) -> str:
    depth = chance.choice((3, 30, 90, 260))
    inner = nested_to(depth)
    return f"{inner}--{depth}\r\n\r\n{token}\r\n"


def _plain(chance: random.Random, token: str) -> str:
    return f"{_text(chance)}\r\n550 5.1.1 {token}\r\n"


def _eml(chance: random.Random) -> bytes:
    """A mail that `digest check` is given."""
    message = EmailMessage()
    message["Subject"] = _one_line(chance)
    message.set_content(_text(chance)[:2_000])
    body = "".join(_text(chance) for _ in range(3))
    message.add_alternative(f"<html><body>{body}</body></html>", subtype="html")
    return message.as_bytes()


# --- lists of readers -----------------------------------------------------------------------


def _list(chance: random.Random) -> bytes:
    if chance.random() < 0.2:
        rows = [{"email": _value(chance), "name": _value(chance), "tags": [1, None, []]}] * 5
        return b"\n".join(_dumped(row, chance) for row in rows)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=chance.choice(",;\t"), lineterminator="\r\n")
    columns = ["email", "name", "language", "topics", "zone", "tags", "status", "consent_at"]
    writer.writerow(chance.sample(columns, len(columns)))
    for number in range(chance.randrange(12)):
        cells = [f"reader{number}@example.com", _text(chance), "uk", "a|b", "Europe/Kyiv"]
        cells += [chance.choice(_FORMULAS), "active", _date(chance)]
        writer.writerow(chance.sample(cells, chance.randrange(1, 9)))
    return out.getvalue().encode(chance.choice(_ENCODINGS), "replace")


_FORMULAS = ('=HYPERLINK("https://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\0", '"' * 7, "a" * 9_000)


# --- ways to spoil --------------------------------------------------------------------------


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(min(len(spoilt), chance.choice((1, 5, 50)))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.randrange(200)]
    return content[:start] + piece * chance.choice((2, 50)) + content[start:]


def _drop(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randrange(50) :]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(_SPLINTERS) + content[start:]


def _disguise(content: bytes, chance: random.Random) -> bytes:
    return chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b"%PDF-")) + content


def _pack(content: bytes, chance: random.Random) -> bytes:
    return chance.choice((gzip.compress, base64.b64encode))(content)


_SPLINTERS = (
    b"&#xD800;",
    b"&#0;",
    b"&#99999999999;",
    b"\0" * 9,
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"</",
    b'"',
    b"\\ud800",
    b"[" * 500,
    b"\xff\xfe",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"\r",
    b"\xe2\x80\xa8",
    b"NaN",
    b"<script>",
    b"9" * 5_000,
)
_SPOILERS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _flip,
    _repeat,
    _drop,
    _insert,
    _insert,
    _disguise,
    _pack,
)

_MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "rss": _rss,
    "atom": _atom,
    "rdf": _rdf,
    "newsml": _newsml,
    "json feed": _json_feed,
    "ninjs": _ninjs,
    "lines": _lines,
    "page": _page,
    "copied page": _copied,
    "mail": _mail,
    "checked mail": _eml,
    "list": _list,
}
KINDS = tuple(_MAKERS)
