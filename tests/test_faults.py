"""Every fault a mail server can have: in the end every reader has a final outcome."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.deliver.retry import Patience
from digest.deliver.smtp.smtp_courier import SmtpCourier
from digest.model.delivery import DispatchReport
from digest.model.errors import DeliveryError
from digest.model.settings import MailServer, Settings
from digest.pipelines.deliver import dispatch
from digest.pipelines.send_options import SendLimits, SendOptions
from digest.store.database import open_database
from digest.store.recipient_imports import add_recipient
from tests.deliver.rounds import MAIL, NEWSLETTER, PUBLICATION, server_at
from tests.deliver.scripted_server import (
    DROP,
    PIECES,
    SILENCE,
    TAKE_AND_DROP,
    Moment,
    Script,
    ScriptedServer,
)
from tests.newsroom import newsroom_of

READERS = 12
STEPS = ("mail", "rcpt", "data", "dot")
QUICK = Patience(first_seconds=0.02, longest_seconds=0.1)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = open_database(tmp_path / "digest.db", create=True)
    for number in range(READERS):
        add_recipient(opened, "morning", f"reader{number}@example.com", now=now())
    return opened


def now() -> datetime:
    return datetime.now(UTC)


def dispatched(
    database: Database, server: MailServer, folder: Path, *, seconds: float = 20.0
) -> DispatchReport:
    return dispatch(
        newsroom_of(
            database,
            Settings(
                publication=PUBLICATION,
                newsletters={"morning": NEWSLETTER},
                mail=server,
                project=folder,
            ),
            secret=b"a key of the newsroom",
            clock=now,
        ),
        MAIL,
        limits=SendLimits(never_after=now() + timedelta(seconds=seconds)),
        options=SendOptions(patience=QUICK, courier=SmtpCourier(server, final_answer_seconds=1.0)),
    )


def at(step: str, action: str, *, every: int = 3) -> Script:
    """The action at every third time of the step, for the first dozen."""

    def script(moment: Moment) -> str | None:
        meant = moment.step == step and moment.count % every == 0 and moment.count <= 12
        return action if meant else None

    return script


FAULTS: dict[str, Script] = {
    f"{words} at {step}": at(step, action)
    for (words, action), step in itertools.product(
        {
            "4xx": "451 4.3.0 later",
            "5xx": "550 5.1.1 no",
            "421": "421 4.7.0 too many",
            "a dropped connection": DROP,
            "a reply in pieces": PIECES,
            "silence": SILENCE,
            "nonsense": "moo",
            "a code that is none": "999 what",
            "a reply of many megabytes": "250-" + "x" * 9_000_000,
            "a reply to nobody": "250 ok\r\n250 ok\r\n250 ok",
        }.items(),
        STEPS,
    )
} | {"a letter taken and the connection dropped": at("dot", TAKE_AND_DROP)}


LIE = FAULTS["a reply to nobody at dot"]
"""Says that it took a letter, and did not: nobody can know."""


@pytest.mark.parametrize("script", FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.one_in(3)
def test_after_any_fault_everyone_has_a_final_outcome(
    database: Database, tmp_path: Path, script: Script
) -> None:
    server = MailServer()
    report = None
    with ScriptedServer(script) as scripted:
        server = server_at(scripted.port, connections=2, timeout_seconds=1.0)
        for _ in range(10):
            try:
                report = dispatched(database, server, tmp_path)
            except DeliveryError:
                continue  # as `digest run` does, which looks again a minute later
            break
    assert report is not None
    counts = report.progress
    assert counts.finished
    assert counts.total == READERS
    assert counts.sent + counts.failed == READERS
    if script is not LIE:
        assert len(set(scripted.recipients)) >= counts.sent


@pytest.mark.parametrize(
    "greeting",
    ["554 5.7.1 not you", "421 busy", "hello", "220-" + "x" * 9_000_000, SILENCE, DROP],
    ids=["554", "421", "nonsense", "endless", "silence", "dropped"],
)
def test_a_server_that_never_greets_right_costs_no_letter_and_no_final_outcome(
    database: Database, tmp_path: Path, greeting: str
) -> None:
    script = at("connect", greeting, every=1)
    with ScriptedServer(script) as scripted:
        server = server_at(scripted.port, connections=2, timeout_seconds=1.0)
        with pytest.raises(DeliveryError):
            dispatched(database, server, tmp_path)
        late = dispatched(database, server, tmp_path, seconds=-1)
    assert scripted.taken == []
    assert late.progress.finished
    assert late.progress.failed == READERS
    told = tuple((str(words), count) for words, count in late.reasons)
    assert told == (("not sent before the edition's last minute", READERS),)
