"""The letters of one round in several connections' hands, and whether it is any use to go on."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable

from digest.deliver.smtp.protocol import CLOSING
from digest.deliver.smtp.throttle import Lanes, Pace
from digest.model.courier import Batch
from digest.model.errors import DeliveryError
from digest.model.mail import Delivery, Letter, Outcome
from digest.model.message import Message, Text

FRUITLESS_CONNECTIONS = 5
"""In a row that carried nothing: then we give up."""

_ACCEPTED_TO_RECRUIT = 100  # letters, before a connection that was given up is tried again
_LOOKED_AT = 100  # letters to limited domains, before replies are read again
_LOSSES_TO_DEFER = 2  # connections that one letter's envelope may cost before it waits
_LOST_SECONDS = 60.0  # until letters are tried again whose envelopes cost the last connections
_NO_TIME = 0.001  # seconds
_SENDER_REFUSALS = 20  # in a row with nothing accepted: it is us they refuse, not the recipients


class Hand:
    """What the connections of one round share: the letters not yet handed over, and the verdict."""

    def __init__(self, round_: Batch, pace: Pace, lanes: Lanes) -> None:
        self.round = round_
        self.pace = pace
        self._lanes = lanes
        self.recruit: Callable[[], None]  # tries a connection again that was given up
        self.workers = 0
        self.problem: DeliveryError | None = None
        self.failure: Exception | None = None  # not the mail server's: of the ledger, say
        self.connections = 0
        self.opening = 0
        self.fruitless = 0  # connections in a row that carried nothing
        self.ever_answered = False
        self.sender_refusals = 0
        self._accepted = 0
        self._waiting: deque[Letter] = deque()
        self._lost: deque[tuple[Letter, Text]] = (
            deque()
        )  # with the reason; they let others go first
        self._losses: Counter[int] = Counter()  # by recipient
        self._looking = False  # for a letter whose domain is free, and not at the end yet

    @property
    def is_over(self) -> bool:
        """Whether no letter is to be begun any more: those handed over are still answered for."""
        return self.problem is not None or self.failure is not None

    def take(self, now: float) -> Letter | None:
        """The next letter that may go at ``now``; nothing when there is none, or no use in it."""
        if self.is_over:
            return None
        if self._waiting:
            return self._waiting.popleft()
        return self._lanes.next_held(now) or self._next_unheld(now) or self._next_lost()

    def _next_unheld(self, now: float) -> Letter | None:
        self._looking = True
        for _ in range(_LOOKED_AT):
            letter = self.round.next_letter()
            if letter is None:
                break
            lane = self._lanes.of(letter)
            if lane is None or not (lane.holds or lane.wait(now)):
                if lane is not None:
                    lane.taken(now)
                return letter
            if not lane.hold(letter):
                self.round.postponed(letter, lane.book(now))
        else:
            return None
        self._looking = False
        return None

    def soon(self, now: float) -> float:
        """Seconds after which ``take`` may have a letter although it has none now; 0: it will not.

        Not when there is no use in going on.
        """
        if self.is_over:
            return 0.0
        seconds = self._lanes.soon(now)
        if seconds is None:
            return _NO_TIME if self._looking else 0.0
        return max(seconds, _NO_TIME)

    def put_back(self, letter: Letter) -> None:
        """The letter was not handed over, through no doing of its own, and is the next again."""
        self._waiting.appendleft(letter)

    def note_lost(self, letter: Letter, why: Text) -> None:
        """The connection was lost in the middle of this letter's own envelope.

        Others go first, so that one recipient cannot keep the server from all: when the server
        answers for another, the letter goes once more, and counts as deferred if that costs a
        connection again. While nobody is answered it is the server that is down, and no attempt
        is counted.
        """
        self._losses[letter.recipient] += 1
        self._lost.append((letter, why))

    def _next_lost(self) -> Letter | None:
        """A lost letter, when there is no other."""
        if self.ever_answered or len(self._lost) == 1:
            self._defer_lost()
        return self._lost.popleft()[0] if self._lost else None

    def _defer_lost(self) -> None:
        """Answers for the letters that cost too many connections."""
        kept: deque[tuple[Letter, Text]] = deque()
        for letter, why in self._lost:
            if self._losses[letter.recipient] < _LOSSES_TO_DEFER:
                kept.append((letter, why))
            else:
                self.round.answered(
                    Delivery(recipient=letter.recipient, outcome=Outcome.DEFERRED, words=why)
                )
        self._lost = kept

    def _release_lost(self) -> None:
        """The server answers for others: it was not down when those letters lost connections."""
        self._defer_lost()
        self._waiting.extend(letter for letter, _ in self._lost)
        self._lost.clear()

    def has_letters(self, now: float) -> bool:
        """Whether there is a letter to open a connection for."""
        letter = self.take(now)
        if letter is not None:
            self.put_back(letter)
        return letter is not None

    def answer(self, delivery: Delivery, *, about_sender: bool = False) -> None:
        """Passes a letter's outcome on; ``about_sender`` when it is the sender they refuse."""
        self.ever_answered = True
        if about_sender and delivery.outcome is Outcome.REFUSED:
            self.sender_refusals += 1
        elif delivery.outcome is Outcome.ACCEPTED:
            self.sender_refusals = 0
            self._accepted += 1
            self.pace.speed_up()
        self.round.answered(delivery)
        if self._lost and delivery.code not in (0, CLOSING):
            self._release_lost()
        if delivery.outcome is Outcome.ACCEPTED and not self._accepted % _ACCEPTED_TO_RECRUIT:
            self.recruit()
        if self.sender_refusals >= _SENDER_REFUSALS and self.problem is None:
            self.problem = DeliveryError(Message("delivery.sender_refused", words=delivery.words))

    def note_connection(self, why_lost: Text, *, fruitful: bool) -> None:
        """Notes that a connection ended, and ends it all when too many in a row carried nothing."""
        if fruitful:
            self.fruitless = 0
        elif why_lost:  # and not merely too late to get a letter
            self.fruitless += 1
        if self.fruitless >= FRUITLESS_CONNECTIONS and self.problem is None:
            self.problem = DeliveryError(
                Message("delivery.keeps_closing_connections", why_lost=why_lost)
            )

    def give_back(self) -> None:
        """Returns what is left to the round; what cost the last connections not as the next."""
        for letter, _ in self._lost:
            if self.problem is not None:
                self.round.postponed(letter, _LOST_SECONDS)
            else:
                self.round.returned(letter)
        self._lost.clear()
        for letter in (*self._waiting, *self._lanes.empty()):
            self.round.returned(letter)
        self._waiting.clear()
