"""The seam between Digest and whoever takes its letters.

A courier carries one round: it asks for letters one by one, says when it is about to hand one over,
and answers for every letter it asked for. To add a courier, write a class with ``carry``.
"""

from __future__ import annotations

from typing import Protocol

from digest.model.mail import Delivery, Letter


class Batch(Protocol):
    """The letters a courier is to carry, and where it says what became of each."""

    def next_letter(self) -> Letter | None:
        """The next letter; nothing when there is none to carry now."""

    def still_wanted(self, letter: Letter) -> bool:
        """Whether the letter may still go, asked just before it is begun: its reader may have left
        since it was taken. False: it was answered for here."""

    def handing_over(self, letter: Letter) -> None:
        """Written down before the bytes that could make a server accept the letter go out."""

    def answered(self, delivery: Delivery) -> None:
        """The letter's outcome, once."""

    def returned(self, letter: Letter) -> None:
        """The letter was asked for and never handed over: it can go as if nothing had happened."""

    def postponed(self, letter: Letter, seconds: float) -> None:
        """As ``returned``, but it should not be the next letter again before so many seconds."""


class Courier(Protocol):
    """Takes letters to where they are accepted or refused."""

    async def carry(self, round_: Batch) -> None:
        """Carries letters until the round has none left, or until cancelled.

        Each letter taken is answered, returned or not wanted any more, whatever happens.

        :raises DeliveryError: the mail server cannot be used at all.
        """
