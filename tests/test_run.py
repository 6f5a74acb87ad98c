"""``digest run`` as an operator runs it: a real process, a real clock, real SMTP on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from digest.model.edition import State
from digest.model.mail import RecipientStatus
from digest.store.articles import save_articles
from digest.store.database import open_database
from digest.store.editions import edition_records, moves_of
from digest.store.recipients import recipients_of
from tests.mail_catcher import Catcher, free_port
from tests.newsroom import articles

CONNECTIONS = 4
READERS = 2_000

SETTINGS = """
[publication]
name = "The Harbour Gazette"
base_url = "https://digest.example.com"
address = "4 Quay Street, Port Merrow"
time_zone = "{zone}"

[newsletters.morning]
name = "The Morning Tide"
sender = "The Harbour Gazette <morning@digest.example.com>"
days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
build_before_minutes = 30
send_at = {send_at}
never_after = {never_after}
approval = "automatic"

[pages]
port = {pages}

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
connections = 4
"""


def newsroom(folder: Path, port: int, *, readers: int, pages: int = 0) -> Path:
    """A project whose morning edition is due in three seconds, about noon in a zone that fits."""
    now = datetime.now(UTC)
    # "Etc/GMT+3" is three hours behind UTC: the zone in which it is about noon now
    behind = now.hour - 12
    zone = f"Etc/GMT{behind:+d}" if behind else "UTC"
    due = now + timedelta(seconds=3) - timedelta(hours=behind)
    settings = SETTINGS.format(
        zone=zone,
        send_at=f"{due:%H:%M:%S}",
        never_after=f"{due + timedelta(hours=2):%H:%M:%S}",
        port=port,
        pages=pages,
    )
    (folder / "schedules.toml").write_text(settings, "utf-8")
    subprocess.run([*command(folder), "init", "--bare", str(folder)], check=True)
    rows = [f"reader{number}@example.com" for number in range(readers)]
    (folder / "list.csv").write_text("\n".join(["email", *rows]) + "\n", "utf-8")
    subprocess.run(
        [*command(folder), "recipients", "import", "morning", str(folder / "list.csv")], check=True
    )
    database = open_database(folder / "digest.db")
    save_articles(database, articles(published=now - timedelta(minutes=5)), now=now)
    database.close()
    return folder


def command(project: Path) -> list[str]:
    return [sys.executable, "-m", "digest", "--project", str(project)]


def start(project: Path) -> subprocess.Popen[bytes]:
    log = (project / "run.log").open("ab")
    with log:
        return subprocess.Popen([*command(project), "run"], stderr=log, start_new_session=True)


def stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=120)


def wait_for(what: str, condition: object, seconds: float = 60) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for: {what}"
        time.sleep(0.05)


def readers_of(project: Path) -> dict[str, RecipientStatus]:
    database = open_database(project / "digest.db")
    people = {person.address: person.status for person in recipients_of(database, "morning")}
    database.close()
    return people


def state_of(project: Path) -> State | None:
    database = open_database(project / "digest.db")
    records = edition_records(database)
    database.close()
    return records[0].state if records else None


def test_an_edition_due_in_a_moment_is_delivered_on_time(
    tmp_path: Path, catcher: tuple[Catcher, int]
) -> None:
    caught, port = catcher
    project = newsroom(tmp_path, port, readers=5)
    process = start(project)
    try:
        wait_for("the edition to be sent", lambda: state_of(project) is State.SENT)
    finally:
        code = stop(process)
    assert code == 0
    assert sorted(address for address, _ in caught.received) == [
        f"reader{number}@example.com" for number in range(5)
    ]


SOURCE = """
[sources.gazette]
path = "more.jsonl"

[newsletters.morning.sizes]
minimum = 4
"""


@pytest.mark.long
def test_the_sources_are_read_before_the_first_build(
    tmp_path: Path, catcher: tuple[Catcher, int]
) -> None:
    project = newsroom(tmp_path, catcher[1], readers=1)
    with (project / "schedules.toml").open("a", encoding="utf-8") as file:
        file.write(SOURCE)
    fourth = {"title": "Bakers raise the price of rye bread", "text": "Flour became dearer."}
    (project / "more.jsonl").write_text(json.dumps(fourth), "utf-8")
    process = start(project)
    try:
        wait_for("the edition to be sent", lambda: state_of(project) is State.SENT)
    finally:
        stop(process)
    database = open_database(project / "digest.db")
    states = [move.after for move in moves_of(database, edition_records(database)[0].id)]
    database.close()
    assert State.EMPTY not in states


def test_one_click_in_a_received_letter_takes_its_reader_off_the_list(
    tmp_path: Path, catcher: tuple[Catcher, int]
) -> None:
    caught, port = catcher
    pages = free_port()
    project = newsroom(tmp_path, port, readers=1, pages=pages)
    process = start(project)
    try:
        wait_for("the edition to be sent", lambda: state_of(project) is State.SENT)
        letter = message_from_bytes(caught.contents[0])
        link = re.search("<https://digest.example.com(/[^>]+)>", str(letter["List-Unsubscribe"]))
        assert link is not None
        own = f"http://127.0.0.1:{pages}{link[1]}"
        with urllib.request.urlopen(own, timeout=5) as page:
            assert b"<button" in page.read()
        assert readers_of(project) == {"reader0@example.com": RecipientStatus.ACTIVE}
        body = b"List-Unsubscribe=One-Click"  # what a mail program posts (RFC 8058)
        with urllib.request.urlopen(own, data=body, timeout=5) as page:
            assert page.status == 200
        assert readers_of(project) == {"reader0@example.com": RecipientStatus.UNSUBSCRIBED}
    finally:
        stop(process)


@pytest.mark.long
def test_a_port_that_is_taken_is_said_at_the_start(
    tmp_path: Path, catcher: tuple[Catcher, int]
) -> None:
    port = catcher[1]
    project = newsroom(tmp_path, port, readers=0, pages=port)
    ended = subprocess.run(
        [*command(project), "run"], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 9
    assert f"pages.port: 127.0.0.1:{port} is taken" in ended.stderr


@pytest.mark.timeout(180)
@pytest.mark.long
def test_a_killed_sender_goes_on_and_nobody_is_lost_or_written_to_twice(
    tmp_path: Path, catcher: tuple[Catcher, int]
) -> None:
    caught, port = catcher
    project = newsroom(tmp_path, port, readers=READERS)
    process = start(project)
    wait_for("a third of the letters", lambda: len(caught.received) > READERS // 3)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(caught.received)
    assert before < READERS, "killed too late to show anything"
    process = start(project)
    try:
        wait_for("the edition to be sent", lambda: state_of(project) is State.SENT, seconds=120)
    finally:
        stop(process)
    counts = Counter(address for address, _ in caught.received)
    assert len(counts) == READERS
    twice = [address for address, count in counts.items() if count > 1]
    assert len(twice) <= CONNECTIONS
    assert max(counts.values()) <= 2
    for address in twice:
        assert len({message_id for to, message_id in caught.received if to == address}) == 1
