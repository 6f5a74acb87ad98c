"""What is left to read where a program strips a mail, and what a text browser reads aloud."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence

from lxml import html as lxml_html

from digest.check.parsed_mail import Specimen
from tests.proof.browser import stripped, washed
from tests.proof.figures import Figure
from tests.proof.mails import Proved

_BROWSERS = {
    "w3m": "-dump -T text/html -I UTF-8 -O UTF-8 -cols 500",
    "lynx": "-dump -stdin -nolist -width=990 -assume_charset=utf-8 -display_charset=utf-8",
    "elinks": "-dump -force-html -no-references -no-numbering -dump-width 500 -dump-charset utf-8",
}
_WORD = re.compile(r"[^\W\d_]+")
_URL = re.compile(r"\S+://\S+")
_JOINS = re.compile("[\u200d\ufe0f\u064b-\u065f]")
# elinks knows no mark that joins a letter, and none that isolates a direction
_COMPARES_WORDS = ("w3m", "lynx")


def prove(mails: list[Proved], washer: list[str] | None) -> Iterator[Figure]:
    """Every mail in every stripped form and every text browser that is there."""
    for one in mails:
        html = one.mail.html
        forms = {
            "as Gmail without sheets": stripped(html, inline=False),
            "style-stripped": stripped(html),
            "as Word reads it": Specimen(html=html).outlook,
            "as Roundcube washes it": washed(html, washer),
        }
        for form, left in forms.items():
            if left is not None:
                yield _stripping(one, form, left)
        for name, options in _BROWSERS.items():
            if shutil.which(name) is not None and not (name == "elinks" and _JOINS.search(html)):
                heard = _heard([name, *options.split()], html)
                yield _in_order(f"headlines in {name}, in order", one, heard)
                if name in _COMPARES_WORDS:
                    yield _text_part(name, one, heard)


def _stripping(one: Proved, form: str, left: str) -> Figure:
    """Headlines in order, and every link that the mail has."""
    document = lxml_html.document_fromstring(left)
    figure = _in_order(f"headlines and links, {form}", one, document.text_content())
    lost = _links(lxml_html.document_fromstring(one.mail.html)) - _links(document)
    return Figure(
        proof=figure.proof,
        mail=one.name,
        value=f"{figure.value}; {len(lost)} links lost",
        must="all, in order; 0 links lost",
        good=figure.good and not lost,
        details=tuple(sorted(lost)),
    )


def _links(document: lxml_html.HtmlElement) -> set[str]:
    """Where the document leads; links within it are left out, which webmail renames."""
    targets = (str(url) for url in document.xpath("//a/@href"))
    return {url for url in targets if not url.startswith("#")}


def _in_order(proof: str, one: Proved, heard: str) -> Figure:
    words = _letters(heard)
    headlines = [_letters(item.headline) for item in one.edition.items()]
    missing = sum(headline not in words for headline in headlines)
    # backwards: the preheader, and a list of contents, name some before
    place = len(words)
    for headline in reversed(headlines):
        place = words.rfind(headline, 0, place) if place >= 0 else place
    order = "in order" if place >= 0 else "out of order"
    return Figure(
        proof=proof,
        mail=one.name,
        value=f"{len(headlines) - missing} of {len(headlines)}, {order}",
        must="all, in order",
        good=not missing and order == "in order",
    )


def _letters(text: str) -> str:
    """Letters and digits alone: Roundcube straightens apostrophes."""
    return "".join(filter(str.isalnum, text))


def _text_part(name: str, one: Proved, heard: str) -> Figure:
    """Whether the text part says what the browser reads aloud of the HTML, and no more."""
    said, read = _words(one.mail.text), _words(heard)
    # lines of the text part, and of the browser, divide words that are too long for them
    further = {word for word in said - read if word not in _letters(heard).casefold()}
    return Figure(
        proof=f"the text part against {name}",
        mail=one.name,
        value=f"{len(said & read)} words in both, {len(further)} in the text part alone",
        must="0 in the text part alone",
        good=not further,
        details=(
            f"text part alone: {', '.join(sorted(further)) or 'none'}",
            f"HTML alone (pictures, link texts): {', '.join(sorted(read - said)) or 'none'}",
        ),
    )


def _words(text: str) -> set[str]:
    return set(_WORD.findall(_URL.sub(" ", text).replace("\u00ad", "").casefold()))


def _heard(command: Sequence[str], html: str) -> str:
    done = subprocess.run(command, input=html.encode(), capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")
