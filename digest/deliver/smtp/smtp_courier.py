"""The courier that speaks SMTP: one event loop, several connections, one round trip a letter.

The end of one letter and the envelope of the next go out together (RFC 2920)::

    client   MAIL RCPT DATA          letter 1 . MAIL RCPT DATA          letter 2 . …
    server                 ok ok 354                          ok ok ok 354

A letter's outcome is the answer to its final dot and nothing else.
"""

from __future__ import annotations

import asyncio
import ssl

from digest.deliver.smtp.connection import Connection
from digest.deliver.smtp.handshake import Session, open_session
from digest.deliver.smtp.pool import FRUITLESS_CONNECTIONS, Hand
from digest.deliver.smtp.throttle import Lanes, Pace
from digest.model.courier import Batch
from digest.model.errors import DeliveryError
from digest.model.settings import MailServer, Security

FINAL_ANSWER_SECONDS = 600.0
"""How long a server may think about the final dot (RFC 5321 4.5.3.2.6): giving up earlier makes
repeats, since the server goes on to deliver."""


class SmtpCourier:
    """Carries letters to one mail server.

    ``context`` says whom to trust in TLS; without one the machine's certificate authorities.
    """

    def __init__(
        self,
        server: MailServer,
        *,
        context: ssl.SSLContext | None = None,
        final_answer_seconds: float = FINAL_ANSWER_SECONDS,
    ) -> None:
        self._server = server
        if context is None and server.security is not Security.NONE:
            context = ssl.create_default_context()
        self._context = context
        self._final_answer_seconds = final_answer_seconds
        self._pace = Pace(letters_per_second=server.letters_per_second)
        self._lanes = Lanes(server.letters_per_second_to)

    async def carry(self, round_: Batch) -> None:
        """Carries the round's letters over up to ``server.connections`` connections.

        A server that lets fewer in gets fewer. A lost connection is opened again, as long as
        connections carry anything at all.

        :raises DeliveryError: no connection, no TLS, no login; or the server keeps hanging up.
        """
        hand = Hand(round_, self._pace, self._lanes)
        try:
            await self._staff(hand)
        finally:
            hand.give_back()
        if hand.failure is not None:
            raise hand.failure
        if hand.problem is not None:
            raise hand.problem

    async def _staff(self, hand: Hand) -> None:
        async with asyncio.TaskGroup() as group:

            def recruit() -> None:
                if hand.workers < self._server.connections:
                    hand.workers += 1
                    group.create_task(self._work(hand))

            hand.recruit = recruit
            for _ in range(self._server.connections):
                recruit()

    async def _work(self, hand: Hand) -> None:
        try:
            await self._keep_carrying(hand)
        except Exception as failure:
            # the round ends, but the other connections' letters may be accepted by now: whoever
            # cancelled them would not know, and would send them again
            hand.failure = hand.failure or failure
        finally:
            hand.workers -= 1

    async def _keep_carrying(self, hand: Hand) -> None:
        while not hand.is_over and await self._has_letters(hand):
            try:
                session = await self._open(hand)
            except DeliveryError as error:
                if await self._is_over(hand, error):
                    return
                continue
            hand.connections += 1
            connection = Connection(session, hand, self._server, self._final_answer_seconds)
            try:
                await connection.carry()
            finally:
                hand.connections -= 1
                why_lost = session.wire.lost
                await connection.leave()
            hand.note_connection(why_lost, fruitful=connection.answered > 0)

    async def _has_letters(self, hand: Hand) -> bool:
        """Whether there is a letter to open a connection for, now or soon."""
        loop = asyncio.get_running_loop()
        while not hand.has_letters(loop.time()):
            pause = hand.soon(loop.time())
            if not pause:
                return False
            await asyncio.sleep(pause)
        return True

    async def _open(self, hand: Hand) -> Session:
        hand.opening += 1
        try:
            return await open_session(self._server, context=self._context)
        finally:
            hand.opening -= 1

    async def _is_over(self, hand: Hand, error: DeliveryError) -> bool:
        """Whether to stop after a failed connection: others carry on, or it is no use."""
        if hand.connections or hand.opening:
            return True
        hand.fruitless += 1
        if not hand.ever_answered or hand.fruitless >= FRUITLESS_CONNECTIONS:
            hand.problem = hand.problem or error
            return True
        await asyncio.sleep(0.5 * 2**hand.fruitless)
        return False
