"""Select: which stored articles an edition may carry at all, and why the others may not.

An article stays out when its source took it back, while it is embargoed, when it says nothing,
when it lies outside the window, when it is in another language than the newsletter, and when an
edition of the last seven days carried it already. An article that was sent comes back only when
its text has changed since; whether the change is worth a reader's time, ``updates`` decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from digest.model.article import Article, Status
from digest.model.edition import LeftOut, SentStory, Window
from digest.model.languages import same_language
from digest.model.message import Message, Text

REMEMBERED = timedelta(days=7)
"""How long a sent story is kept from coming back as news."""


LATENESS = timedelta(hours=12)
"""How late an article may reach us after its publication and still be news in the next edition."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """The articles an edition may carry, in the order given, and those it may not."""

    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]


def select(
    articles: Sequence[Article],
    *,
    history: Sequence[SentStory],
    language: str,
    window: Window,
    now: datetime,
) -> Selection:
    """The articles of the window. ``language`` is the newsletter's; an article of unknown language
    is let in. ``history`` are the stories sent lately, see ``remembered``."""
    sent = {article.id: story for story in history for article in story.articles}
    chosen: list[Article] = []
    left_out: list[LeftOut] = []
    seen: set[str] = set()
    for article in articles:
        why = _why_not(article, language, window, now)
        why = why or _why_not_again(article, sent.get(article.id))
        if article.id in seen:
            continue
        seen.add(article.id)
        if why:
            barred = not _is_free(article, now)
            left_out.append(LeftOut(id=article.id, title=article.title, why=why, barred=barred))
        else:
            chosen.append(article)
    return Selection(articles=tuple(chosen), left_out=tuple(left_out))


def remembered(history: Sequence[SentStory], day: date) -> tuple[SentStory, ...]:
    """The stories of editions in the seven days before ``day``, and of ``day`` itself."""
    return tuple(story for story in history if timedelta(0) <= day - story.date <= REMEMBERED)


def moment_of(article: Article, now: datetime) -> datetime | None:
    """When the article became news: a date in the future is a mistake of the source's clock, and
    then the time we first saw it counts."""
    if article.published is not None and article.published > now:
        return article.gathered
    return article.moment


def _is_free(article: Article, now: datetime) -> bool:
    """Whether its source lets it be printed."""
    embargoed = article.embargo is not None and article.embargo > now
    return article.status is Status.USABLE and not embargoed


def _why_not(article: Article, language: str, window: Window, now: datetime) -> Text:
    if article.status is not Status.USABLE:
        return Message(f"reason.{article.status.value}")
    if article.embargo is not None and article.embargo > now:
        return Message("reason.embargoed", moment=article.embargo)
    if not (article.title.strip() or article.text.strip() or article.dek.strip()):
        return Message("reason.no_headline_no_text")
    if article.language and not same_language(article.language, language):
        return Message("reason.other_language", language=article.language, language_2=language)
    return _why_not_now(article, window, now)


def _why_not_now(article: Article, window: Window, now: datetime) -> Text:
    moment = moment_of(article, now)
    if moment is None:
        return Message("reason.no_date")
    if article.embargo is not None and moment <= window.start < article.embargo:
        # it waited for its embargo and could not be carried before
        moment = article.embargo
    if article.updated is not None and moment <= window.start < article.updated <= now:
        moment = article.updated
    if moment <= window.start and _came_late(article, moment, window):
        return ""
    if moment <= window.start:
        return Message("reason.older_than_window", moment=window.start)
    if moment > window.end:
        return Message("reason.newer_than_cut_off", moment=window.end)
    return ""


def _came_late(article: Article, moment: datetime, window: Window) -> bool:
    """Whether it was news of the edition before, and reached us only after that one's cut-off."""
    if article.gathered is None or window.start - moment > LATENESS:
        return False
    return window.start < article.gathered <= window.end


def _why_not_again(article: Article, story: SentStory | None) -> Text:
    if story is None:
        return ""
    before = next(sent for sent in story.articles if sent.id == article.id)
    if (before.text, before.dek) != (article.text, article.dek):
        return ""
    return Message("reason.already_sent", day=story.date, place=story.place.message)
