"""Reports as Debian's Postfix and Exim really write them: see ``make_reports``."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.deliver.bounce import ReturnKind, read_returned
from digest.pipelines.returns import believe
from tests.deliver.make_reports import READER, REFUSALS, REPORTS, SECRET, with_postfix
from tests.deliver.scratch_postfix import why_not

MEANINGS = {
    "nobody": (ReturnKind.HARD, "5.1.1"),
    "plain": (ReturnKind.HARD, "5.0.0"),
    "full": (ReturnKind.SOFT, "5.2.2"),
    "blocked": (ReturnKind.SOFT, "5.7.1"),
    "busy": (ReturnKind.SOFT, "4.2.1"),
}


def assert_understood(file: Path) -> None:
    refusal = file.stem.partition("-")[2]
    returned = read_returned(file.read_bytes())
    assert returned is not None
    assert (returned.kind, returned.status) == MEANINGS[refusal]
    assert returned.claimed == (f"{refusal}@example.com",)
    words = returned.words.split(" (in reply")[0].split(": retry")[0]
    assert words.split() == REFUSALS[refusal].split()
    bearer = believe(returned, secret=SECRET)
    assert bearer is not None
    assert bearer.recipient == READER
    assert believe(returned, secret=b"of somebody else") is None


@pytest.mark.parametrize("file", sorted(REPORTS.iterdir()), ids=lambda file: file.stem)
def test_a_real_report_is_understood_and_believed(file: Path) -> None:
    assert_understood(file)


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_what_this_machine_s_postfix_writes_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.deliver.make_reports.REPORTS", tmp_path)
    with_postfix()
    files = list(tmp_path.iterdir())
    assert len(files) == len(REFUSALS)
    for file in files:
        assert_understood(file)
