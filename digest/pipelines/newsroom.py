"""What the pipelines work with: what is stored, the settings, the templates, the key, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from digest.compose.edition_words import Wording
from digest.model.catalogue import Catalogue, catalogue
from digest.model.errors import PresentError
from digest.model.mail import Mail
from digest.model.settings import Settings

if TYPE_CHECKING:
    from digest.present.templates import Templates  # with a library that gathering has no use for


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """One newsroom as its pipelines see it; for one thread, whose connection it holds.

    ``secret`` signs the links in letters. ``now``, where a pipeline takes one, is a moment of
    ``clock`` that its caller has read once for all that hangs together.
    """

    database: Database
    settings: Settings
    open_templates: Callable[[], Templates] = field(repr=False)
    secret: bytes = field(repr=False)
    clock: Callable[[], datetime]

    @cached_property
    def templates(self) -> Templates:
        """The templates, as their files were when they were first asked for.

        :raises PresentError: our own are missing: a broken installation.
        """
        return self.open_templates()

    def wording(self, language: str) -> Wording:
        """What stands beside stories in a language, in the newsroom's own words before ours."""
        return Wording(catalogue=self._words(language))

    def test_subject(self, mail: Mail) -> str:
        """The subject of a mail that is sent as a test, marked so in the mail's language."""
        return self._words(mail.language)("mail.test_subject", subject=mail.subject)

    def _words(self, language: str) -> Catalogue:
        """Where the newsroom's file has mistakes, ours: no mail is made then, for the words around
        its stories, which come from the same file, are refused with them."""
        try:
            return self.templates.catalogue(language)
        except PresentError:
            return catalogue(language)

    @property
    def zone(self) -> ZoneInfo:
        return self.settings.publication.zone
