"""From what a source says to an Article that the rest of Digest can trust."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from digest.gather import canonical_urls, clean
from digest.gather.dates import in_utc, is_future
from digest.gather.language import UNDETERMINED, language_of, primary, reading_minutes
from digest.gather.raw import RawArticle
from digest.model.article import Article, Image, Kind, Status
from digest.model.message import Message, Text
from digest.model.reading import Reading, Retraction, Unplaced
from digest.model.sentences import sentences
from digest.model.settings import Source

AUTHOR_LIMIT = 20
"""Names kept per article; collaborations of hundreds have signed a paper, not a news story."""

LABEL_LIMIT, LONGEST_LABEL = 20, 80
"""Labels kept per article, and characters of a label: a longer one is a sentence."""

_HEADLINE_FROM_TEXT = 160  # characters: where a text without a headline is cut to make one
_LOOKED_AT = 1_000  # characters of it: a text may be one quotation of a million
_FULL_TEXT = (
    600  # characters: a shorter text beside a link is what the source shows of a longer one
)
# controls, line ends, lone surrogates
_NO_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)
_BYLINE_WORD = re.compile(r"^(?:by|von|par|por|автор:?)\s+", re.IGNORECASE)


def finish(
    found: Iterable[RawArticle],
    *,
    source: Source,
    document: str,
    now: datetime,
    unplaced: Iterable[Unplaced] = (),
) -> Reading:
    """The reading that a form's raw articles make, in their order.

    An entry that says nothing at all (no headline and no text) becomes an ``Unplaced``, or takes
    the article of its id back if that is what its status says. A date in
    the future is dropped and reported: the time the article is gathered stands in for it.
    """
    articles: list[Article] = []
    retractions: list[Retraction] = []
    left = list(unplaced)
    remarks: list[Text] = []
    repeats = Repeats()
    for raw in found:
        article = _article(raw, source=source, document=document)
        if not article.title and article.status is not Status.USABLE:
            retractions.append(_retraction(raw, article))
            continue
        if not article.title:
            left.append(Unplaced(where=raw.where, text="", why=Message("reading.says_nothing")))
            continue
        article, remark = _without_future_date(article, now)
        remarks.extend(
            Message("common.at", where=raw.where, what=words) for words in (*raw.remarks, *remark)
        )
        placed = repeats.place(article)
        if placed is None:
            left.append(repeated(article, where=raw.where))
            continue
        articles.append(placed)
    kept, standing = _with_retractions(articles, retractions)
    return Reading(
        articles=kept, retractions=standing, unplaced=tuple(left), problems=tuple(remarks)
    )


def _retraction(raw: RawArticle, article: Article) -> Retraction:
    return Retraction(article=article.id, status=raw.status, where=raw.where, at=article.updated)


def _with_retractions(
    articles: Sequence[Article], retractions: Sequence[Retraction]
) -> tuple[tuple[Article, ...], tuple[Retraction, ...]]:
    """The articles, those taken back marked so, and the retractions of articles that are not in the
    same document."""
    taken = {article.id: article for article in articles}
    standing = {each.article: each for each in retractions if not _is_over(each, taken)}
    return (
        tuple(
            _taken_back(each, standing[each.id]) if each.id in standing else each
            for each in articles
        ),
        tuple(each for each in standing.values() if each.article not in taken),
    )


def _taken_back(article: Article, retraction: Retraction) -> Article:
    """Dated as it was taken back, so that no earlier version comes after it."""
    dates = [moment for moment in (article.updated, retraction.at) if moment]
    return replace(article, status=retraction.status, updated=max(dates, default=None))


def _is_over(retraction: Retraction, articles: Mapping[str, Article]) -> bool:
    """Whether the same document has the article in a version that came after."""
    article = articles.get(retraction.article)
    if article is None or article.updated is None or retraction.at is None:
        return False
    return article.updated > retraction.at


class Repeats:
    """Which articles of a document came before; a few words are kept of each, not the article."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, str, int]] = {}

    def place(self, article: Article) -> Article | None:
        """``article``, under an id of its own where one before it has the same but is another; None
        where the very same came before.

        Some generators give every entry one guid. Another headline at another address is another
        article; one of the two alone may have been corrected.
        """
        before = self._seen.get(article.id)
        if before is not None and article.url != before[0] and article.title != before[1]:
            own = _digest(article.source, article.id, article.url, article.title)
            article = replace(article, id=own)
            before = self._seen.get(own)
        this = (article.url, article.title, hash(article))
        if before == this:
            return None
        self._seen[article.id] = this
        return article


def repeated(article: Article, *, where: Text) -> Unplaced:
    """An article that came before in the same document, as one that was not placed."""
    why = Message("reading.repeated")
    return Unplaced(where=where, text=clean.shown(article.title), why=why)


def _language(given: str, raw: RawArticle, words: str) -> str:
    """The language that source or line gives, which may be that it is unknown; else a guess."""
    if given:
        return "" if given == UNDETERMINED else given
    return language_of(words, declared=primary(raw.declared_language))


def _article(raw: RawArticle, *, source: Source, document: str) -> Article:
    text, dek = clean.paragraphs(raw.text), clean.line(raw.dek)
    title = clean.headline(raw.title)
    given = primary(source.language) or primary(raw.language)
    language = _language(given, raw, f"{title}\n{dek}\n{text}")
    title = title or headline_from(dek or text, language)
    url = canonical_urls.canonical(raw.url, document=document)
    kind = raw.kind or _kind(dek=dek, text=text, url=url)
    if raw.kind is None and kind is Kind.TEASER and not dek:
        dek, text = clean.line(text), ""
    outlet = clean.line(raw.source) or source.id
    article = Article(
        id=_given_id(raw.id),
        source=outlet,
        title=title,
        url=url,
        dek="" if clean.folded(dek) == clean.folded(title) else dek,
        text=text,
        authors=names(raw.authors),
        published=raw.published and in_utc(raw.published),
        updated=raw.updated and in_utc(raw.updated),
        section=clean.line(raw.section) or source.section,
        language=language,
        kind=kind,
        reading_minutes=raw.reading_minutes or reading_minutes(text),
        image=_image(raw.image, document=document),
        embargo=raw.embargo and in_utc(raw.embargo),
        status=raw.status,
        gathered=raw.gathered and in_utc(raw.gathered),
        labels=_labels(raw.labels),
    )
    return article if article.id else replace(article, id=_identity(raw, article, document))


def _given_id(text: str) -> str:
    """Our own id as the input gives it, spaces and all: to whoever wrote it, it is a key. One that
    no line of text can hold is cleaned; a blank one is none."""
    return text if text.strip() and not _NO_LINE.search(text) else clean.line(text)


def _identity(raw: RawArticle, article: Article, document: str) -> str:
    """The id of an article seen for the first time or again: 20 hex digits of a SHA-256.

    It is made of the source and the first of these that the source gives: its own guid, the
    canonical URL, the headline (with the text, for a brief that lent its headline from it). So an
    article keeps its id when its text is corrected, and two sources never share one.
    """
    guid = clean.line(raw.guid)
    if guid:
        return _digest(article.source or _scope(guid, document), "guid", guid)
    if article.url:
        return _digest(article.source, "url", article.url)
    if clean.line(raw.title):
        return _digest(article.source, "title", clean.folded(article.title) or article.title)
    return _digest(article.source, "text", clean.folded(article.text) or article.text)


def _scope(guid: str, document: str) -> str:
    """Within what a guid of an unnamed source is one article's alone: a URI's is the world, that of
    "1" or "2" the document it stood in."""
    return "" if _URI.match(guid) else document


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def _without_future_date(article: Article, now: datetime) -> tuple[Article, tuple[Text, ...]]:
    if article.gathered is not None and article.gathered > now:
        article = replace(article, gathered=now)
    if article.published is None or not is_future(article.published, now):
        return article, ()
    date = article.published.isoformat(timespec="minutes")
    remark = Message("reading.future_date", moment=date)
    return replace(article, published=None), (remark,)


def _kind(*, dek: str, text: str, url: str) -> Kind:
    """What the amount of text says: nothing but a headline and a line or two beside a link is a
    teaser; without a link it is all there is, a brief."""
    if len(text) >= _FULL_TEXT or "\n\n" in text:
        return Kind.ARTICLE
    if not url:
        return Kind.BRIEF
    return Kind.ARTICLE if text and dek and clean.folded(text) != clean.folded(dek) else Kind.TEASER


def headline_from(text: str, language: str) -> str:
    """A headline for a text that has none: its first sentence, without the full stop, or where that
    is long its beginning up to a word, with an ellipsis."""
    opening = " ".join(text[:_LOOKED_AT].partition("\n\n")[0].split())
    first = next(iter(sentences(opening, language)), "")
    if len(first) <= _HEADLINE_FROM_TEXT:
        return first if first.endswith("...") else first.rstrip(".")
    cut = first[:_HEADLINE_FROM_TEXT]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–—-") + "…"


def names(authors: Iterable[str]) -> tuple[str, ...]:
    """Authors' names, cleaned, each once, without "By"."""
    cleaned = (_BYLINE_WORD.sub("", clean.line(author))[:200] for author in authors)
    return tuple(dict.fromkeys(name for name in cleaned if name))[:AUTHOR_LIMIT]


def _labels(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels, cleaned, each once."""
    cleaned = (clean.line(label) for label in labels)
    kept = dict.fromkeys(label for label in cleaned if 0 < len(label) <= LONGEST_LABEL)
    return tuple(kept)[:LABEL_LIMIT]


def _image(image: Image | None, *, document: str) -> Image | None:
    """The image with its words cleaned; None where no address, caption or credit is left."""
    if image is None:
        return None
    url = canonical_urls.absolute(image.url, document=document)
    caption = clean.line(image.caption)
    credit = clean.line(image.credit).strip("()[] ")
    if not (url or caption or credit):
        return None
    return replace(image, url=url, alt=clean.line(image.alt), caption=caption, credit=credit)
