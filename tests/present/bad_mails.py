"""Mails that are bad on purpose: at least eight for every rule, each bad in a way of its own.

Each is our own good mail with one thing spoilt. ``str`` is an HTML document, ``bytes`` a letter.
The rules on style and reading have theirs in ``bad_mails_styles`` and ``bad_mails_reading``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digest.model.mail import Mail
from tests.present.editions import EDITION, PUBLICATION
from tests.present.letters import HEADERS, addressed, letter
from tests.present.presenting import mail_of

GOOD: Mail = mail_of(replace(EDITION, top=EDITION.top[:1], sections=EDITION.sections[:1]))
HTML, TEXT = addressed(GOOD.html), addressed(GOOD.text)
LEAD = EDITION.lead.headline if EDITION.lead is not None else ""
URL = "https://a.example/story"
PICTURE = 'src="https://a.example/a.png"'
ADDRESS = PUBLICATION.address
END = "</div></body>"
CONTENT_TYPE = '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'

Bad = Mapping[str, Sequence[str | bytes]]


def body(markup: str) -> str:
    """The good HTML with something added at the end of the article."""
    return spoilt(END, markup + END)


def sheet(rules: str) -> str:
    """The good HTML with one more style sheet."""
    return spoilt("</head>", f"<style>{rules}</style></head>")


def spoilt(before: str, after: str, count: int = -1) -> str:
    """The good HTML with some of it changed."""
    assert before in HTML, before
    return HTML.replace(before, after, count)


def grown(start: str, unit: str, end: str, size: int) -> str:
    """The good HTML with a unit repeated before the stories until it has ``size`` bytes."""
    room = size - len(HTML.encode()) - len((start + end).encode())
    filler = start + unit * (room // len(unit.encode())) + end
    return spoilt('<div class="paper"', f'{filler}<div class="paper"', 1)


def mime(before: bytes, after: bytes, count: int = -1) -> bytes:
    """The good letter with some of its bytes changed."""
    good = sent()
    assert before in good, before
    return good.replace(before, after, count)


def sent(html: str = GOOD.html, text: str = GOOD.text, **headers: str | None) -> bytes:
    """The good letter with other parts or headers."""
    return letter(html, text, **headers)


def forgotten(content: bytes, path: str) -> bytes:
    """The letter with a recipient's link that was never filled in."""
    assert b"STANDIN" in content
    return content.replace(b"STANDIN", f"https://recipient.invalid/{path}".encode())


def leaves(*parts: tuple[str, str], kind: str = "alternative") -> bytes:
    """A letter with these MIME parts: media type and content."""
    head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    inner = "".join(
        f'--b\r\nContent-Type: {media}; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: 7bit\r\n\r\n{content}\r\n"
        for media, content in parts
    )
    return f'{head}Content-Type: multipart/{kind}; boundary="b"\r\n\r\n{inner}--b--\r\n'.encode()


def without(text: str) -> bytes:
    """The good letter whose text part lost, or changed, the lead's headline."""
    assert LEAD in " ".join(GOOD.text.split())
    words = [LEAD.split()[0], *LEAD.split()[1:]]
    unfolded = GOOD.text
    for number in range(len(words)):  # wherever the line was folded
        folded = " ".join(words[:number]) + "\n" + " ".join(words[number:])
        unfolded = unfolded.replace(folded, LEAD)
    assert LEAD in unfolded
    return sent(text=unfolded.replace(LEAD, text))


FILLERS = (
    ("<p>", "word ", "</p>"),
    ("", "<p>x</p>", ""),
    ("<p>", "ї", "</p>"),
    ("<p>", "&amp;", "</p>"),
    ('<p title="', "long", '">x</p>'),
    ("<p>x", " ", "</p>"),
    ("<!--[if mso]><p>", "word ", "</p><![endif]-->"),
    ("<p>", "<b>x</b>", "</p>"),
)
UNSUBSCRIBE = f'<a href="{"https://digest.example.com/unsubscribe"}"'
FOOTER = HTML[
    HTML.index('<p class="m"', HTML.index("You get") - 400) : HTML.index(
        "</p>", HTML.index("You get")
    )
]
SPOKEN = HTML[HTML.index(UNSUBSCRIBE) : HTML.index("</a>", HTML.index(UNSUBSCRIBE)) + 4]
BROWSER = "https://digest.example.com/browser"

SIZE: Bad = {
    "1-size": tuple(grown(*filler, 103_000) for filler in FILLERS),
    "1-budget": tuple(grown(*filler, 95_000) for filler in FILLERS),
    "2-unsubscribe-early": (
        *(grown(*filler, 101_000 + len(FOOTER)) for filler in FILLERS),
    ),
    "2-address-early": (
        *(sent(grown(*filler, 101_000)) for filler in FILLERS[:2]),
        sent(spoilt(ADDRESS, "")),
        sent(spoilt(ADDRESS, "The Harbour Gazette")),
        sent(spoilt(ADDRESS, "The Harbour Gazette, 5 Quay Street, Port Merrow")),
        sent(spoilt(ADDRESS, f"<!--{ADDRESS}-->")),
        sent(spoilt(ADDRESS, f'<span title="{ADDRESS}">us</span>')),
        sent(spoilt(ADDRESS, f'<img {PICTURE} alt="{ADDRESS}">')),
        sent(spoilt(ADDRESS, "").replace("<title>", f"<title>{ADDRESS}")),
    ),
    "3-control-characters": (
        body("<p>a\u0092b</p>"),
        body("<p>a\x0bb</p>"),
        body("<p>\x7f</p>"),
        body('<p title="\x01">x</p>'),
        spoilt("<title>", "<title>\u0085"),
        sheet(".a { color: #000000; }\x08"),
        sent(text=GOOD.text + "\x1b[31m"),
        body("<!-- \x9f -->"),
        body("<p>\x00</p>"),
        body("<p>It&#146;s</p>"),
        body("<p>&#x1;</p>"),
        body("<p>&#X85;</p>"),
    ),
}  # fmt: skip

MIME: Bad = {
    "4-utf-8-parts": (
        mime(b'charset="utf-8"', b'charset="iso-8859-1"'),
        mime(b'charset="utf-8"', b'charset="windows-1252"', 1),
        mime(b'charset="utf-8"', b'charset="x-nonsense"'),
        mime(b'charset="utf-8"', b'charset="us-ascii"'),
        mime(b'; charset="utf-8"', b""),
        mime(b'charset="utf-8"', b'charset="utf-16"'),
        mime(b'charset="utf-8"', b'charset=""'),
        mime(b"=E2=80=99", b"=E2=28=99", 1),
        mime(b"=E2=80=99", b"=92"),
        mime(b"=E2=80=99", b"=C0=80"),
    ),
    "4-utf-8-document": (
        spoilt("charset=UTF-8", "charset=latin-1"),
        spoilt("charset=UTF-8", "charset=windows-1251"),
        spoilt("charset=UTF-8", "charset="),
        spoilt("; charset=UTF-8", ""),
        spoilt(CONTENT_TYPE, ""),
        spoilt(CONTENT_TYPE, f"<!--{CONTENT_TYPE}-->"),
        spoilt(CONTENT_TYPE, '<meta charset="utf-16">'),
        spoilt(CONTENT_TYPE, '<meta name="encoding" content="UTF-8">'),
    ),
    "5-transfer-encoding": (
        mime(b"quoted-printable", b"8bit"),
        mime(b"quoted-printable", b"binary", 1),
        mime(b"quoted-printable", b"x-uuencode"),
        mime(b"quoted-printable", b"quoted"),
        mime(b"quoted-printable", b"8bit", 1),
        sent() + b"x" * 999 + b"\r\n",
        mime(b"Subject:", b"X-Long: " + b"x" * 1_000 + b"\nSubject:"),
        leaves(("text/plain", "x" * 1_000), ("text/html", "<p>x</p>")),
        leaves(("text/plain", "x"), ("text/html", "<p>\u0457</p>")),
    ),
    "6-alternative": (
        leaves(("text/html", "<p>x</p>")),
        leaves(("text/plain", "x")),
        leaves(("text/html", "<p>x</p>"), ("text/plain", "x")),
        leaves(("text/plain", "x"), ("text/html", "<p>x</p>"), kind="mixed"),
        leaves(("text/plain", "x"), ("text/html", "<p>x</p>"), kind="related"),
        leaves(("text/plain", " \r\n "), ("text/html", "<p>x</p>")),
        leaves(("text/plain", "x"), ("text/html", "")),
        leaves(("text/calendar", "x"), ("text/html", "<p>x</p>")),
        leaves(("text/plain", "x"), ("text/plain", "y"), ("text/html", "<p>x</p>")),
        b"".join(f"{name}: {value}\r\n".encode() for name, value in HEADERS.items()) + b"\r\nx",
    ),
    "7-same-stories": (
        without(""),
        without(LEAD[:-10]),
        without("Council rejects closure"),
        without("1."),
        without("-".join(LEAD.split())),
        without(LEAD.replace("Bridge", "Brigde")),
        sent(text="Read it in the browser."),
        sent(spoilt(LEAD, "Rat schließt die Alte Drehbrücke")),
    ),
    "7-same-links": (
        sent(text=GOOD.text.replace("swing-bridge-closes", "swing-bridge")),
        sent(text=GOOD.text.replace("https://news.", "http://news.")),
        sent(text=GOOD.text.replace("bank-rate", "bank-rate?utm_source=mail")),
        sent(text=GOOD.text.replace("bank-rate", "bank-rate/")),
        sent(text=GOOD.text.replace("bank-rate", "bank-rate#text")),
        sent(text=GOOD.text + "\nhttps://other.example/\n"),
        sent(text="\n".join(line for line in GOOD.text.splitlines() if "https:" not in line)),
        sent(body(f'<a href="{URL}">One story more</a>')),
        sent(HTML.replace("bank-rate", "BANK-RATE")),
    ),
    "8-headers": (
        sent(Date=None),
        sent(Message_ID=None),
        sent(From=None),
        sent(To=None),
        sent(Subject=None),
        mime(b"To: Ada Reader <ada@readers.example.org>", b"To:  "),
        mime(b"Subject: Council", b"Subject: Coun\x01cil"),
        mime(b"From: The Harbour", b"From: The\x7f Harbour"),
        mime(b"List-Id: <", b"List-Id: \x0b<"),
    ),
    "8-subject": (
        sent(Subject="x" * 79),
        sent(Subject="Ї" * 90),
        sent(Subject=" "),
        mime(b"Subject: Council", b"Subject: =?utf-8?q?a=0Ab?="),
        mime(b"Subject: Council", b"Subject: =?utf-8?b?YQBi?="),
        mime(b"Subject: Council", b"Subject: =?x-nonsense?q?abc?="),
        mime(b"Subject: Council", b"Subject: =?utf-8?q?=FF=FE?="),
        mime(b"Subject: Council", b"Subject: =?utf-8?q?" + b"=20x" * 80 + b"?="),
        mime(b"Subject: Council", b"Subject: " + b"word " * 9 + b"\n " + b"word " * 9),
    ),
    "9-list-headers": (
        sent(List_Unsubscribe=None),
        sent(List_Unsubscribe="<https://digest.example.com/u/7>"),
        sent(List_Unsubscribe="<mailto:leave@digest.example.com>"),
        sent(List_Unsubscribe="<http://a.example/u>, <mailto:leave@digest.example.com>"),
        sent(List_Unsubscribe="https://a.example/u, mailto:leave@digest.example.com"),
        sent(List_Unsubscribe_Post=None),
        sent(List_Unsubscribe_Post="One-Click"),
        sent(List_Id=None),
        mime(b"List-Id: <morning.digest.example.com>", b"List-Id:  "),
    ),
    "9-signed": tuple(
        sent(DKIM_Signature=f"v=1; a=rsa-sha256; {fields} b=x")
        for fields in (
            "h=From:To:List-Unsubscribe;",
            "h=From:List-Unsubscribe-Post;",
            "h=From:To:Subject;",
            "h=;",
            "",
            "h=List-Unsubscribes:List-Unsubscribe-Posts;",
            "H=List-Unsubscribe:List-Unsubscribe-Post;",
            "bh=List-Unsubscribe:List-Unsubscribe-Post;",
        )
    ),
    "10-unsubscribe": (
        spoilt("nsubscribe", "nroll"),
        spoilt(SPOKEN, "Unsubscribe by writing to us"),
        spoilt(SPOKEN, f"<!--{SPOKEN}-->"),
        spoilt(SPOKEN, f'{UNSUBSCRIBE}></a>'),
        spoilt(SPOKEN, f'<span style="display:none">{SPOKEN}</span>'),
        spoilt(SPOKEN, f'<span hidden="">{SPOKEN}</span>'),
        spoilt(SPOKEN, SPOKEN.replace("href=", "title=")),
        sent(text=GOOD.text.replace("nsubscribe", "nroll")),
        sent(text=""),
    ),
    "10-browser": (
        spoilt("browser", "window"),
        spoilt("browser", "page").replace("View in", "See"),
        HTML.replace(f'href="{BROWSER}"', f'title="{BROWSER}"'),
        HTML.replace(f'href="{BROWSER}"', f'name="{BROWSER}"'),
        HTML.replace(BROWSER, URL).replace("View in browser", "Open"),
        HTML.replace(BROWSER, URL).replace("View in browser", "&#160;"),
        HTML.replace(BROWSER, URL).replace("View in browser", f'<img {PICTURE} alt="">'),
        HTML.replace(BROWSER, "mailto:a@a.example").replace("View in browser", "Web version"),
    ),
    "18-stand-ins": (
        *(
            mime(
                f"https://digest.example.com/{path}".encode(),
                f"https://recipient.invalid/{path}".encode(),
            )
            for path in ("unsubscribe", "preferences", "browser")
        ),
        *(
            forgotten(sent(text=f"{GOOD.text}\nSTANDIN\n"), path)
            for path in ("unsubscribe", "preferences", "browser")
        ),
        forgotten(sent(body("\n<p>\nSTANDIN\n</p>")), "browser?number=3D7"),
        forgotten(sent(body("\n<!--\nSTANDIN\n-->")), "preferences"),
    ),
}  # fmt: skip
