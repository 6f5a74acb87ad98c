"""How long an editor waits: from an edit of an edition of 200 stories to its new preview.

Run by hand::

    python tests/bench/desk_benchmark.py [STORIES] [EDITS]

Each round posts one edit and fetches the new mail for the frame, in this process and without a
network, against a database in a temporary folder. Then ten editors write at once.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from digest.model.edition import Edition, EditionSection, Item, StoryPlace
from digest.model.settings import Approval, Sizes
from digest.store.database import immediately
from digest.store.edition_json import edition_to_json
from tests.desk.desks import EDITION, Browser, Desk, hire_editors, open_desk
from tests.newsroom import MORNING, articles


def main() -> None:
    """Prints the times of both halves of the wait, and what ten editors at once came to."""
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    edits = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as folder:
        newsletter = replace(
            MORNING,
            approval=Approval.REQUIRED,
            sizes=Sizes(minimum=2, top_stories=12, briefs_per_section=20),
        )
        desk = open_desk(Path(folder), newsletter=newsletter, stock=tuple(articles()))
        fill(desk, stories)
        browser = desk.browser("oksana")
        browser.get(f"/editions/{EDITION}/mail")
        one_after_the_other(desk, browser, edits)
        all_at_once(desk, editors=10, turns=5)


def fill(desk: Desk, stories: int) -> None:
    """Puts an edition of that many stories in the place of the built one."""
    built = desk.edited().edition
    assert built.lead is not None
    items = [item_like(built.lead, number) for number in range(1, stories)]
    sections = tuple(
        EditionSection(id=key, title=title, items=tuple(replace(i, section=key) for i in part))
        for (key, title), part in zip(
            built.section_titles, (items[12::3], items[13::3], items[14::3]), strict=False
        )
    )
    top = tuple(replace(item, place=StoryPlace.TOP) for item in items[:12])
    full: Edition = replace(built, top=top, sections=sections)
    count = sum(1 for _ in full.items())
    with desk.database() as database, immediately(database):
        content = edition_to_json(full)
        database.execute("UPDATE editions SET content = ? WHERE id = ?", [content, EDITION])
    print(f"an edition of {count} stories, {len(content) // 1000} kB as it is stored")


def item_like(lead: Item, number: int) -> Item:
    return replace(
        lead,
        story=f"story-{number}",
        place=StoryPlace.BRIEF,
        headline=f"{lead.headline} ({number})",
        articles=(f"story-{number}",),
        url=f"https://news.example.com/story-{number}",
    )


def one_after_the_other(desk: Desk, browser: Browser, edits: int) -> None:
    """Each edit followed by the mail it makes; the wait is the sum of the two."""
    waits, pages = list[float](), list[float]()
    for number in range(edits):
        story = f"story-{number % 12 + 1}"
        began = time.perf_counter()
        answer = browser.write(story, "note", f"Note {number}", was="", expected=number)
        mail = browser.get(f"/editions/{EDITION}/mail?version={number}")
        waits.append(time.perf_counter() - began)
        assert answer.status_code == 303, answer.text
        assert f"Note {number}" in mail.text
        began = time.perf_counter()
        browser.page()
        pages.append(time.perf_counter() - began)
    print(f"edit to new preview: {times(waits)}")
    print(f"the page beside it:  {times(pages)}")


def times(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"median {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms, of {len(ordered)}"


def all_at_once(desk: Desk, *, editors: int, turns: int) -> None:
    """Ten people write on stories of their own; every edit must be in the log afterwards."""
    before = desk.edited().revision
    # one after the other: each of these browsers has an event loop of its own, and those that wait
    # for a password to be looked at must share one
    browsers = [desk.browser(name) for name in hire_editors(desk, editors)]
    codes: list[int] = []

    def edit(editor: int) -> None:
        for turn in range(turns):
            text = f"editor {editor}, turn {turn}"
            answer = browsers[editor].write(
                f"story-{editor + 1}", "headline", text, was="", expected=desk.edited().revision
            )
            codes.append(answer.status_code)

    threads = [threading.Thread(target=edit, args=(editor,)) for editor in range(editors)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    kept = desk.edited().revision - before
    print(
        f"{editors} editors at once: {codes.count(303)} of {editors * turns} saved,"
        f" {kept} in the log, {seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
