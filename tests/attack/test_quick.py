"""The quick part of each attack; ``make attack`` runs them whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack import days, disk, floods, hostile, smtp
from tests.attack.runner import Options, Report

pytestmark = pytest.mark.timeout(300)  # on a busy machine


def quick(folder: Path) -> Options:
    return Options(folder=folder, quick=True)


def holds(report: Report) -> None:
    assert not report.broken, "\n".join(report.broken)


def test_no_hostile_input_raises_an_error_or_takes_long(tmp_path: Path) -> None:
    holds(hostile.run(quick(tmp_path)))


def test_whatever_a_mail_server_does_every_reader_has_the_letters_they_must(tmp_path: Path) -> None:
    holds(smtp.run(quick(tmp_path)))


def test_kills_over_the_whole_cycle_lose_no_letter_and_send_no_edition_twice(
    tmp_path: Path,
) -> None:
    holds(days.run(quick(tmp_path)))


def test_half_open_connections_do_not_stop_a_sending(tmp_path: Path) -> None:
    holds(floods.run(quick(tmp_path)))


def test_a_spoilt_disk_or_database_loses_no_letter_and_repeats_none(tmp_path: Path) -> None:
    holds(disk.run(quick(tmp_path)))
