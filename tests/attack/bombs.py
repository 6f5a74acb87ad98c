"""Inputs of a few megabytes at most that are built to cost time or memory; each is tried once."""

from __future__ import annotations

import itertools
from collections.abc import Callable

Bomb = Callable[[], bytes]


def nested_to(depth: int) -> str:
    """Parts of a mail within each other, so many."""
    return "".join(
        f'--{level}\r\nContent-Type: multipart/mixed; boundary="{level + 1}"\r\n\r\n'
        for level in range(depth)
    )


def _rss_around(text: str) -> bytes:
    return f"<rss version='2.0'><channel><item>{text}</item></channel></rss>".encode()


def _entities() -> bytes:
    names = "abcdefghij"
    rows = ["<!ENTITY a 'lol'>"]
    rows += [
        f"<!ENTITY {after} '{f'&{before};' * 10}'>" for before, after in itertools.pairwise(names)
    ]
    return f"<!DOCTYPE rss [{''.join(rows)}]>".encode() + _rss_around("<title>&j;</title>")


_XML_BOMBS: tuple[Bomb, ...] = (
    _entities,
    lambda: _rss_around("<title " + " ".join(f"a{n}='{n}'" for n in range(100_000)) + ">A</title>"),
    lambda: _rss_around(f"<title>{'&a' * 1_500_000}</title>"),
    lambda: _rss_around("<title>A</title>" + "<b>" * 100_000),
    lambda: _rss_around(f"<title>{'&lt;b&gt;' * 200_000}</title>"),
    lambda: _rss_around(f"<title>A</title><description>{'&lt;!--' * 300_000}</description>"),
    lambda: _rss_around(f"<title>{'<![CDATA[' * 200_000}</title>"),
    lambda: b"<rss><channel>" + b"<item><title>A</title></item>" * 10_000 + b"</channel></rss>",
    lambda: _rss_around("<title>" + "<" * 1_000_000),
    lambda: _rss_around(f"<title>A</title><pubDate>{'1 ' * 300_000}</pubDate>"),
    lambda: _rss_around(f"<title>A</title><link>http://x/{'../' * 300_000}</link>"),
    lambda: b"<rss " + b"xmlns:a='b' " * 50_000 + b"><channel/></rss>",
)
_JSON_BOMBS: tuple[Bomb, ...] = (
    lambda: b"[" * 1_000_000,
    lambda: b'{"a":' * 500_000,
    lambda: b'{"title":"A","text":' + b"9" * 1_000_000 + b"}",
    lambda: b'{"title":"' + b"\\u0301" * 500_000 + b'","text":"x"}',
    lambda: b'{"title":"A","text":"x"}\n' * 20_000,
    lambda: b"[" + b"{}," * 300_000 + b"{}]",
    lambda: b'{"title":"A","text":"' + b"<b>" * 1_000_000 + b'"}',
)
_TEXT_BOMBS: tuple[Bomb, ...] = (
    lambda: b"<!doctype html><body>" + b"<div>" * 200_000 + b"x",
    lambda: b"<!doctype html><body><p>" + b"<a href=x>y" * 100_000,
    lambda: b"<!doctype html><table>" + b"<tr><td><table>" * 20_000,
    lambda: b"A headline of words\n\n" + b"word " * 500_000,
    lambda: b"A headline of words\n" * 60_000,
    lambda: b"A" * 3_000_000,
    lambda: ("e" + "\u0301" * 1_000_000).encode(),
    lambda: b"12 March 2026\n\n" * 50_000,
    lambda: b"\n" * 3_000_000 + b"x",
)
_MAIL_BOMBS: tuple[Bomb, ...] = (
    lambda: b'Content-Type: multipart/mixed; boundary="0"\r\n\r\n' + nested_to(2_000).encode(),
    lambda: b"Subject: unsubscribe " + b"1.a~" * 300_000 + b"\r\n\r\n",
    lambda: b"Content-Type: message/rfc822\r\n\r\n" * 20_000,
    lambda: b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\n",
    lambda: b"Subject: " + b"=?utf-8?q?=41?= " * 100_000 + b"\r\n\r\nx",
    lambda: b"Content-Type: text/plain; " + b"a*0*=x;" * 50_000 + b"\r\n\r\nx",
    lambda: b"From: mailer-daemon\r\nSubject: Undelivered mail\r\n\r\n" + b"550 " + b"1." * 900_000,
)
_LIST_BOMBS: tuple[Bomb, ...] = (
    lambda: b'email\n"' + b"a@b.example\n" * 60_000,
    lambda: b"email" + b"," * 900_000 + b"\na@b.example\n",
    lambda: b"email,name\n" + b"a@b.example," + b"x" * 5_000_000 + b"\n",
    lambda: b"email\n" + b'"\n' * 60_000,
    lambda: b"email\n" + b"a" * 70 + b"@b.example\n" + b"a@" + b"b." * 2_000 + b"example\n",
    lambda: b"\xff\xfee\0m\0a\0i\0l\0\n\0" + b"a\0@\0b\0.\0c\0d\0\n\0" * 20_000,
)


BOMBS: dict[str, tuple[Bomb, ...]] = {
    "rss": _XML_BOMBS,
    "lines": _JSON_BOMBS,
    "page": _TEXT_BOMBS[:4],
    "copied page": _TEXT_BOMBS[4:],
    "mail": _MAIL_BOMBS,
    "list": _LIST_BOMBS,
}
"""By kind of input."""
