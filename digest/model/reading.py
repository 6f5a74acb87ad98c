"""What reading one input gave: articles, and what could not be placed. A failure is a value too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.model.article import Article, Status
from digest.model.message import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """Bytes as they came from a file or the network, with what is known about them.

    ``location`` is the URL after redirects, or the file's path. ``media_type`` is the media type
    with its parameters as the server gave it, empty for files. ``etag`` and ``last_modified`` are
    kept for the next conditional request. ``first_line`` is set for a part of a file of article
    lines: the number of its first line. ``cut`` says that the server gave only a part.
    """

    location: str
    content: bytes
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""
    first_line: int = 0
    cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Unplaced:
    """A piece of the input that we did not turn into an article: where it stood, and why."""

    where: Text  # "line 12", "entry 3", "lines 5 to 9"
    text: str  # the first 80 characters or so, for a person to recognise it
    why: Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Retraction:
    """What a source takes back without saying it anew: the article's id, its status from now on,
    where that stood, and when the source did it (UTC), if it says so."""

    article: str
    status: Status
    where: Text
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """The articles of one document in its own order, and what was left over.

    ``problems`` are remarks on the document as a whole ("not well formed, read anyway"); ``failed``
    says why it could not be read at all, and is empty when it could, though it may hold nothing.
    ``cut`` says that the document ends in the middle, so that its last article may be incomplete.
    """

    articles: tuple[Article, ...] = ()
    retractions: tuple[Retraction, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[Text, ...] = ()
    failed: Text = ""
    cut: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReport:
    """What became of one source in one run of ``gather``: a line of the report.

    ``failed`` is empty when the source could be read, else says what went wrong and what to do.
    ``not_modified`` is true when the source answered that nothing changed since the last request.
    ``withdrawn`` names the stored articles that the source took back, or put under embargo.
    """

    source: str
    location: str
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[Text, ...] = ()
    not_modified: bool = False
    failed: Text = ""

    @property
    def entries(self) -> int:
        """How many entries the source held: each is stored, or named as not placed."""
        return self.new + self.updated + self.unchanged + len(self.unplaced)
