"""Three articles of a morning as a source gives them in each form, and what it does with one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

HEADLINE = "Shipyard wins order for three research vessels"
CORRECTED_HEADLINE = "Shipyard loses order for three research vessels"
FIRST_SEEN, LATER = "2026-03-12T04:50:00Z", "2026-03-12T05:50:00Z"
PICTURE, OTHER_PICTURE = (
    "https://images.example.com/hull.jpg",
    "https://images.example.com/dock.jpg",
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One article as a source tells it."""

    number: int
    headline: str
    text: str
    picture: str = PICTURE
    version: str = FIRST_SEEN
    status: str = "usable"
    embargo: str = ""

    @property
    def guid(self) -> str:
        return f"urn:news:{self.number}"

    @property
    def url(self) -> str:
        return f"https://news.example.com/{self.number}"


MORNING = (
    Told(
        number=1,
        headline="Council votes to keep the harbour ferry running",
        text="The city council voted on Wednesday night to keep the harbour ferry running until"
        " autumn. The mayor said the money comes from the reserve.",
    ),
    Told(
        number=2,
        headline=HEADLINE,
        text="The Merrow shipyard has won an order for three research vessels. The order keeps"
        " four hundred people at work for two years, the company said.",
    ),
    Told(
        number=3,
        headline="Rowing club opens its new boathouse",
        text="The rowing club opened its new boathouse on the river on Wednesday. Members built"
        " most of it themselves, with timber from the old pier.",
    ),
)
EMBARGO = "2026-03-12T12:00:00Z"
CHANGES: Mapping[str, Callable[[Told], Told]] = {
    "canceled": lambda told: replace(told, status="canceled", version=LATER),
    "embargoed": lambda told: replace(told, embargo=EMBARGO, version=LATER),
    "embargo lifted": lambda told: replace(told, embargo="", version=LATER),
    "corrected headline": lambda told: replace(told, headline=CORRECTED_HEADLINE, version=LATER),
    "corrected text": lambda told: replace(
        told, text=told.text.replace("has won", "has lost"), version=LATER
    ),
    "corrected picture": lambda told: replace(told, picture=OTHER_PICTURE, version=LATER),
}
"""What a source may do with the second article."""


def at_first(change: str) -> Sequence[Told]:
    """The morning's articles as they were before the change."""
    if change != "embargo lifted":
        return MORNING
    return (MORNING[0], replace(MORNING[1], embargo=EMBARGO), MORNING[2])


def afterwards(change: str) -> Sequence[Told]:
    first = at_first(change)
    return (first[0], CHANGES[change](first[1]), first[2])


def ninjs(articles: Sequence[Told]) -> str:
    return json.dumps([_ninjs(told) for told in articles])


def _ninjs(told: Told) -> dict[str, object]:
    item: dict[str, object] = {
        "uri": told.guid,
        "url": told.url,
        "type": "text",
        "firstcreated": FIRST_SEEN,
        "versioncreated": told.version,
        "pubstatus": told.status,
        "language": "en",
        "headline": told.headline,
        "body_text": told.text,
        "associations": {
            "main": {
                "type": "picture",
                "headline": "A hull in the dock",
                "renditions": {"big": {"href": told.picture, "width": 1200, "height": 800}},
            }
        },
    }
    return item | ({"embargoed": told.embargo} if told.embargo else {})


def newsml(articles: Sequence[Told]) -> str:
    items = "".join(_newsml(told) for told in articles)
    return (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        f"{items}</itemSet></newsMessage>"
    )


def _newsml(told: Told) -> str:
    embargo = f"<embargoed>{told.embargo}</embargoed>" if told.embargo else ""
    return (
        f'<newsItem guid="{told.guid}" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
        f"<versionCreated>{told.version}</versionCreated>{embargo}"
        f'<pubStatus qcode="stat:{told.status}"/>'
        f'<link contenttype="text/html" href="{told.url}"/></itemMeta>'
        f"<contentMeta><contentCreated>{FIRST_SEEN}</contentCreated>"
        f"<headline>{escape(told.headline)}</headline></contentMeta><contentSet><inlineXML><nitf>"
        f"<body><body.content><p>{escape(told.text)}</p>"
        f'<media><media-reference source={quoteattr(told.picture)} width="1200" height="800"'
        ' alternate-text="A hull in the dock"/></media>'
        "</body.content></body></nitf></inlineXML></contentSet></newsItem>"
    )


def lines(articles: Sequence[Told]) -> str:
    return "".join(f"{json.dumps(_line(told))}\n" for told in articles)


def _line(told: Told) -> dict[str, object]:
    line: dict[str, object] = {
        "id": told.guid,
        "url": told.url,
        "title": told.headline,
        "text": told.text,
        "language": "en",
        "published": FIRST_SEEN,
        "updated": told.version,
        "status": told.status,
        "image": {"url": told.picture, "alt": "A hull in the dock", "width": 1200},
    }
    return line | ({"embargo": told.embargo} if told.embargo else {})


def feed(articles: Sequence[Told]) -> str:
    """An Atom feed; what is canceled is a tombstone in it."""
    entries = "".join(
        f'<at:deleted-entry ref="{told.guid}" when="{told.version}"/>'
        if told.status == "canceled"
        else _entry(told)
        for told in articles
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f"<title>Wire</title>{entries}</feed>"
    )


def _entry(told: Told) -> str:
    return (
        f"<entry><id>{told.guid}</id><title>{escape(told.headline)}</title>"
        f'<link href="{told.url}"/><published>{FIRST_SEEN}</published>'
        f"<updated>{told.version}</updated>"
        f'<link rel="enclosure" type="image/jpeg" href="{told.picture}"/>'
        f'<content type="text">{escape(told.text)}</content></entry>'
    )


FORMS: Mapping[str, Callable[[Sequence[Told]], str]] = {
    "ninjs": ninjs,
    "NewsML-G2": newsml,
    "JSON Lines": lines,
    "feed": feed,
}
SAYS_NOTHING_OF = {("feed", "embargoed"), ("feed", "embargo lifted")}
"""What a form has no way to say: a feed knows no embargo."""
