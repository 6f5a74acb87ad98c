"""How long presenting and checking take, and how many stories fit in a mail.

Run it with ``python -m tests.bench.present_benchmark``.

Prints one line per figure. Times are medians of ten runs in one process, on one core.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter

from digest.check.checker import check_mail
from digest.model.edition import Edition
from tests.present.editions import of_size
from tests.present.presenting import presented

RUNS = 10
CONTENT_BYTES = 486
"""Words and links of one story, as in the measurement this is compared with."""
_SENTENCE = (
    "The council decides on Thursday what becomes of the old quay and of those who work along it. "
)


def edition_of(count: int) -> Edition:
    """An edition of a lead and ``count`` briefs, each with ``CONTENT_BYTES`` of content."""
    edition = of_size(count)
    (section,) = edition.sections
    items = tuple(
        replace(item, brief=(_SENTENCE * 6)[: CONTENT_BYTES - taken])
        for item in section.items
        for taken in [len((item.headline + item.url + "3 min read").encode())]
    )
    return replace(edition, sections=(replace(section, items=items),))


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of ``RUNS`` runs, after one that warms the caches."""
    work()
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1_000)
    return median(times)


def html_bytes(count: int) -> int:
    """The size of the HTML part of an edition of that many briefs."""
    return len(presented(edition_of(count)).mail.html.encode())


def main() -> None:
    """Measure, and print."""
    full = presented(edition_of(150))
    size = len(full.mail.html.encode())
    print(f"stories under 90,000 bytes   {151 - len(full.dropped)} ({size:,} bytes)")
    print(f"bytes per story and content  {html_bytes(21) - html_bytes(20) - CONTENT_BYTES}")
    twenty = edition_of(19)
    print(f"present 20 stories           {milliseconds(lambda: presented(twenty)):.1f} ms")
    checking = milliseconds(lambda: check_mail(full.mail))
    print(f"check {size / 1_000:.0f} KB                  {checking:.0f} ms")


if __name__ == "__main__":
    main()
