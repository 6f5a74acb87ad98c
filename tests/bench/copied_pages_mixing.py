"""More pages to learn from than there are: the text of one in the surroundings of others.

What differs from outlet to outlet is what stands around an article, and there are far fewer outlets
than the model should be at home with. So the top, the header, the inserts and the end of pages are
put together anew, each from another page in the same script, and pages are set with or without
empty lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from digest.gather.page_labels import Label
from digest.gather.page_lines import Line
from digest.gather.page_names import is_caseless
from tests.bench.copied_pages_scores import Page

Row = tuple[Line, Label]

_SET_OTHERWISE = 0.12  # of the pages are set without empty lines, or with one between all lines
_CARD_IN_BODY = 0.3  # of the pages have another story among their paragraphs
_TITLED = 0.3  # of the pages begin with their headline and the site's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """A page cut at its headline, its first and its last paragraph."""

    above: list[Row]
    header: list[Row]
    body: list[Row]
    below: list[Row]

    @property
    def is_caseless(self) -> bool:
        return is_caseless(self.body[0][0].text)


def parts_of(lines: Sequence[Line], labels: Sequence[Label]) -> Parts | None:
    """The parts of a page; None where it has no headline or no paragraphs, or two articles."""
    rows = list(zip(lines, labels, strict=True))
    told = [at for at, label in enumerate(labels) if label is Label.PARAGRAPH]
    heads = [at for at, label in enumerate(labels) if label is Label.HEADLINE]
    if not told or not heads or heads[0] > told[0] or Label.SECOND_HEADLINE in labels:
        return None
    head, first, end = heads[0], told[0], told[-1] + 1
    return Parts(above=rows[:head], header=rows[head:first], body=rows[first:end], below=rows[end:])


def mixed(own: Parts, others: Sequence[Parts], random: Random) -> list[Row]:
    """The text of ``own`` in the surroundings of ``others``."""
    like = [one for one in others if one.is_caseless == own.is_caseless] or list(others)
    above = random.choice([own, *random.sample(like, min(3, len(like)))]).above
    header = random.choice([own, *random.sample(like, min(2, len(like)))]).header
    body = _with_inserts(own.body, random.choice(like).body, random)
    below = random.choice([own, *random.sample(like, min(3, len(like)))]).below
    headline = [line for line, label in own.header if label is Label.HEADLINE]
    rows = [*_titled(above, headline[0], random), *_headed(header, headline), *body, *below]
    if random.random() < _SET_OTHERWISE:
        joined = random.random() < 0.6
        rows = [(replace(line, joined=joined), label) for line, label in rows]
    return rows


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


def _with_inserts(body: Sequence[Row], other: Sequence[Row], random: Random) -> list[Row]:
    """A body with what stands between the paragraphs of another one, in other places."""
    inserts = _inserts(other) if random.random() < 0.7 else _inserts(body)
    paragraphs = [row for row in body if row[1] in (Label.PARAGRAPH, Label.SUBHEADING)]
    gaps = [at for at in range(1, len(paragraphs)) if paragraphs[at][1] is Label.PARAGRAPH]
    rows: list[Row] = []
    chosen = dict(zip(random.sample(gaps, min(len(gaps), len(inserts))), inserts, strict=False))
    for at, row in enumerate(paragraphs):
        rows.extend(chosen.get(at, ()))
        rows.append(row)
    return rows


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
