"""How many news pages copied as text are read right, field by field, against simpler readers.

Run it as ``python -m tests.bench.copied_pages_benchmark [--data DIR] [--faults]``. DIR holds the
pages (``*.txt``) with the truth beside them (``*.toml``, see ``copied_pages_scores``); without it
the pages under ``tests/gather/copied_pages`` are read. ``--faults`` tells what is wrong on each.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from digest.gather.page_labels import label_lines
from digest.gather.page_text import Labeller, read_page_text
from digest.model.article import Kind
from digest.model.reading import Document
from digest.model.settings import Source
from tests.bench.copied_pages_scores import JUDGED, Found, Page, body_faults, pages, scores

PAGES = Path(__file__).parent.parent / "gather" / "copied_pages"
SHOWN = (*JUDGED, "body, strictly", "minutes", "published", "teasers", "second")
NOW = datetime(2027, 1, 1, tzinfo=UTC)
LEAST_WORDS = 12  # of a line that the naive reader takes for a paragraph
LONG_PAGE = 5_000  # lines
SHORT = 80  # characters

Reader = Callable[[str], Found]


def ours(text: str, *, labeller: Labeller = label_lines) -> Found:
    """The page as Digest reads it, by other weights perhaps."""
    document = Document(location="page.txt", content=text.encode())
    reading = read_page_text(document, source=Source(id="page"), now=NOW, labeller=labeller)
    articles = [one for one in reading.articles if one.kind is Kind.ARTICLE]
    named = (
        *map(str, reading.problems),
        *(f"{left.text} ({left.why})" for left in reading.unplaced),
    )
    if not articles:
        return Found(named=named)
    first, *others = articles
    return Found(
        headline=first.title,
        paragraphs=first.text.split("\n\n"),
        authors=first.authors,
        caption=first.image.caption if first.image else "",
        credit=first.image.credit if first.image else "",
        minutes=first.reading_minutes,
        published=first.published,
        teasers=[one.title for one in reading.articles if one.kind is not Kind.ARTICLE],
        others=[one.title for one in others],
        named=named,
    )


def by_length(text: str) -> Found:
    """The first line as the headline, every line of some length as a paragraph."""
    lines = [line.strip() for line in text.replace("\ufeff", "").splitlines() if line.strip()]
    long = [line for line in lines[1:] if len(line.split()) >= LEAST_WORDS]
    return Found(headline=lines[0], paragraphs=long)


def by_trafilatura(text: str) -> Found:
    """The page's lines as paragraphs of HTML, its article found by trafilatura."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    markup = "".join(f"<p>{html.escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)
    whole = f"<html><body>{markup}</body></html>"
    body = trafilatura.extract(whole, include_comments=False, favor_recall=True) or ""
    return Found(headline=by_length(text).headline, paragraphs=body.split("\n"))


READERS: dict[str, Reader] = {
    "Digest": ours,
    "lines by length": by_length,
    "trafilatura": by_trafilatura,
}


def table(found: Sequence[tuple[Page, Found]]) -> dict[str, tuple[int, int]]:
    """For each field how many pages are right, and of how many; "silent" counts wrong pages of
    which nothing was said, "doubted" right ones of which something was."""
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for page, read in found:
        told = scores(page, read)
        of.update(told.keys())
        right.update(field for field, is_right in told.items() if is_right)
        whole = all(told[field] for field in JUDGED)
        of.update(["all five"])
        right.update(["all five"] if whole else [])
        of.update(["doubted"] if whole else ["silent"])
        right.update(["doubted"] if whole and read.named else [])
        right.update(["silent"] if not whole and not read.named else [])
    return {name: (right[name], of[name]) for name in (*SHOWN, "all five", "silent", "doubted")}


def faults(page: Page, read: Found) -> list[str]:
    """What is wrong on one page, a line for each field."""
    told = scores(page, read)
    said = {
        "headline": (read.headline, page.truth["headline"]),
        "author": (list(read.authors), page.truth["authors"]),
        "caption": (read.caption, page.truth["caption"]),
        "credit": (read.credit, page.truth["credit"]),
        "minutes": (read.minutes, page.truth.get("reading_minutes")),
        "published": (str(read.published), page.truth.get("published", "")),
        "teasers": (list(read.teasers), page.truth.get("teasers")),
        "second": (list(read.others), page.truth.get("second_headline")),
    }
    lines = [
        f"  {name}: {said[name]}" for name in SHOWN if not told.get(name, True) and name in said
    ]
    missing, foreign = body_faults(read.paragraphs, page.truth)
    if not told["body"]:
        lines.append(f"  body: missing {missing}, foreign {foreign}")
    elif foreign:
        lines.append(f"  (body right, foreign {foreign})")
    return lines


def seconds_of_a_long_page(lines: int = LONG_PAGE) -> float:
    """The processor's seconds to read a page of so many lines: all pages at hand, one under the
    other, with a number in each paragraph so that none is known from the last."""
    rows = [row for page in pages(PAGES) for row in page.text.splitlines()]
    long = (rows[at % len(rows)] for at in range(lines))
    many = [f"{row} {at}" if len(row) > SHORT else row for at, row in enumerate(long)]
    ours(pages(PAGES)[0].text)  # models that are loaded once
    begun = time.process_time()
    ours("\n".join(many))
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=PAGES)
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args()
    known = pages(options.data)
    for name, reader in READERS.items():
        found = [(page, reader(page.text)) for page in known]
        figures = table(found)
        told = ", ".join(f"{field} {right}/{of}" for field, (right, of) in figures.items())
        print(f"{name}: {told}")
        if options.faults and reader is ours:
            for page, read in found:
                print(page.name, f"({len(read.named)} named)")
                print("\n".join(faults(page, read)))
                print("\n".join(f"    ! {words}" for words in read.named))
    print(f"a page of {LONG_PAGE:,} lines: {seconds_of_a_long_page():.2f} s")


if __name__ == "__main__":
    main()
