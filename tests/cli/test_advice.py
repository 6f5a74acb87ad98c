"""Whatever Digest advises can be done in the state in which it is advised: it is tried."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.model.advice import how_to_send
from digest.model.alert import Alert
from digest.model.edition import Decision, State
from digest.notifications.alert_mail import advice_on, subject_of
from digest.settings.load import read_settings
from digest.store.database import open_database
from digest.store.editions import claim_edition, edition_record, move_edition
from digest.timetable import Overdue, begun, edition_at
from tests.cli.commands import run

SAMPLES = Path(__file__).parents[2] / "samples"
EDITION = "morning-2026-03-12"
BREAKFAST, DUE = "2026-03-12T06:10", "2026-03-12T06:40"
NOW = datetime(2026, 3, 12, 6, 40, tzinfo=UTC)

ABOUTS = [
    *(worry.value for worry in Overdue),
    "failed: ValueError",
    "refused by the checker",
    "letters failed",
    "letters unknown",
    "send now failed",
    "expired",
    "unasked-ada",
    "sent before",
    *(f"{kind} a-17" for kind in ("withdrawn", "embargoed", "restored")),
    "corrected a-17 1f2e3d4c",
    *(f"{kind} a-17 sent" for kind in ("withdrawn", "embargoed", "corrected")),
    "withdrawn a-17 sent a-18",
]
"""What alerts are about, each once."""


def _in_state(made: Path, folder: Path, state: State) -> Path:
    """A newsroom whose edition is in the state."""
    project = Path(shutil.copytree(made, folder))
    settings = read_settings(project / "schedules.toml")
    morning = settings.newsletters["morning"]
    times = edition_at(morning, settings.publication.zone, NOW)
    assert times.edition == EDITION
    if state is State.DRAFT:
        with closing(open_database(project / "digest.db")) as database:
            claim_edition(database, begun(morning, times), now=NOW)
        return project
    run(project, "build", "morning", "--at", BREAKFAST)
    if state in {State.APPROVED, State.SENDING, State.SENT}:
        assert run(project, "approve", EDITION).code == 0
    if state is State.SENT:
        assert run(project, "send", EDITION, "--at", DUE).code == 0
    with closing(open_database(project / "digest.db")) as database:
        if edition_record(database, EDITION).state is not state:
            move_edition(database, EDITION, state, Decision(who="ada", at=NOW))
    return project


def _commands(advice: str) -> Iterator[list[str]]:
    """The commands that it names, in their order, but for the one that runs until stopped."""
    for command in re.findall(r"`digest ([^`]+)`", advice):
        words = shlex.split(command)
        if words[0] != "run":
            yield [*words, "--at", DUE] if words[0] in {"build", "send"} else words


@pytest.mark.parametrize("state", State)
@pytest.mark.one_in(3)
def test_what_an_alert_advises_can_be_done_in_the_state_of_its_edition(
    made: Path, tmp_path: Path, state: State
) -> None:
    original = _in_state(made, tmp_path / "original", state)
    settings = read_settings(original / "schedules.toml")
    advised = {str(how_to_send(EDITION, "morning", state))}
    for about in ABOUTS:
        alert = Alert(edition=EDITION, about=about, words="Something happened.", first=NOW)
        advised.add(str(advice_on(alert, settings, {EDITION: state}) or ""))
    tried = 0
    for number, advice in enumerate(sorted(advised)):
        project = Path(shutil.copytree(original, tmp_path / str(number)))
        for command in _commands(advice):
            done = run(project, *command)
            assert done.code in {0, 1}, f"{state}: {advice!r}: {command} says {done.err}"
            tried += 1
    assert tried or state in {State.KILLED, State.EXPIRED}


@pytest.mark.parametrize("about", [*ABOUTS, *(f"over: {about}" for about in ABOUTS)])
def test_a_subject_names_newsletter_day_and_what_in_plain_words(about: str) -> None:
    settings = read_settings(SAMPLES / "schedules.toml")
    alert = Alert(edition=EDITION, about=about, words="Something happened.", first=NOW)
    subject = subject_of([alert], settings)
    morning = settings.newsletters["morning"].name
    begins = f"{settings.publication.name}: {morning}, Thursday 12 March 2026: "
    assert subject.startswith(begins)
    what = subject.removeprefix(begins)
    assert re.fullmatch(r"[A-Za-z,: ]+", what), "no id, no hash"
    assert "Error" not in what
    assert what != "something needs a look"


def test_an_empty_edition_is_not_said_to_be_approved(made: Path, tmp_path: Path) -> None:
    project = _in_state(made, tmp_path / "empty", State.EMPTY)
    for command in (["send", EDITION, "--at", DUE], ["approve", EDITION]):
        refused = run(project, *command)
        assert refused.code == 6
        assert "too few stories" in refused.err
        assert "digest approve" not in refused.err


def test_an_approval_that_comes_late_names_no_time_that_has_passed(
    made: Path, tmp_path: Path
) -> None:
    """The sample's edition is of March; this is later."""
    project = _in_state(made, tmp_path / "late", State.READY)
    approved = run(project, "approve", EDITION)
    assert approved.code == 0
    assert "goes out at" not in approved.out
    assert "must not go out after 2026-03-12" in approved.out


def test_an_approval_after_its_send_time_says_what_sends_it_now(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = _in_state(made, tmp_path / "due", State.READY)
    with closing(open_database(project / "digest.db")) as database:
        send_at = edition_record(database, EDITION).send_at
    monkeypatch.setattr("digest.cli.editions.now", lambda: send_at)
    approved = run(project, "approve", EDITION)
    assert "its time has come: `digest run` sends it now" in approved.out
    assert f"`digest send {EDITION}`" in approved.out


def test_times_are_said_by_the_publications_clock_with_its_zone(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = _in_state(made, tmp_path / "kyiv", State.READY)
    file = project / "schedules.toml"
    text, count = re.subn(r'time_zone = "[^"]+"', 'time_zone = "Europe/Kyiv"', file.read_text())
    assert count
    file.write_text(text)
    with closing(open_database(project / "digest.db")) as database:
        record = edition_record(database, EDITION)
    monkeypatch.setattr("digest.cli.editions.now", lambda: NOW.replace(hour=0))
    local = record.send_at.astimezone(ZoneInfo("Europe/Kyiv"))
    said = f"{local:%Y-%m-%d %H:%M} (Europe/Kyiv)"
    assert f"goes out at {said}" in run(project, "approve", EDITION).out
    assert said in run(project, "status", EDITION).out
    assert run(project, "backup", str(tmp_path / "copy.db")).code == 0
    run(project, "send", EDITION, "--at", "2026-03-12T08:40")
    restored = run(project, "restore", str(tmp_path / "copy.db"))
    assert "2026-03-12 08:40 (Europe/Kyiv)" in restored.out
    refused = run(project, "send", EDITION, "--at", "2026-03-12T08:50")
    assert "went out on 2026-03-12 08:40 (Europe/Kyiv)" in refused.err
    assert " UTC" not in refused.err
