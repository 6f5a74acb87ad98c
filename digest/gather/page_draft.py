"""What has been read of a page copied as text so far, and the lines that are left of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from digest.gather.clean import folded, shown
from digest.gather.page_boilerplate import What
from digest.gather.page_lines import PageLine, is_prose
from digest.gather.raw import RawArticle
from digest.model.article import Image, Kind
from digest.model.reading import Unplaced


@dataclass(kw_only=True, slots=True)
class PageDraft:
    """The one value of this package that changes: each zone of the page takes its lines from the
    front of ``lines`` and puts what they say where it belongs."""

    lines: list[PageLine]
    title: str = ""
    dek: str = ""
    section: str = ""
    minutes: int | None = None
    published: datetime | None = None
    is_update: bool = False  # ``published`` is when the page was updated last
    image: Image | None = None
    authors: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    teasers: list[RawArticle] = field(default_factory=list)
    briefs: list[RawArticle] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)  # what was decided on little evidence
    lone_credit: str = ""  # of a picture without a caption
    photographers: list[str] = field(default_factory=list)
    outlets: frozenset[str] = frozenset()  # what the page is published by, folded
    language: str = ""
    rival: str = ""  # another line that may be the headline
    is_sure: bool = True  # of the headline
    is_compact: bool = False  # no empty lines between paragraphs, so they say nothing
    is_spaced: bool = False  # empty lines between all lines, likewise

    def next_is(self, *what: What, ahead: int = 0) -> bool:
        """Whether the line ``ahead`` of the next one is of one of these kinds."""
        return len(self.lines) > ahead and self.lines[ahead].what in what

    def leave(self, line: PageLine, why: str) -> None:
        """Reports ``line`` as not placed."""
        self.unplaced.append(Unplaced(where=f"line {line.number}", text=shown(line.text), why=why))

    def block(self) -> int:
        """How many of the next lines stand together: up to an empty line, or, where empty lines
        say nothing, the next sentence, or all lines up to it."""
        if not (self.is_compact or self.is_spaced):
            count = next((at for at, line in enumerate(self.lines) if at and not line.joined), None)
            return len(self.lines) if count is None else count
        if not self.lines or is_prose(self.lines[0].text):
            return min(1, len(self.lines))
        ends = (at for at, line in enumerate(self.lines) if line.is_text and is_prose(line.text))
        return next(ends, len(self.lines))

    def add_author(self, *names: str) -> None:
        """Adds authors that are not yet known."""
        known = {folded(name) for name in self.authors}
        self.authors.extend(name for name in names if folded(name) not in known)

    def article(self) -> RawArticle:
        """The page's own article."""
        return RawArticle(
            where="article",
            title=self.title,
            dek=self.dek,
            text="\n\n".join(self.paragraphs),
            authors=tuple(self.authors),
            published=self.published,
            section=self.section,
            kind=Kind.ARTICLE,
            reading_minutes=self.minutes,
            image=self.image or (Image(credit=self.lone_credit) if self.lone_credit else None),
        )
