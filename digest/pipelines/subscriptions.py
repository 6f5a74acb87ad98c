"""Readership: what a reader's own link permits, done on the list.

::

    token ─verify→ Bearer ─→ Recipient ─→ shown · taken off the list · put back · topics chosen
                        └─→ approved Mail without anybody's own links
    id of a public edition ─→ the same, once it was sent
    name ─→ hosted picture
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from digest.deliver.signed_links import Bearer, Purpose, read_token
from digest.model.edition import GONE_OUT
from digest.model.errors import StateError
from digest.model.mail import NO_TOPICS, Mail, Recipient, RecipientStatus
from digest.model.own_words import PAGES, own_folders
from digest.model.settings import Section, Settings
from digest.readers.corrections import CorrectionNote, with_notes
from digest.readers.newsroom_access import HostedPicture, LinkHolder, LinkPage, TopicChoice
from digest.readers.personal_links import without_own_links
from digest.store.editions import approved_edition, approved_mail, edition_record
from digest.store.edits import corrections_of
from digest.store.pictures import media_type_of, read_picture
from digest.store.recipients import choose_topics, recipient_by_id, resubscribe
from digest.store.unsubscribes import Leaving


def own_words(settings: Settings) -> Path:
    """The newsroom's folder of words for readers' pages; it need not be there."""
    return own_folders(settings.project)[PAGES]


_PURPOSES = {LinkPage.LEAVING: Purpose.UNSUBSCRIBE, LinkPage.CHOOSING: Purpose.PREFERENCES}


@dataclass(frozen=True, kw_only=True)
class ListReadership:
    """The lists of one project, behind signed links. Implements ``digest.readers``."""

    settings: Settings
    open_database: Callable[[], AbstractContextManager[Database]]  # a new one for each thread
    clock: Callable[[], datetime]
    secret: bytes = field(repr=False)
    _leaving: Leaving = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_leaving", Leaving(self.open_database))  # it is frozen

    def look(self, page: LinkPage, token: str) -> LinkHolder | None:
        bearer = self._bearer(page, token)
        if bearer is None:
            return None
        with self.open_database() as database:
            return self._reader(recipient_by_id(database, bearer.recipient))

    def leave(self, page: LinkPage, token: str) -> LinkHolder | None:
        bearer = self._bearer(page, token)
        if bearer is None:
            return None
        return self._reader(self._leaving.leave(bearer.recipient, now=self.clock()))

    def come_back(self, page: LinkPage, token: str) -> LinkHolder | None:
        bearer = self._bearer(page, token)
        if bearer is None:
            return None
        with self.open_database() as database:
            return self._reader(resubscribe(database, bearer.recipient, now=self.clock()))

    def choose(self, token: str, topics: Sequence[str]) -> LinkHolder | None:
        bearer = self._bearer(LinkPage.CHOOSING, token)
        if bearer is None:
            return None
        with self.open_database() as database:
            person = recipient_by_id(database, bearer.recipient)
            if person is None:
                return None
            known = [section.id for section in self._sections(person)]
            chosen = [section for section in known if section in topics]
            # who wants all gets those too that are added later
            wanted = [] if chosen == known else chosen or [NO_TOPICS]
            return self._reader(choose_topics(database, person.id, wanted, now=self.clock()))

    def mail(self, token: str) -> str | None:
        bearer = read_token(token, Purpose.BROWSER, secret=self.secret)
        if bearer is None:
            return None
        with self.open_database() as database:
            if recipient_by_id(database, bearer.recipient) is None:
                return None
            try:
                mail = approved_mail(database, bearer.edition)
            except StateError:  # no such edition, or never approved
                return None
            return self._page_of(database, mail)

    def public_mail(self, edition: str) -> str | None:
        with self.open_database() as database:
            try:
                record = edition_record(database, edition)
                mail = approved_mail(database, edition)
            except StateError:  # no such edition, or never approved
                return None
            newsletter = self.settings.newsletters.get(record.newsletter)
            if newsletter is None or not newsletter.public or record.state not in GONE_OUT:
                return None
            return self._page_of(database, mail)

    def _page_of(self, database: Database, mail: Mail) -> str:
        """The mail as anybody may see it, with what was corrected since."""
        return with_notes(
            without_own_links(mail.html),
            self._notes(database, mail.edition),
            language=mail.language,
            own_words=own_words(self.settings),
        )

    def was_deleted(self, token: str) -> bool:
        bearers = (read_token(token, purpose, secret=self.secret) for purpose in Purpose)
        bearer = next((one for one in bearers if one), None)
        if bearer is None or bearer.recipient <= 0:  # a test's links are nobody's
            return False
        with self.open_database() as database:
            return recipient_by_id(database, bearer.recipient) is None

    def picture(self, name: str) -> HostedPicture | None:
        content = read_picture(self.settings.project / self.settings.pictures.folder, name)
        if content is None:
            return None
        return HostedPicture(content=content, media_type=media_type_of(name))

    def _notes(self, database: Database, edition: str) -> list[CorrectionNote]:
        """The corrections of an edition, with the headlines that they are about."""
        printed = approved_edition(database, edition)
        headlines = {item.story: item.headline for item in printed.items()} if printed else {}
        zone = self.settings.publication.zone
        return [
            CorrectionNote(
                text=one.text,
                day=one.at.astimezone(zone).date(),
                about=headlines.get(one.story, ""),
            )
            for one in corrections_of(database, edition)
        ]

    def _bearer(self, page: LinkPage, token: str) -> Bearer | None:
        return read_token(token, _PURPOSES[page], secret=self.secret)

    def _reader(self, recipient: Recipient | None) -> LinkHolder | None:
        if recipient is None:
            return None
        newsletter = self.settings.newsletters.get(recipient.newsletter)
        language = newsletter.language if newsletter else ""
        return LinkHolder(
            newsletter=newsletter.name if newsletter else recipient.newsletter,
            address=recipient.address,
            subscribed=recipient.status is RecipientStatus.ACTIVE,
            can_return=recipient.status is RecipientStatus.UNSUBSCRIBED,
            language=language or self.settings.publication.language,
            topics=tuple(
                TopicChoice(
                    id=section.id,
                    title=section.title_in(language or self.settings.publication.language),
                    chosen=not recipient.topics or section.id in recipient.topics,
                )
                for section in self._sections(recipient)
            ),
        )

    def _sections(self, recipient: Recipient) -> tuple[Section, ...]:
        """The sections that the reader's newsletter prints."""
        newsletter = self.settings.newsletters.get(recipient.newsletter)
        if newsletter is None:  # the settings have it no more; its readers may still choose
            return tuple(self.settings.sections.values())
        return self.settings.sections_of(newsletter)
