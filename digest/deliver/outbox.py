"""A courier without a mail server: letters become .eml files in a folder."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

from digest.model.courier import Batch
from digest.model.errors import DeliveryError
from digest.model.mail import Delivery, Letter, Outcome
from digest.model.message import Message

_UNSAFE_IN_FILE_NAME = re.compile(r"[^A-Za-z0-9@._+-]")


class Outbox:
    """Writes each letter to ``folder``, under a name that is the same whenever it is written.

    A letter carried twice therefore replaces itself, and a reader of the folder never sees half
    of one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def carry(self, round_: Batch) -> None:
        """Writes the round's letters.

        :raises DeliveryError: the folder cannot be made.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeliveryError(
                Message("delivery.outbox_not_made", path=self._folder, error=error)
            ) from error
        while (letter := round_.next_letter()) is not None:
            if not round_.still_wanted(letter):
                continue
            try:
                round_.handing_over(letter)
            except BaseException:
                round_.returned(letter)
                raise
            round_.answered(self._write(letter))
            await asyncio.sleep(0)  # lets an interrupt through between two letters

    def _write(self, letter: Letter) -> Delivery:
        path = self._folder / file_name(letter)
        unfinished = path.with_name(f".{path.name}.unfinished")
        try:
            with unfinished.open("wb") as file:
                file.write(letter.content)
                file.flush()
                os.fsync(file.fileno())  # "accepted" promises that a power cut does not lose it
            unfinished.replace(path)
        except OSError as error:
            # a full or broken disk passes: like a server's 4xx
            return Delivery(
                recipient=letter.recipient,
                outcome=Outcome.DEFERRED,
                words=Message("common.at", where=path, what=error),
            )
        return Delivery(recipient=letter.recipient, outcome=Outcome.ACCEPTED, words=str(path))


def file_name(letter: Letter) -> str:
    """A file name a person recognises: the address, and the recipient's number, which is unique."""
    address = _UNSAFE_IN_FILE_NAME.sub("_", letter.address)[:120]
    return f"{address}.{letter.recipient}.eml"
