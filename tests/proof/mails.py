"""The mails that are proved: every language and template, as they would be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy

from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import links_for
from digest.model.edition import Edition
from digest.model.mail import Mail, Recipient
from digest.model.settings import MailServer, Newsletter, Publication
from digest.present.mail_builder import present
from digest.present.subject import preheader_of, subject_of
from digest.present.views import InboxLine, MailStyle, context_of
from tests.present.editions import NEWSLETTER, PUBLICATION
from tests.present.presenting import OURS
from tests.proof.editions import Made, made

_LEAVE = "leave@digest.example.com"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proved:
    """One mail under proof: as it is approved, as one reader gets it, and its MJML.

    ``edition`` has the stories for which the mail has room.
    """

    name: str
    template: str
    edition: Edition
    mail: Mail
    letter: bytes
    mjml: str

    @property
    def read(self) -> str:
        """The HTML that the reader gets, greeted by name."""
        part = message_from_bytes(self.letter, policy=policy.default).get_body(("html",))
        return str(part.get_content())  # type: ignore[union-attr]  # every letter has one


def mails(date: datetime) -> Iterator[Proved]:
    """Every edition of ``editions``, as sent at ``date``."""
    for number, one in enumerate(made(), start=1):
        shown = present(
            one.edition, publication=one.publication, newsletter=one.newsletter, templates=OURS
        )
        edition = _without(one.edition, shown.dropped)
        yield Proved(
            name=one.name,
            template=one.template,
            edition=edition,
            mail=shown.mail,
            letter=_letter(shown.mail, one, number, date),
            mjml=mjml_of(
                edition, one.template, newsletter=one.newsletter, publication=one.publication
            ),
        )


def _without(edition: Edition, gone: tuple[str, ...]) -> Edition:
    sections = tuple(
        replace(section, items=tuple(item for item in section.items if item.story not in gone))
        for section in edition.sections
    )
    top = tuple(item for item in edition.top if item.story not in gone)
    return replace(edition, top=top, sections=sections)


def _letter(mail: Mail, one: Made, reader: int, date: datetime) -> bytes:
    """The mail as the courier would take it to one reader."""
    compiled = compile_mail(
        mail,
        newsletter=one.newsletter,
        publication=one.publication,
        server=MailServer(unsubscribe_address=_LEAVE),
        date=date,
    )
    links = links_for(
        reader,
        mail.edition,
        base_url=one.publication.base_url,
        secret=b"proof",
        unsubscribe_address=_LEAVE,
    )
    address = "ada@readers.example.org"
    recipient = Recipient(id=reader, newsletter="morning", address=address, name=one.reader)
    return write_letter(compiled, recipient, links=links).content


def mjml_of(
    edition: Edition,
    template: str,
    *,
    newsletter: Newsletter = NEWSLETTER,
    publication: Publication = PUBLICATION,
) -> str:
    """The MJML that the template makes of an edition."""
    look = MailStyle(
        publication=publication,
        newsletter=replace(newsletter, template=template),
        words=OURS.words(edition.language),
        theme=OURS.theme(),
    )
    subject = subject_of(edition)
    inbox = InboxLine(subject=subject, preheader=preheader_of(edition, subject))
    return OURS.fill(f"{template}.mjml", context_of(edition, look, inbox))
