"""The editorial pipeline: stored articles in, an approved mail out.

::

    build    store ─select→ Article ─compose→ Edition ─fetch its pictures─present→ Mail ─check→
             Finding  → store
    preview  store → Edition + edits ─present→ Mail ─check→ Finding
    approve  store → Edition + edits ─present→ Mail ─check→ no error                  → store

To present begins with the pictures: ``pictures`` links those that are hosted, by what is stored.

The mail that is approved is presented from the edited edition by the same functions that made the
preview, is checked as the bytes of one real letter, and is stored under its hash. What is
sent later is that mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from digest.check.checker import check_letter
from digest.compose.compose_edition import Background, EditionPlan, compose_edition
from digest.compose.places import home_of
from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import links_for
from digest.model.advice import how_to_send
from digest.model.edit import Edited
from digest.model.edition import Decision, Edition, EditionRecord, State, Window
from digest.model.errors import BusyError, PresentError, StateError
from digest.model.mail import Finding, Mail, Recipient, errors_in
from digest.model.message import Message
from digest.model.settings import Newsletter, Settings
from digest.pipelines.edit import article_links, edited, filed_by_editors
from digest.pipelines.learned_ranking import weights_of
from digest.pipelines.newsroom import Newsroom
from digest.pipelines.pictures import fetch_pictures, illustrate
from digest.pipelines.sent_before import refuse_if_sent_before
from digest.pipelines.source_changes import look_at_sources
from digest.present.mail_builder import Presented, present
from digest.present.templates import Templates
from digest.store.articles import articles_before, articles_for
from digest.store.editions import (
    approve_edition,
    claim_edition,
    edition_record,
    last_cut_off,
    recent_subjects,
    save_edition,
)
from digest.store.edits import edits_of
from digest.store.sent_stories import sent_stories
from digest.timetable import Timetable, begun

ARCHIVE_ARTICLES = 10_000
"""How many older articles teach grouping which words are common."""

LESSON_DAYS = 180
"""For how long an editor's move of a story to another section teaches what belongs there."""

HISTORY_DAYS = 7
"""For how many days a story that went out comes back only as an update."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """An edition as it was built: its mail as it would be sent now, and what the checker says.

    ``presented`` is None when the edition has nothing to say; ``record`` is None after a rehearsal,
    which stores nothing.
    """

    edition: Edition
    presented: Presented | None
    findings: tuple[Finding, ...]
    record: EditionRecord | None = None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the edition from going out."""
        return errors_in(self.findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A stored edition with its edits, as it would be sent now.

    ``presented`` is None when nothing is left to print.
    """

    record: EditionRecord
    edited: Edited
    presented: Presented | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the edition from going out."""
        return errors_in(self.findings)


def build(newsroom: Newsroom, times: Timetable, *, at: datetime, who: str) -> Built:
    """Builds, or builds again, the edition that ``times`` names, from what is stored at ``at``.

    Edits of an earlier build stay, and are laid over what is returned.

    :raises BusyError: another process is building it.
    :raises StateError: it is approved, on its way, sent or killed.
    """
    newsletter = newsroom.settings.newsletters[times.newsletter]
    record = _claimed(newsroom.database, newsletter, times, at=at)
    edition = compose(newsroom, times, at=at)
    fetch_pictures(newsroom, edition, now=at)
    built = _presented(newsroom, newsletter, edition, at=at)
    is_edited = bool(edits_of(newsroom.database, record.id))
    stored = save_edition(
        newsroom.database,
        built.edition,
        Decision(who=who, at=at),
        after=record.state if is_edited else _state_after(record, built.edition, newsletter),
        revision=record.revision,
    )
    if not is_edited:
        return replace(built, record=stored)
    return _with_edits(newsroom, stored, at=at)


def _with_edits(newsroom: Newsroom, record: EditionRecord, *, at: datetime) -> Built:
    laid = edited(newsroom, record.id, now=at)
    fetch_pictures(newsroom, laid.edition, now=at)
    shown = preview_edition(newsroom, record.id, now=at)
    return Built(
        edition=shown.edited.edition,
        presented=shown.presented,
        findings=shown.findings,
        record=record,
    )


def _claimed(
    database: Database, newsletter: Newsletter, times: Timetable, *, at: datetime
) -> EditionRecord:
    """The edition, this process's to build; raises as ``build``."""
    record = claim_edition(database, begun(newsletter, times), now=at)
    if record is None:
        raise BusyError(Message("edition.is_being_built", edition=times.edition))
    if record.state not in {State.DRAFT, State.READY, State.HELD, State.EMPTY}:
        key = "release_first" if record.state is State.APPROVED else "not_built_again"
        raise StateError(Message(f"edition.{key}", edition=record.id, state=record.state.message))
    return record


def rehearse(newsroom: Newsroom, times: Timetable, *, at: datetime) -> Built:
    """The edition as ``build`` would make it at ``at``; nothing is claimed, stored or used up."""
    edition = compose(newsroom, times, at=at)
    newsletter = newsroom.settings.newsletters[times.newsletter]
    return _presented(newsroom, newsletter, edition, at=at)


def renew_pictures(newsroom: Newsroom, edition: str, *, at: datetime) -> None:
    """Fetches what the edition, as it would be sent now, shows and does not have yet: a source may
    have replaced a picture since it was built.

    :raises StateError: there is no such edition, or it is not built yet.
    """
    laid = edited(newsroom, edition, now=at)
    fetch_pictures(newsroom, laid.edition, now=at)


def _presented(
    newsroom: Newsroom, newsletter: Newsletter, edition: Edition, *, at: datetime
) -> Built:
    if not any(edition.items()):
        return Built(edition=edition, presented=None, findings=())
    presented = preview(newsroom, newsletter, edition)
    findings = check(
        newsroom.settings, newsletter, presented.mail, at=at, templates=newsroom.templates
    )
    return Built(edition=edition, presented=presented, findings=findings)


def compose(newsroom: Newsroom, times: Timetable, *, at: datetime) -> Edition:
    """The edition from what the store holds at ``at``.

    Articles that editors of this edition merged are one story, those they split are not.
    """
    database, settings = newsroom.database, newsroom.settings
    newsletter = settings.newsletters[times.newsletter]
    window = _window(database, newsletter, at)
    language = newsletter.language or settings.publication.language
    plan = EditionPlan(
        id=times.edition,
        newsletter=newsletter,
        date=times.date,
        language=language,
        wording=newsroom.wording(language),
        window=window,
    )
    background = Background(
        sections=settings.sections_of(newsletter),
        sources=settings.sources,
        archive=articles_before(database, window.start, limit=ARCHIVE_ARTICLES)[::-1],
        history=sent_stories(
            database,
            newsletter=newsletter.id,
            since=times.date - timedelta(days=HISTORY_DAYS),
            before=times.date,
        ),
        filed=filed_by_editors(database, since=at - timedelta(days=LESSON_DAYS)),
        weights=weights_of(newsroom, newsletter, at=at),
        home=home_of(language, settings.publication.time_zone),
    )
    links = article_links(database, times.edition)
    return compose_edition(articles_for(database, window), plan, background, now=at, links=links)


def preview(newsroom: Newsroom, newsletter: Newsletter, edition: Edition) -> Presented:
    """The edition as the mail that would be sent if it were approved now."""
    illustrated = illustrate(newsroom, edition)
    presented = present(
        illustrated.edition,
        publication=newsroom.settings.publication,
        newsletter=newsletter,
        templates=newsroom.templates,
        previous_subjects=recent_subjects(
            newsroom.database, newsletter=newsletter.id, before=edition.date
        ),
    )
    return replace(presented, problems=(*illustrated.problems, *presented.problems))


def preview_edition(newsroom: Newsroom, edition: str, *, now: datetime) -> Preview:
    """The stored edition with its edits, its mail by the sender's own functions, and the findings.

    :raises StateError: there is no such edition, or it is not built yet.
    :raises PresentError: a template is missing or wrong.
    """
    record = edition_record(newsroom.database, edition)
    laid = edited(newsroom, edition, now=now)
    if not any(item.headline.strip() for item in laid.edition.items()):
        return Preview(record=record, edited=laid, presented=None, findings=())
    newsletter = newsroom.settings.newsletters[record.newsletter]
    presented = preview(newsroom, newsletter, laid.edition)
    findings = check(
        newsroom.settings, newsletter, presented.mail, at=now, templates=newsroom.templates
    )
    return Preview(record=record, edited=laid, presented=presented, findings=findings)


def check(
    settings: Settings,
    newsletter: Newsletter,
    mail: Mail,
    *,
    at: datetime,
    templates: Templates | None = None,
) -> tuple[Finding, ...]:
    """What the mail checker finds in the very bytes that one reader would be sent.

    With ``templates``, findings name the template line that surely made the faulty element.
    """
    letter = sample_letter(settings, newsletter, mail, at=at)
    address = settings.publication.address
    return check_letter(letter, address=address, clients=newsletter.clients, templates=templates)


def sample_letter(
    settings: Settings, newsletter: Newsletter, mail: Mail, *, at: datetime, address: str = ""
) -> bytes:
    """The mail as a letter to ``address``, or to nobody there is, with links that open nothing."""
    compiled = compile_mail(
        mail,
        newsletter=newsletter,
        publication=settings.publication,
        server=settings.mail,
        date=at,
    )
    links = links_for(
        0,
        mail.edition,
        base_url=settings.publication.base_url,
        secret=b"a sample signs nothing",
        unsubscribe_address=settings.mail.unsubscribe_address or compiled.sender_address,
    )
    reader = Recipient(id=0, newsletter=newsletter.id, address=address or "reader@example.com")
    return write_letter(compiled, reader, links=links).content


def approve(
    newsroom: Newsroom, edition: str, *, who: str, now: datetime, seen: str = ""
) -> EditionRecord:
    """Freezes the edited edition's mail, byte for byte, as what will be sent.

    ``seen`` is the hash of the mail that ``who`` looked at; empty for one who looked at none.

    What its sources took back or corrected since an approval drops that first.

    :raises SentBeforeError: it went out before the database was restored from an older copy.
    :raises StateError: the edition is not ready, changed while it was looked at, or is empty.
    :raises PresentError: the checker found an error; it names the first and counts the rest.
    """
    refuse_if_sent_before(newsroom, edition, who=who, now=now)
    look_at_sources(newsroom, edition, now=now)
    shown = to_approve(newsroom, edition, now=now, seen=seen)
    if shown is None or shown.presented is None:
        return edition_record(newsroom.database, edition)
    return approve_edition(
        newsroom.database,
        shown.edited,
        shown.presented.mail,
        Decision(who=who, at=now),
        revision=shown.record.revision,
    )


def to_approve(
    newsroom: Newsroom, edition: str, *, now: datetime, seen: str = ""
) -> Preview | None:
    """What would be approved now; None if it is approved already. Changes nothing.

    :raises StateError: as ``approve``.
    :raises PresentError: as ``approve``.
    """
    record = edition_record(newsroom.database, edition)
    if record.state is State.APPROVED:
        _refuse_unseen(edition, seen, record.mail)
        return None
    _refuse_unready(record)
    shown = preview_edition(newsroom, edition, now=now)
    if shown.presented is None:
        raise StateError(Message("edition.no_story_left", edition=edition))
    _refuse_unseen(edition, seen, shown.presented.mail.hash)
    _refuse_errors(edition, shown.errors)
    return shown


def _refuse_unready(record: EditionRecord) -> None:
    if record.state is not State.READY:
        first = how_to_send(record.id, record.newsletter, record.state)
        raise StateError(
            Message(
                "edition.not_ready_to_approve",
                edition=record.id,
                state=record.state.message,
                first=first,
            )
        )


def _refuse_errors(edition: str, errors: Sequence[Finding]) -> None:
    if errors:
        raise PresentError(
            Message(
                "edition.refused_by_checker",
                count=len(errors),
                rule=errors[0].rule,
                finding=errors[0].message,
                edition=edition,
            ),
            where=edition,
        )


def _refuse_unseen(edition: str, seen: str, present: str) -> None:
    if seen and seen != present:
        raise StateError(Message("edition.changed_since_seen", edition=edition))


def _window(database: Database, newsletter: Newsletter, at: datetime) -> Window:
    """From where the last edition that went out ended, a week back at most, until now."""
    cut_off = last_cut_off(database, newsletter=newsletter.id, before=at)
    if cut_off is None:
        return Window(start=at - timedelta(hours=newsletter.window_hours), end=at)
    return Window(start=max(cut_off, at - timedelta(days=HISTORY_DAYS)), end=at)


def _state_after(record: EditionRecord, edition: Edition, newsletter: Newsletter) -> State:
    """A held edition stays held however often it is built."""
    if record.state is State.HELD:
        return State.HELD
    enough = sum(1 for _ in edition.items()) >= newsletter.sizes.minimum
    return State.READY if enough else State.EMPTY
