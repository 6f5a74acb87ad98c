"""How long it takes to read a page that somebody made to be slow, against an ordinary one."""

from __future__ import annotations

import time

import pytest

from tests.bench.copied_pages_benchmark import PAGES, ours
from tests.bench.copied_pages_scores import pages

MOST = 40  # times the processor's time for an ordinary page
SIZE = 3_000_000  # characters
SENTENCE = "The harbour bridge closes while the port says that ferries run until noon. "
HOSTILE = {
    "one word": "A" * SIZE,
    "one line of words": "word " * (SIZE // 5),
    "one paragraph": SENTENCE * (SIZE // len(SENTENCE)),
    "a million short lines": "\n".join(str(at) for at in range(1_000_000)),
    "a line of punctuation": "!?.,;:-" * (SIZE // 7),
    "a line of digits": "0123456789" * (SIZE // 10),
    "lines of punctuation": "\n".join("!?.," * 500 for _ in range(1_500)),
    "lines of times": "\n".join("12:30 " * 333 for _ in range(1_500)),
    "long lines in lower case": "\n".join(f"{'word and ' * 222}{at}" for at in range(1_500)),
    "long lines of letters": "\n".join(f"{at}{'A' * 1_990}" for at in range(1_500)),
    "lines of names": "\n".join(f"{'Ada Quill and ' * 140}{at}" for at in range(1_500)),
    "lines of brackets": "\n".join(f"{'(' * 1_990}{at}" for at in range(1_500)),
    "lines of labels": "\n".join(f"{'Photo: ' * 280}{at}" for at in range(1_500)),
    "a line without spaces in Chinese": "记者" * (SIZE // 3),
}


def seconds(text: str) -> float:
    """The processor's seconds to read a page."""
    begun = time.process_time()
    ours(text)
    return time.process_time() - begun


def ordinary() -> float:
    """The same of an ordinary page, no line of which was read before."""
    page = next(page for page in pages(PAGES) if page.name.startswith("a-en"))
    rows = page.text.splitlines()
    return min(seconds("\n".join(f"{row} {number}" for row in rows)) for number in (3, 5, 7))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.one_in(4)
def test_no_page_takes_many_times_as_long_as_an_ordinary_one(name: str) -> None:
    usual = ordinary()
    # once more where other work of this machine made it slow
    assert any(seconds(HOSTILE[name]) < MOST * usual for _ in range(2))


def test_a_very_long_line_is_a_paragraph_with_its_end() -> None:
    long = f"{SENTENCE * 40}So ends the line."
    read = ours(f"Harbour bridge closes for a month\n\n{SENTENCE * 2}\n\n{long}\n\n{SENTENCE * 3}")
    assert long in read.paragraphs


def test_of_a_page_that_is_too_long_it_is_told_how_much_was_read() -> None:
    read = ours("\n".join(f"{SENTENCE * 3}{at}" for at in range(1_400)))
    assert any("lines were read" in words for words in read.named)
