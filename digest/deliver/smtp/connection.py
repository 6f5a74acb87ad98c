"""One session with a mail server and the letters on it: what is said when, and what comes of it."""

from __future__ import annotations

import asyncio

from digest.deliver.smtp.envelope import (
    COMMANDS,
    are_out_of_step,
    envelope,
    envelope_fault,
    outcome_of,
    unfit,
    wants_content,
    wire_form,
)
from digest.deliver.smtp.handshake import Session
from digest.deliver.smtp.pool import Hand
from digest.deliver.smtp.protocol import CLOSING, Reply
from digest.model.mail import Delivery, Letter, Outcome
from digest.model.message import Message, Text
from digest.model.settings import MailServer

_FAREWELL_SECONDS = 2.0


class Connection:
    """One session and the letters on it: at most one handed over, and one whose envelope is out."""

    def __init__(
        self, session: Session, hand: Hand, server: MailServer, final_answer_seconds: float
    ) -> None:
        self._wire = session.wire
        self._session = session
        self._hand = hand
        self._left = server.letters_per_connection
        self._seconds = server.timeout_seconds
        self._final_seconds = final_answer_seconds
        self._handed: Letter | None = None
        self._enveloped: Letter | None = None
        self._envelope_read = False  # the server had answered for all before the envelope
        self.answered = 0

    async def carry(self) -> None:
        """Carries letters until there are none, the connection is lost, or its share is done."""
        clear: list[bytes] = []  # what ends the letter before: its text and dot, or a reset
        while True:
            pause = self._hand.pace.wait(asyncio.get_running_loop().time())
            following = None if pause else self._next()
            if following is None and self._left > 0:
                pause = pause or self._hand.soon(asyncio.get_running_loop().time())
            opening = [] if following is None else envelope(following, self._session)
            self._enveloped = following
            if not clear and not opening:
                if not pause:
                    return
                await asyncio.sleep(pause)
                continue
            self._envelope_read, stood = False, not self._wire.lost
            replies = await self._exchange(clear, opening)
            self._envelope_read = stood and len(replies) >= len(clear)
            self._settle(None)  # if the connection was lost before its answer came
            if self._wire.lost and len(replies) <= len(clear):
                return
            if following is None:
                if not pause:
                    return
                clear = []
                continue
            clear = self._judge(following, replies[len(clear) :])
            if self._wire.lost and self._handed is None:
                return

    async def _exchange(self, clear: list[bytes], opening: list[bytes]) -> list[Reply]:
        """Each reply is waited for by itself: the answer to a letter may take long, and a stall
        over the next one's recipient keeps neither that answer nor the connection so long."""
        commands = [*clear, *opening]
        seconds = [self._seconds] * len(commands)
        if self._handed is not None:
            seconds[0] = self._final_seconds

        def settle(position: int, reply: Reply) -> None:
            if position == 0:
                self._settle(reply)

        return await self._wire.exchange(commands, seconds=seconds, on_reply=settle)

    def _next(self) -> Letter | None:
        """The next letter that this server can take at all; the others are answered for."""
        loop = asyncio.get_running_loop()
        while self._left > 0 and (letter := self._hand.take(loop.time())) is not None:
            if not self._hand.round.still_wanted(letter):
                continue
            problem = unfit(letter, self._session)
            if not problem:
                self._left -= 1
                self._hand.pace.taken(loop.time())
                return letter
            self._answer(letter, Outcome.REFUSED, None, problem)
        return None

    def _judge(self, letter: Letter, replies: list[Reply]) -> list[bytes]:
        """Hands the letter over if its envelope was taken; what to send next in either case."""
        if are_out_of_step(replies):
            self._wire.abort(
                Message("delivery.answers_out_of_step", words=[reply.sentence for reply in replies])
            )
            return []
        fault = envelope_fault(replies)
        if fault is not None:
            self._enveloped = None
            outcome = Outcome.REFUSED if fault.code >= 500 else Outcome.DEFERRED
            about_sender = fault is replies[0]
            if fault.code == CLOSING or (about_sender and outcome is Outcome.DEFERRED):
                self._hand.pace.slow_down()  # not for a 4xx to a recipient: it may be greylisted
            self._answer(letter, outcome, fault, about_sender=about_sender)
            # a server that wants data for nobody gets none (RFC 2920 3.1)
            return [b".\r\n", b"RSET\r\n"] if wants_content(replies) else [b"RSET\r\n"]
        if len(replies) < COMMANDS or self._wire.lost:
            return []  # lost on the way: `leave` gives the letter back
        self._hand.round.handing_over(letter)
        self._handed, self._enveloped = letter, None
        return [wire_form(letter)]

    def _settle(self, reply: Reply | None) -> None:
        """Answers for the letter handed over, by the reply to its final dot."""
        letter, self._handed = self._handed, None
        if letter is None:
            return
        outcome = outcome_of(reply)
        if outcome is Outcome.DEFERRED:
            self._hand.pace.slow_down()
        self._answer(letter, outcome, reply, self._wire.lost)
        if reply is not None and outcome is Outcome.UNKNOWN:
            self._wire.abort(Message("delivery.strange_answer_to_letter", sentence=reply.sentence))

    def _answer(
        self,
        letter: Letter,
        outcome: Outcome,
        reply: Reply | None,
        words: Text = "",
        *,
        about_sender: bool = False,
    ) -> None:
        self.answered += 1
        delivery = Delivery(
            recipient=letter.recipient,
            outcome=outcome,
            code=reply.code if reply else 0,
            words=reply.sentence if reply else words,
        )
        self._hand.answer(delivery, about_sender=about_sender)

    async def leave(self) -> None:
        """Ends the session: what was not answered is unknown, what was not handed over, back."""
        why_lost = self._wire.lost
        if self._handed is not None:
            self._answer(
                self._handed, Outcome.UNKNOWN, None, why_lost or Message("delivery.interrupted")
            )
            self._handed = None
            self._wire.abort(Message("delivery.interrupted"))
        if self._enveloped is not None:
            if why_lost and self._envelope_read:
                self._hand.note_lost(self._enveloped, why_lost)
            else:
                self._hand.put_back(self._enveloped)
            self._enveloped = None
        if not self._wire.lost:
            await self._wire.exchange([b"QUIT\r\n"], seconds=[_FAREWELL_SECONDS])
        await self._wire.close(seconds=_FAREWELL_SECONDS)
