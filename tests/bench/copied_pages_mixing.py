"""More pages to learn from than there are: the text of one in the surroundings of others.

What differs from outlet to outlet is what stands around an article, and there are far fewer outlets
than the model should be at home with. So the top, the header, the inserts and the end of pages are
put together anew, each from another page in the same script, and pages are set with or without
empty lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from digest.gather.page_credits import credited
from digest.gather.page_labels import Label
from digest.gather.page_lines import Line
from digest.gather.page_names import is_caseless
from tests.bench.copied_pages_headers import Header, Names, header_of, names_of, script_of, set_anew
from tests.bench.copied_pages_scores import Page

Row = tuple[Line, Label]

_SET_OTHERWISE = 0.12  # of the pages are set without empty lines, or with one between all lines
_OTHER_HEADER = 0.25  # of the pages have a header with lines left out
_KICKER = 0.15  # of the pages have a label right above their headline
_PULL_QUOTES = (0, 0, 1, 1, 2)  # in a body
_CAPTIONS = (0, 0, 1, 1, 2)
_BOXES = (0, 0, 0, 1, 1)
_KICKER_CHARACTERS = 40
_AT_END = 0.25  # of the pages have an insert right below their text
_QUOTE_CHARACTERS = (18, 130)
_QUOTE_MARKS = (*("“”", "“”", "„“", "«»", '""', "‘’"), ("« ", " »"), ("", ""))
_QUOTED = re.compile(r"[“„«\"»]\s?([^“”„«»\"]{18,130}?)[,.]?\s?[”“»\"«]")
_SENTENCE = re.compile(r"(?<=[.!?…。])\s*")
_CARD_IN_BODY = 0.3  # of the pages have another story among their paragraphs
_ENDS_SHORT = 0.4  # of the pages have one sentence for their last paragraph
_LAST_WORDS = (4, 20)
_TITLED = 0.3  # of the pages begin with their headline and the site's name
_SET_ANEW = 0.5  # of the pages have a header put together from its parts


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """A page cut at its headline, its first and its last paragraph."""

    above: list[Row]
    header: list[Row]
    body: list[Row]
    below: list[Row]
    caption: str
    credit: str
    authors: Sequence[str]

    @property
    def is_caseless(self) -> bool:
        return is_caseless(self.body[0][0].text)


def parts_of(page: Page, lines: Sequence[Line], labels: Sequence[Label]) -> Parts | None:
    """The parts of a page; None where it has no headline or no paragraphs, or two articles."""
    rows = list(zip(lines, labels, strict=True))
    told = [at for at, label in enumerate(labels) if label is Label.PARAGRAPH]
    heads = [at for at, label in enumerate(labels) if label is Label.HEADLINE]
    if not told or not heads or heads[0] > told[0] or Label.SECOND_HEADLINE in labels:
        return None
    head, first, end = heads[0], told[0], told[-1] + 1
    return Parts(
        above=rows[:head],
        header=rows[head:first],
        body=rows[first:end],
        below=rows[end:],
        caption=page.truth["caption"],
        credit=page.truth["credit"],
        authors=page.truth["authors"],
    )


def all_names(parts: Sequence[Parts]) -> dict[str, Names]:
    """The names, bylines and captions on all pages, by script."""
    return names_of(
        [(header_of(one.header), one.caption, one.credit, one.authors) for one in parts]
    )


def mixed(
    own: Parts, others: Sequence[Parts], names: dict[str, Names], random: Random
) -> list[Row]:
    """The text of ``own`` in the surroundings of ``others``, with ``names`` of all pages."""
    like = [one for one in others if one.is_caseless == own.is_caseless] or list(others)
    above = random.choice([own, *random.sample(like, min(3, len(like)))]).above
    header = random.choice([own, *random.sample(like, min(2, len(like)))]).header
    inserts = _inserts_for(own, like, random)
    body = _ended(_with_inserts(own.body, inserts, random), random)
    below = random.choice([own, *random.sample(like, min(3, len(like)))]).below
    if inserts and random.random() < _AT_END:
        below = [*random.choice(inserts), *below]
    headline = [line for line, label in own.header if label is Label.HEADLINE]
    known = names.get(script_of(headline[0].text))
    if known and random.random() < _SET_ANEW:
        parts = header_of(own.header)
        anew = set_anew(parts, _other(parts, header), own.caption, known, random)
        header, body = list(anew.header), _with_picture(body, anew.below_first)
        below = [*anew.below_last, *below]
    else:
        header = _headed(_shortened(header, random), headline)
    above = _with_kicker(above, like, random)
    rows = [*_titled(above, headline[0], random), *header, *body, *below]
    if random.random() < _SET_OTHERWISE:
        joined = random.random() < 0.6
        rows = [(replace(line, joined=joined), label) for line, label in rows]
    return rows


def _other(own: Header, rows: Sequence[Row]) -> Header:
    """The header in ``rows``, or a page's own where that has nothing but a headline."""
    found = header_of(rows)
    return found if found.rest else own


def _with_picture(body: list[Row], picture: Sequence[Row]) -> list[Row]:
    """A body with a picture below its first paragraph, if it has a second one."""
    told = [at for at, (_, label) in enumerate(body) if label is Label.PARAGRAPH]
    if len(told) < 2:
        return body
    kept = ((line, Label.INSET if label is Label.HEADER else label) for line, label in picture)
    return [*body[: told[0] + 1], *kept, *body[told[0] + 1 :]]


def followed(first: Parts, second: Parts) -> list[Row]:
    """Two articles on one page."""
    rest = [*second.header, *second.body, *second.below]
    begin = replace(rest[0][0], joined=False)
    end = first.below[: len(first.below) // 3]
    return [
        *first.above,
        *first.header,
        *first.body,
        *end,
        (begin, Label.SECOND_HEADLINE),
        *((line, Label.SECOND_ARTICLE) for line, _ in rest[1:]),
    ]


def _titled(above: Sequence[Row], headline: Line, random: Random) -> list[Row]:
    if random.random() > _TITLED:
        return list(above)
    title = replace(headline, text=f"{headline.text} | The Gazette", joined=False)
    return [(title, Label.ABOVE), *above]


def _headed(header: Sequence[Row], headline: Sequence[Line]) -> list[Row]:
    """A header under another headline; one that is printed again is so again."""
    rows: list[Row] = []
    prints = 0
    for at, (line, label) in enumerate(header):
        if label is not Label.HEADLINE:
            rows.append((line, label))
            continue
        if at and header[at - 1][1] is Label.HEADLINE and line.joined:
            continue  # the second line of a headline
        prints += 1
        own = headline if prints == 1 else headline[:1]
        rows.append((replace(own[0], joined=line.joined), label))
        if len(own) > 1 and own[1].joined:
            rows.append((own[1], label))
    return rows


def _shortened(header: list[Row], random: Random) -> list[Row]:
    """A header without some of what stands beside its headline and its names."""
    if random.random() > _OTHER_HEADER:
        return header
    loose = (Label.HEADER, Label.STANDFIRST, Label.CAPTION, Label.CREDITED_CAPTION)
    return [row for row in header if row[1] not in loose or random.random() < 0.5]


def _with_kicker(above: list[Row], like: Sequence[Parts], random: Random) -> list[Row]:
    """What stands above a headline, perhaps with a label of another page right before it."""
    if random.random() > _KICKER:
        return above
    labels = [line for line, _ in random.choice(like).above[-6:] if _is_kicker(line)]
    joined = random.random() < 0.5
    return [*above, *((replace(line, joined=joined), Label.ABOVE) for line in labels[-1:])]


def _is_kicker(line: Line) -> bool:
    return line.is_text and len(line.text) <= _KICKER_CHARACTERS


def _inserts_for(own: Parts, like: Sequence[Parts], random: Random) -> list[list[Row]]:
    """What may stand among the paragraphs of a page: what does on itself or another one, pull
    quotes, captions, and boxes from below the text of others."""
    found = _inserts(random.choice([own, *random.sample(like, min(2, len(like)))]).body)
    other = random.choice(like)
    pictures = [*_pictures(own), *_pictures(other)]
    boxes = _boxes(random.choice(like).below)
    found += [_pull_quote(own.body, random) for _ in range(random.choice(_PULL_QUOTES))]
    found += random.sample(pictures, min(len(pictures), random.choice(_CAPTIONS)))
    found += random.sample(boxes, min(len(boxes), random.choice(_BOXES)))
    return [one for one in found if one]


def _pull_quote(body: Sequence[Row], random: Random) -> list[Row]:
    """A sentence of the text or what somebody says in it, printed once more."""
    line = random.choice([line for line, label in body if label is Label.PARAGRAPH])
    least, most = _QUOTE_CHARACTERS
    said = _QUOTED.findall(line.text) or _SENTENCE.split(line.text)
    said = [one.strip(" .–—-") for one in said if least <= len(one) <= most]
    if not said:
        return []
    marks = random.choice(_QUOTE_MARKS)
    begin, end = marks[0], marks[1]
    stop = random.choice(("", "", "."))
    text = f"{begin}{random.choice(said)}{stop}{end}"
    return [(replace(line, text=text, joined=False, parts=(text,), rest=""), Label.INSET)]


def _pictures(parts: Parts) -> list[list[Row]]:
    """The captions of a page as they stand, and without their credits."""
    found: list[list[Row]] = []
    for line, label in (*parts.header, *parts.body):
        if label in (Label.CAPTION, Label.CREDITED_CAPTION):
            alone = replace(line, joined=False)
            told = credited(line.text)
            found.append([(alone, label)])
            if told and told.caption:
                bare = replace(alone, text=told.caption, parts=(told.caption,))
                found.append([(bare, Label.CAPTION)])
        elif label is Label.CREDIT and found and line.joined:
            found[-1].append((line, label))
    return found


def _boxes(below: Sequence[Row]) -> list[list[Row]]:
    """The blocks of lines below a text, as they may stand in one."""
    blocks: list[list[Row]] = []
    for line, label in below[:40]:
        kept = label if label is Label.TEASER else Label.INSET
        if line.joined and blocks:
            blocks[-1].append((line, kept))
        else:
            blocks.append([(line, kept)])
    return [block for block in blocks if len(block) <= 8]


def _with_inserts(body: Sequence[Row], inserts: Sequence[list[Row]], random: Random) -> list[Row]:
    """A body with so many inserts between its paragraphs."""
    paragraphs = [row for row in body if row[1] in (Label.PARAGRAPH, Label.SUBHEADING)]
    gaps = [at for at in range(1, len(paragraphs)) if paragraphs[at][1] is Label.PARAGRAPH]
    rows: list[Row] = []
    some = random.sample(inserts, min(len(gaps), len(inserts)))
    chosen = dict(zip(random.sample(gaps, len(some)), some, strict=True))
    for at, row in enumerate(paragraphs):
        rows.extend(chosen.get(at, ()))
        rows.append(row)
    return rows


def _ended(body: list[Row], random: Random) -> list[Row]:
    """A body that ends where its writer might have stopped: in a single short sentence, which is
    taken from the end of another paragraph."""
    if random.random() > _ENDS_SHORT:
        return body
    told = [at for at, (_, label) in enumerate(body) if label is Label.PARAGRAPH]
    taken = [(at, *_without_last(body[at][0].text)) for at in told]
    choice = [one for one in taken if one[1] and one[2]]
    if not choice:
        return body
    at, rest, last = random.choice(choice)
    return [
        *body[:at],
        (_with_text(body[at][0], rest), Label.PARAGRAPH),
        *body[at + 1 :],
        (_with_text(body[told[-1]][0], last), Label.PARAGRAPH),
    ]


def _without_last(text: str) -> tuple[str, str]:
    """A paragraph without its last sentence, and that sentence; "" where that is long."""
    *rest, last = [one for one in _SENTENCE.split(text) if one.strip()] or [""]
    least, most = _LAST_WORDS
    return (" ".join(rest), last) if least <= len(last.split()) <= most else ("", "")


def _with_text(line: Line, text: str) -> Line:
    return replace(line, text=text, parts=(text,), rest="")


def _inserts(body: Sequence[Row]) -> list[list[Row]]:
    found: list[list[Row]] = []
    is_open = False
    for row in body:
        is_insert = row[1] not in (Label.PARAGRAPH, Label.SUBHEADING)
        if is_insert and is_open:
            found[-1].append(row)
        elif is_insert:
            found.append([row])
        is_open = is_insert
    return found


def with_cards(page: Page, others: Sequence[Page], random: Random) -> Page:
    """The text of a page as the outlet prints it whose pages were Digest's first input: pictured
    teasers below the text, an author under "Avatar", short items under "News Feed"."""
    truth = page.truth
    teasers = random.sample(others, random.randint(0, 3))
    briefs = random.sample(others, random.randint(0, 4))
    head = [truth["headline"]] if random.random() < 0.8 else ["Politics", truth["headline"]]
    if random.random() < 0.7:
        head.insert(random.randint(0, len(head)), f"{random.randint(1, 20)} min read")
    caption, credit = truth["caption"], truth["credit"]
    if caption:
        head.append(
            f"{caption} ({credit}/Tide Pictures)" if credit else f"{caption} (Ada Lee/Tide)"
        )
    cards = [f"{one.truth['headline']}\n{_short(one)}\nArticle image" for one in teasers]
    author = next(iter(truth["authors"]), "The Gazette news desk")
    above = ["News Feed", truth["headline"]] if random.random() < 0.8 else [truth["headline"]]
    note = f"{author} writes for the Gazette. Write with corrections and tips."
    body = list(truth["body"])
    if len(body) > 1 and random.random() < _CARD_IN_BODY:
        other = random.choice(others)
        body.insert(random.randint(1, len(body) - 1), f"{other.truth['headline']}\n{_short(other)}")
        teasers.append(other)
    blocks = [*above, "\n".join(head), *body, "\n".join([*cards, "Avatar", author]), note]
    blocks += ["Read more\nNews Feed", *map(_short, briefs), "Show More"]
    if not cards and random.random() < 0.5:
        blocks = blocks[: len(above) + 1 + len(body)]
    credited = f"{credit}/Tide Pictures" if credit else "Ada Lee/Tide"
    told = {
        "headline": truth["headline"],
        "body": truth["body"],
        "authors": [author],
        "caption": caption,
        "credit": credited if caption else "",
        "optional": [],
        "teasers": [one.truth["headline"] for one in teasers],
    }
    return Page(name=f"{page.name}, with cards", text="\n\n".join(blocks), truth=told)


def _short(page: Page) -> str:
    """A paragraph of a page, as a standfirst or a brief."""
    return str(min(page.truth["body"][:4], key=len))
