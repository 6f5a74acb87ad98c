"""What has been read of a page copied as text so far, and the lines that are left of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from digest.gather.clean import shown
from digest.gather.page_lines import Line, What
from digest.gather.raw import RawArticle
from digest.model.article import Image, Kind
from digest.model.reading import Unplaced


@dataclass(kw_only=True, slots=True)
class PageDraft:
    """The one value of this package that changes: each zone of the page takes its lines from the
    front of ``lines`` and puts what they say where it belongs."""

    lines: list[Line]
    title: str = ""
    dek: str = ""
    section: str = ""
    minutes: int | None = None
    published: datetime | None = None
    image: Image | None = None
    authors: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    teasers: list[RawArticle] = field(default_factory=list)
    briefs: list[RawArticle] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    is_compact: bool = False  # no empty lines between paragraphs, so they say nothing
    is_spaced: bool = False  # empty lines between all lines, likewise

    def next_is(self, *what: What, ahead: int = 0) -> bool:
        """Whether the line ``ahead`` of the next one is of one of these kinds."""
        return len(self.lines) > ahead and self.lines[ahead].what in what

    def leave(self, line: Line, why: str) -> None:
        """Reports ``line`` as not placed."""
        self.unplaced.append(Unplaced(where=f"line {line.number}", text=shown(line.text), why=why))

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
            image=self.image,
        )
