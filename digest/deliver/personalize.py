"""Everything between an approved mail and a recipient's letter: compiled once, linked, signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from digest.deliver.dkim import SigningKey, load_key, sign
from digest.deliver.letter import compile_mail, sender_address, write_letter
from digest.deliver.signed_links import bounce_address, links_for
from digest.model.errors import DeliveryError
from digest.model.mail import Letter, Mail, Recipient
from digest.model.message import Message
from digest.model.settings import Newsletter, Settings

_LONGEST_LOCAL = 64  # octets before the "@": RFC 5321 4.5.3.1.1


class Addressing:
    """Makes recipients' letters of one mail; the same letter however often, for the same date."""

    def __init__(
        self,
        mail: Mail,
        *,
        settings: Settings,
        newsletter: Newsletter,
        secret: bytes,
        date: datetime,
    ) -> None:
        """``secret`` signs the links; ``date`` stands in the Date header and the signatures.

        :raises DeliveryError: the sender is no mail address, or a DKIM key cannot be read.
        """
        server = settings.mail
        self._compiled = compile_mail(
            mail,
            newsletter=newsletter,
            publication=settings.publication,
            server=server,
            date=date,
        )
        self._base_url = settings.publication.base_url
        self._unsubscribe_address = server.unsubscribe_address or sender_address(mail.sender)
        self._secret = secret
        self._verp = server.verp
        self._keys = signing_keys(settings, domain=self._compiled.domain)
        self._date = date

    def letter(self, recipient: Recipient) -> Letter:
        """The recipient's letter.

        :raises ValueError: the address cannot stand in a letter.
        """
        links = links_for(
            recipient.id,
            self._compiled.edition,
            base_url=self._base_url,
            secret=self._secret,
            unsubscribe_address=self._unsubscribe_address,
        )
        letter = write_letter(self._compiled, recipient, links=links)
        if self._verp:
            sender = bounce_address(recipient.id, letter.sender_address, secret=self._secret)
            if len(sender.rpartition("@")[0]) <= _LONGEST_LOCAL:
                letter = replace(letter, sender_address=sender)
            # else its bounces are known by the letter they enclose
        return sign(letter, self._keys, now=self._date) if self._keys else letter


def signing_keys(settings: Settings, *, domain: str) -> tuple[SigningKey, ...]:
    """The settings' DKIM keys; ``domain`` is for those that name none.

    :raises DeliveryError: a key file cannot be read, or holds no key.
    """
    keys: list[SigningKey] = []
    for key in settings.mail.dkim:
        try:
            pem = (Path(settings.project) / key.file).read_bytes()
        except OSError as error:
            raise DeliveryError(
                Message("delivery.dkim_key_not_read", key=key.selector, error=error)
            ) from error
        keys.append(load_key(pem, domain=key.domain or domain, selector=key.selector))
    return tuple(keys)
