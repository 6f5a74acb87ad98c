"""Mails that are bad on purpose: to spam filters, and on slow lines."""

from __future__ import annotations

from tests.present.bad_mails import HTML, PICTURE, Bad, sent
from tests.present.bad_mails_styles import bodies, linked


def alone(*markups: str) -> tuple[str, ...]:
    """Mails whose body is only this."""
    head = HTML.partition("<body")[0]
    return tuple(
        f'{head}<body><div lang="en" dir="ltr">{one}</div></body></html>' for one in markups
    )


def enclosing(media_type: str, size: int, *, headers: str = "") -> bytes:
    """The good letter with a part more after its text and HTML."""
    good = sent().rstrip()
    end = good.rpartition(b"\n")[2]
    part = f"Content-Type: {media_type}\nContent-Transfer-Encoding: base64\n{headers}\n"
    content = b"\n".join([b"QUJD" * 19] * (size // 57 + 1))
    more = b"\n".join((end.removesuffix(b"--"), part.encode() + content, end))
    return good.removesuffix(end) + more + b"\n"


_WIDE = f'<img {PICTURE} width="320" height="9" alt="Everything, in one picture">'
_OTHERS_SITE = "https://other.example/"

FILTERS: Bad = {
    "11-shouting": tuple(
        sent(Subject=subject)
        for subject in (
            "COUNCIL VOTES TO CLOSE THE BRIDGE",
            "РАДА ЗАКРИВАЄ СТАРИЙ МІСТ",
            "DER RAT SCHLIESST DIE BRÜCKE",
            "Council votes to close the bridge!!",
            "Council votes!!! The bridge closes",
            "What will become of the bridge???",
            "The bridge costs $$$",
            "Is this the end? ! ! Of the bridge",
            "1,140 OYSTERS BACK",
        )
    ),
    "11-numeric-links": linked(
        "https://192.0.2.7/story",
        "http://192.0.2.7:8080/",
        "https://[2001:db8::7]/story",
        "https://3221225991/story",
        "https://0xC0000207/story",
        "https://editor@192.0.2.7/",
        " https://192.0.2.7",
        "HTTPS://192.0.2.7/",
    ),
    "11-disguised-links": bodies(
        *(
            f'<a href="{_OTHERS_SITE}">{words}</a>'
            for words in (
                "https://bank.example/",
                "bank.example",
                "www.bank.example",
                "http://bank.example/login?next=1",
                "<b>bank.example</b>",
                "BANK.EXAMPLE",
                " https://bank.example/#top ",
                "other.example.bank.example",
                "bank-other.example",
            )
        )
    ),
    "11-pictures-alone": alone(
        _WIDE,
        f"<p>{_WIDE}</p>",
        f'<a href="https://a.example/">{_WIDE}</a>',
        f"<p>Dear reader,</p>{_WIDE}{_WIDE}",
        f"<h1>The Morning Tide</h1>{_WIDE}",
        f'{_WIDE}<p style="display:none">{"word " * 40}</p>',
        f"<table role='none'><tr><td>{_WIDE}</td></tr></table>",
        f'{_WIDE}<p><a href="https://a.example/">Unsubscribe</a></p>',
    ),
    "54-image-bytes": (
        *(
            enclosing(kind, 210_000)
            for kind in ("image/png", "image/jpeg", "image/gif", "image/webp", "IMAGE/PNG")
        ),
        enclosing("image/png", 3_000_000),
        enclosing("image/png; name=chart.png", 210_000, headers="Content-ID: <chart>\n"),
        enclosing("image/jpeg", 210_000, headers="Content-Disposition: attachment\n"),
    ),
}
