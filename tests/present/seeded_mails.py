"""One good letter with one fault each, of the kinds that a mail engineer would list.

The list was written before it was asked whether the checker finds them.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.present.bad_mails import (
    END,
    GOOD,
    HTML,
    PICTURE,
    SPOKEN,
    URL,
    body,
    grown,
    leaves,
    mime,
    sent,
    sheet,
    spoilt,
)
from tests.present.bad_mails_filters import enclosing
from tests.present.letters import HEADERS

WORD = "Donaudampfschifffahrt" * 20


def html(markup: str) -> bytes:
    """The good letter with something added at the end of the article."""
    return sent(body(markup))


def header(name: str, value: str) -> bytes:
    """The good letter with another value in a header, as it is."""
    return mime(f"{name}: {HEADERS[name]}".encode(), f"{name}: {value}".encode())


def more(line: str) -> bytes:
    """The good letter with a header more."""
    return line.encode() + b"\n" + sent()


def alone(markup: str) -> bytes:
    """A letter of this alone, and the good text part."""
    head = HTML.partition("<body")[0]
    return sent(f'{head}<body><div lang="en" dir="ltr">{markup}</div></body></html>')


SEEDED: Mapping[str, bytes] = {
    # who it is from, and what the inbox shows
    "another's address as the name": header("From", '"PayPal <service@paypal.com>" <a@b.example>'),
    "answers go elsewhere": sent(Reply_To="The Gazette <offers@elsewhere.example>"),
    "a fake answer": header("Subject", "RE: your subscription"),
    "a subject that shouts": header("Subject", "LAST CHANCE TO READ THIS"),
    "an empty subject": header("Subject", ""),
    "a subject of 160 characters": header("Subject", "The council votes " * 9),
    "a trial's subject": header("Subject", "[TEST] Council votes to close the bridge"),
    "a subject in the wrong charset": sent(Subject="The councilâ€™s vote"),
    "a date of 1970": header("Date", "Thu, 01 Jan 1970 00:00:00 +0000"),
    "a date years ahead": header("Date", "Fri, 21 Nov 2031 06:30:00 +0200"),
    "no date": sent(Date=None),
    "two subjects": more("Subject: Another one"),
    "no List-Unsubscribe": sent(List_Unsubscribe=None),
    "no one-click": sent(List_Unsubscribe_Post=None),
    "blind copies named": more("Bcc: Ada <ada@a.example>, Bob <bob@b.example>"),
    # parts and bytes
    "HTML alone": leaves(("text/html", HTML[:20_000])),
    "an empty text part": sent(text=" "),
    "a text part that says nothing": sent(text="Your program does not show HTML mail.\n"),
    "a text part of markup": sent(text=f"<p>{GOOD.text}</p>"),
    "bytes of another charset": leaves(("text/plain", "x"), ("text/html", "<p>caf\u00e9</p>"))
    .replace("\u00e9".encode(), b"\xe9"),
    "a line of 3,000 octets": leaves(("text/plain", "x"), ("text/html", "<p>" + "word " * 600)),
    "a program attached": enclosing("application/octet-stream; name=invoice.pdf.exe", 99),
    "110 KB of HTML": sent(grown("<p>", "word ", "</p>", 110_000)),
    # links
    "a host of look-alike letters": html('<a href="https://www.pаypal.com/">Sign in to pay</a>'),
    "a host that is another": html('<a href="https://evil.example/">https://www.paypal.com/</a>'),
    "a host behind an @": html('<a href="https://paypal.com@evil.example/">Sign in to pay</a>'),
    "a link to the sender's machine": html('<a href="http://localhost:3000/x">The bridge</a>'),
    "a link that is not whole": html('<a href="/stories/7">The bridge story</a>'),
    "a scheme twice": html('<a href="https://https://a.example/">The bridge story</a>'),
    "a letter with blind copies": html('<a href="mailto:?bcc=spy@a.example">Write to us</a>'),
    "an anchor to nothing": html('<a href="#contents">To the contents</a>'),
    "a link that runs": html('<a href="javascript:void(0)">Open the story</a>'),
    "a shortened link": html('<a href="https://bit.ly/3xYz">The bridge story</a>'),
    "a link without words": html(f'<a href="{URL}"><img {PICTURE} alt=""></a>'),
    "no way out": sent(spoilt(SPOKEN, "")),
    # what is said
    "letters turned round": html("<p>Open invoice_\u202efdp.exe now</p>"),
    "a placeholder": html("<p>Good morning, {{ subscriber.first_name }}.</p>"),
    "a greeting of nobody": html("<p>Dear undefined,</p>"),
    "a printer's text": html("<p>Lorem ipsum dolor sit amet, consectetur.</p>"),
    "a word of 400 characters": html(f"<p>{WORD}</p>"),
    "escaped twice": html("<p>Fish &amp;amp; chips&amp;nbsp;today</p>"),
    "words for filters alone": html(f'<div style="display:none">{"cheap pills " * 90}</div>'),
    "a style sheet as text": html("<p>.btn { color: #ffffff; padding: 4px }</p>"),
    "one large picture": alone(f'<img {PICTURE} width="600" height="900" alt="Everything">'),
    # how it looks
    "white on white": html('<p style="color:#ffffff;background-color:#fffffe">Read this</p>'),
    "columns of flex": html('<div style="display:flex"><p>One</p><p>Two</p></div>'),
    "text by the window's width": html('<p style="font-size:5vw">The bridge closes</p>'),
    "justified text": html('<p style="text-align:justify">The bridge closes for two years.</p>'),
    "text of 8 px": html('<p style="font-size:8px">The small print of the offer</p>'),
    "lines on lines": html(f'<p style="line-height:9px">{"The bridge closes. " * 9}</p>'),
    "a picture Word cannot draw": html('<img src="https://a.example/a.webp" width="9" alt="Map">'),
    "an id twice": html('<p id="top">One</p><p id="top">Two</p>'),
    "a condition left open": sent(HTML.replace(END, f"<!--[if mso]><p>x</p>{END}")),
    "dark rules that hide": sent(
        sheet("@media (prefers-color-scheme: dark) { .t p { color: #222222 !important; } }")
    ),
}  # fmt: skip
