"""Fetching several documents at the same time, in threads: what most of them do is wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from time import monotonic
from types import TracebackType
from typing import Generic, Protocol, TypeVar

from digest.model.reading import Document
from digest.model.settings import Gathering

AT_ONCE = 8
"""Documents fetched at the same time: dozens of sources, or an edition's pictures."""

_Job = TypeVar("_Job")
_Answer = TypeVar("_Answer")


class Fetch(Protocol):
    """What ``digest.gather.fetch.fetch`` does; tests give one that remembers."""

    def __call__(
        self, url: str, *, limits: Gathering, etag: str = "", last_modified: str = ""
    ) -> Document | None: ...


class FetchPool(Generic[_Job, _Answer]):
    """Jobs done at the same time, begun as soon as it is made; to be used in a ``with`` statement.

    ``seconds`` is how long all of them may take together; without it, each ends by its own limits.
    No more than ``AT_ONCE`` answers wait at a time, so that a hundred large documents do not lie in
    memory at once.
    """

    def __init__(
        self,
        fetch: Callable[[_Job], _Answer],
        jobs: Iterable[_Job],
        *,
        seconds: float | None = None,
    ) -> None:
        self._fetch = fetch
        self._jobs = iter(jobs)
        self._until = None if seconds is None else monotonic() + seconds
        self._threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="fetch")
        self._waiting: dict[Future[_Answer], _Job] = {}
        self._begin(AT_ONCE)

    def __enter__(self) -> FetchPool[_Job, _Answer]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # where all together have a limit, nobody waits for those under way
        self._threads.shutdown(wait=self._until is None, cancel_futures=True)

    def answers(self) -> Iterator[tuple[_Job, Future[_Answer] | None]]:
        """Each job with its answer, as they come; None for those that have none when time is up."""
        while self._waiting:
            done, _ = wait(self._waiting, timeout=self._left(), return_when=FIRST_COMPLETED)
            if not done:
                break
            for answer in [one for one in self._waiting if one in done]:
                job = self._waiting.pop(answer)
                if self._left() != 0:
                    self._begin(1)
                yield job, answer
        yield from ((job, None) for job in (*self._waiting.values(), *self._jobs))

    def _begin(self, count: int) -> None:
        for job in islice(self._jobs, count):
            self._waiting[self._threads.submit(self._fetch, job)] = job

    def _left(self) -> float | None:
        return None if self._until is None else max(0.0, self._until - monotonic())
