"""Mails that are bad on purpose: they deceive, lead nowhere, or hold what nobody meant to send."""

from __future__ import annotations

from tests.present.bad_mails import GOOD, PICTURE, URL, Bad, body, mime, sent, sheet, spoilt
from tests.present.bad_mails_filters import enclosing
from tests.present.bad_mails_styles import bodies, linked, styled
from tests.present.letters import HEADERS

RLO, LRO = "\u202e", "\u202d"
ARABIC = "افتتح الميناء رصيفه الجديد أمام سفن الصيد هذا الصباح"
LONG = "w" * 400


def named(*hosts: str) -> tuple[str, ...]:
    """Mails with a link more to one of these hosts."""
    return linked(*(f"https://{host}/story" for host in hosts))


def without_media(markup: str) -> str:
    """The good mail without a rule for phones, and with something added."""
    return body(markup).replace("max-width", "min-width-of-all").replace("@media", "@supports")


def texts(*contents: str) -> tuple[bytes, ...]:
    """The good letter with another text part."""
    return tuple(sent(text=content) for content in contents)


def subjects(*words: str) -> tuple[bytes, ...]:
    """The good letter with another subject."""
    return tuple(sent(Subject=one) for one in words)


DECEIVING: Bad = {
    "61-sender-names": tuple(
        sent(From=sender)
        for sender in (
            '"PayPal <service@paypal.com>" <news@digest.example.com>',
            '"service@paypal.com" <news@digest.example.com>',
            "service@paypal.com <news@digest.example.com>",
            '"PayPal service@paypal.com" <news@digest.example.com>',
            '"www.paypal.com" <news@digest.example.com>',
            '"paypal.com" <news@digest.example.com>',
            '"https://paypal.com/" <news@digest.example.com>',
            "=?utf-8?q?service=40paypal=2Ecom?= <news@digest.example.com>",
            '"The Gazette (editor@gazette.example.org)" <news@digest.example.com>',
        )
    ),
    "61-reply-to": tuple(
        sent(Reply_To=address)
        for address in (
            "editor@other.example",
            "The Gazette <editor@other.example>",
            '"morning@digest.example.com" <editor@other.example>',
            "editor@digest.example.org",
            "editor@digest-example.com",
            "morning@digest.example.com, editor@other.example",
            "EDITOR@OTHER.EXAMPLE",
            "=?utf-8?q?Gazette?= <editor@other.example>",
        )
    ),
    "61-fake-replies": subjects(
        "Re: Council votes to close the bridge",
        "RE: Council votes to close the bridge",
        "Fwd: Council votes to close the bridge",
        "FW: Council votes to close the bridge",
        "AW: Der Rat schließt die Brücke",
        "WG: Der Rat schließt die Brücke",
        "Відп: Рада закриває міст",
        "=?utf-8?q?Re=3A_Council_votes?=",
        "re : Council votes to close the bridge",
    ),
    "61-direction-overrides": (
        *bodies(
            f"<p>Invoice_{RLO}fdp.exe</p>",
            "<p>Invoice_&#8238;fdp.exe</p>",
            f"<p><b>x</b>{LRO}y</p>",
            f'<a href="{URL}">{RLO}elpmaxe</a>',
            f'<img {PICTURE} alt="{RLO}egdirb ehT">',
        ),
        sent(text=f"{GOOD.text}\n{RLO}exe.doc\n"),
        *subjects(f"Council {RLO}setov", "=?utf-8?q?Council_=E2=80=AEsetov?="),
        sent(From=f"Gazette {RLO}x <morning@digest.example.com>"),
    ),
    "61-look-alikes": (
        *named("pаypal.example", "xn--pypal-4ve.com", "аррӏе.com", "gооgle.com", "a.bаnk.com"),
        *linked("https://paypal.com@other.example/", "https://www.bank.example@other.example/"),
        *bodies(f'<a href="{URL}">https://pаypal.com/</a>'),
        sent(From="Gazette <news@xn--pypal-4ve.com>"),
    ),
    "8-dates": tuple(
        mime(f"Date: {HEADERS['Date']}".encode(), f"Date: {date}".encode())
        for date in (
            "Thu, 01 Jan 1970 00:00:00 +0000",
            "Tue, 23 Nov 2026 06:30:00 +0200",
            "yesterday",
            "23.11.2026",
            "Mon, 32 Nov 2026 06:30:00 +0200",
            "Mon, 23 Nov 2026 66:30:00 +0200",
            "1 Jan 1904 00:00:00 +0000",
            "Sun, 23 Nov 2026 06:30:00",
        )
    ),
}  # fmt: skip

LEADING: Bad = {
    "18-unreachable": (
        *named("localhost", "localhost:8000", "127.0.0.1", "192.168.1.20", "10.0.0.5:3000"),
        *named("staging.gazette.local", "intranet", "cms.internal", "https:"),
        *linked("https://", "https:///story"),
        *bodies('<img alt="" src="http://localhost/a.png">'),
    ),
    "18-addresses": linked(
        "mailto:",
        "mailto:?bcc=spy@other.example",
        "mailto:editor@gazette.example?bcc=spy@other.example",
        "mailto:editor@gazette.example?CC=spy@other.example",
        "mailto:editor",
        "mailto:editor@gazette",
        "mailto:editor at gazette.example",
        "mailto:editor@gazette.example;desk@gazette.example",
        "mailto:https://gazette.example",
        "tel:",
        "tel:call us",
    ),
    "18-anchors": (
        *linked("#", "#nowhere", "#The bridge", " #top ", "#%D0%B2"),
        *bodies(
            '<p id="here">x</p><a href="#Here">The bridge</a>',
            '<p id="">x</p><a href="#p">The bridge</a>',
            '<p class="here">x</p><a href="#here">The bridge</a>',
        ),
    ),
    "4-spoilt-words": (
        *bodies(
            "<p>The councilâ€™s vote</p>",
            "<p>A cafÃ© on the quay</p>",
            "<p>The mayor\ufffds words</p>",
            "<p>Р\u045fСЂРёРІС–С‚</p>",
            "<p>Fish &amp;amp; chips</p>",
            "<p>Rain&amp;nbsp;today</p>",
            "<p>It&amp;#39;s open</p>",
            "<p>Â© Gazette</p>",
            "<p>â€œWe voteâ€\x9d</p>",
        ),
        *subjects("The councilâ€™s vote"),
    ),
    "7-text-part": texts(
        "Open this letter in a program that shows HTML.",
        "https://digest.example.com/browser",
        f"<p>{GOOD.text}</p>",
        GOOD.text.replace("\n\n", "\n<br>\n", 1),
        GOOD.text.replace(" ", "&nbsp;", 1),
        GOOD.text.replace("https://", "see "),
        GOOD.text + "\n&#8217;\n",
        " ".join(GOOD.text.split()[:20]),
    ),
    "11-hidden-words": (
        *bodies(
            f'<p style="display:none">{"cheap pills " * 60}</p>',
            f'<div style="visibility:hidden">{"cheap pills " * 60}</div>',
            f'<div style="max-height:0;overflow:hidden">{"cheap pills " * 60}</div>',
            f'<span style="opacity:0">{"cheap pills " * 60}</span>',
            f'<p hidden="">{"cheap pills " * 60}</p>',
            f'<div style="height:0px;overflow:hidden"><p>{"cheap pills " * 60}</p></div>',
            f'<div style="display:none"><b>{LONG}</b><i>{LONG}</i></div>',
        ),
        sheet(".m, .t { display: none !important; }").replace(
            '<div class="paper"', f'<p class="m">{"cheap pills " * 60}</p><div class="paper"', 1
        ),
    ),
    "18-samples": (
        *(
            sent(body(markup))
            for markup in (
                "<p>Lorem ipsum dolor sit amet</p>",
                "<p>Hello undefined,</p>",
                "<p>Dear [First name],</p>",
                "<p>[object Object]</p>",
                "<p>Hi {name}</p>",
                "<p>[Insert address here]</p>",
            )
        ),
        *subjects("[TEST] Council votes", "Copy of Council votes", "Draft: Council votes"),
    ),
    "54-attachments": tuple(
        enclosing(f"application/octet-stream; name={name}", 100)
        for name in (
            "invoice.exe", "invoice.pdf.js", "INVOICE.SCR", "photo.vbs", "a.html",
            "statement.docm", "x.bat", "update.msi", "list.iso",
        )
    ),
}  # fmt: skip

HARD_TO_READ: Bad = {
    "13-duplicate-ids": (
        *bodies(
            '<p id="a">x</p><p id="a">y</p>',
            '<a id="a" href="https://a.example/">The bridge</a><p id="a">y</p>',
            '<div id="a"><p id="a">x</p></div>',
            '<p id="a">x</p><p id="b">y</p><p id="a">z</p>',
            '<p id=a>x</p><p ID="a">y</p>',
            '<p id=" a">x</p><p id="a ">y</p>',
            f'<img {PICTURE} id="a" alt=""><img {PICTURE} id="a" alt="">',
        ),
        body('<p id="a">x</p>').replace("<body", '<body id="a"'),
    ),
    "20-long-words": bodies(
        f"<p>{LONG}</p>",
        f"<p>See {LONG} there</p>",
        f"<p><b>{LONG}</b></p>",
        f"<p><b>x</b>{LONG}</p>",
        f"<h2>{LONG}</h2>",
        f"<p>https://a.example/{LONG[:60]}</p>",
        f"<p>{'ї' * 61}</p>",
        f"<p>{'&nbsp;'.join(['x' * 70, 'y'])}</p>",
        f'<table role="none"><tr><td>{"_" * 90}</td></tr></table>',
    ),
    "20-fixed-width": tuple(
        map(
            without_media,
            (
                '<table role="none" width="600"><tr><td>x</td></tr></table>',
                '<table role="none" style="width:640px"><tr><td>x</td></tr></table>',
                '<div style="width:600px">x</div>',
                '<div style="min-width:600px">x</div>',
                '<table role="none"><tr><td width="700">x</td></tr></table>',
                '<table role="none" width="800px"><tr><td>x</td></tr></table>',
                f'<img {PICTURE} alt="" width="600">',
                '<div style="width:40em">x</div>',
            ),
        )
    ),
    "41-zoom": tuple(
        spoilt("</head>", f'<meta name="viewport" content="width=device-width, {words}"></head>')
        for words in (
            "user-scalable=no",
            "user-scalable = no",
            "user-scalable=0",
            "maximum-scale=1",
            "maximum-scale=1.0",
            "initial-scale=1,maximum-scale=1",
            "USER-SCALABLE=NO",
            "maximum-scale = 1, user-scalable=yes",
        )
    ),
    "41-justified": (
        *styled("text-align:justify", "TEXT-ALIGN: Justify", "text-align:justify !important"),
        *styled("text-align:justify", tag="div"),
        *bodies(
            '<p align="justify">x</p>',
            '<table role="none"><tr><td align="JUSTIFY">x</td></tr></table>',
        ),
        sheet(".m { text-align: justify; }"),
        sheet("@media (max-width: 480px) { .m { text-align: justify; } }"),
    ),
    "41-tight-lines": bodies(
        *(
            f'<p style="{style}">{"The council votes on the bridge. " * 4}</p>'
            for style in (
                "line-height:10px",
                "line-height:0.8",
                "line-height:50%",
                "font-size:20px;line-height:16px",
                "font:16px/12px serif",
                "line-height:.5em",
                "font-size:30px;line-height:0.9",
                "line-height:8pt",
            )
        )
    ),
    "57-undeclared-direction": bodies(
        f"<p>{ARABIC}</p>",
        f"<div><p>{ARABIC}</p></div>",
        f"<h3>{ARABIC}</h3>",
        f'<p lang="ar">{ARABIC}</p>',
        f'<p style="text-align:right">{ARABIC}</p>',
        "<p>הנמל פתח הבוקר את הרציף החדש לסירות הדיג</p>",
        f'<p dir="ltr">{ARABIC}</p>',
        f"<p><b>x</b> {ARABIC} x</p>",
    ),
}  # fmt: skip
