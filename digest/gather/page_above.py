"""What stands above the headline on a page copied as text and tells of its article."""

from __future__ import annotations

from collections.abc import Sequence

from digest.gather.clean import folded
from digest.gather.page_dates import minutes_in, take_date
from digest.gather.page_draft import PageDraft
from digest.gather.page_lines import PageLine, is_prose
from digest.gather.page_names import byline_names, is_caseless, people

_ABOVE = 6  # lines above a headline in which its author may stand
_MASTHEAD = 12  # lines above a headline in which its date may stand
_NOTES = 60  # lines at the end of a page in which its author may be told of


def read_above(page: PageDraft, above: Sequence[PageLine]) -> None:
    """What the lines above a headline tell of its article where its header does not: when, how long
    it takes, and right above it, who wrote it."""
    near = above[-_ABOVE:]
    for line in near:
        page.minutes = page.minutes or minutes_in(line)
    if page.published is None:
        for line in above[:-_MASTHEAD:-1]:
            take_date(page, line)
    if not page.authors:
        page.add_author(*(name for line in near for name in byline_names(line.text)))
    if not page.authors:
        page.add_author(*_names_above(page, near))


def _names_above(page: PageDraft, near: Sequence[PageLine]) -> tuple[str, ...]:
    """The names that stand alone above a headline, as a column's author does, with what they do in
    lower case below; or that begin a paragraph further down, which then says who they are."""
    for at, line in enumerate(near):
        names = () if is_caseless(line.text) or not line.is_text else people(line.text)
        if not names or folded(line.text) in page.outlets:
            continue
        below = near[at + 1] if at + 1 < len(near) else None
        is_role_below = below is not None and below.joined and below.text[:1].islower()
        note = f"{folded(names[0])} "
        is_told = any(
            is_prose(one.text) and folded(one.text).startswith(note) for one in page.lines[-_NOTES:]
        )
        if is_role_below or (is_told and not line.joined):
            return names
    return ()
