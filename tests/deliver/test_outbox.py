"""The outbox: letters as files."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from digest.deliver.outbox import Outbox, file_name
from digest.model.errors import DeliveryError
from digest.model.mail import Outcome
from tests.deliver.rounds import RememberedRound, letter_to, round_of


def test_each_letter_is_a_file_with_exactly_its_bytes(tmp_path: Path) -> None:
    letters = [letter_to(1), letter_to(2)]
    asyncio.run(Outbox(tmp_path / "out").carry(RememberedRound(letters)))
    files = sorted((tmp_path / "out").iterdir())
    assert [file.name for file in files] == [
        "reader1@example.com.1.eml",
        "reader2@example.com.2.eml",
    ]
    assert [file.read_bytes() for file in files] == [letter.content for letter in letters]


def test_a_letter_written_again_replaces_itself(tmp_path: Path) -> None:
    for content in (b"first\r\n", b"second\r\n"):
        round_ = RememberedRound([letter_to(1, content=content)])
        asyncio.run(Outbox(tmp_path).carry(round_))
    [file] = tmp_path.iterdir()
    assert file.read_bytes() == b"second\r\n"


def test_the_answer_tells_where_the_letter_lies(tmp_path: Path) -> None:
    round_ = round_of(1)
    asyncio.run(Outbox(tmp_path).carry(round_))
    assert Path(str(round_.deliveries[1].words)).exists()


@pytest.mark.parametrize("address", ["../../etc/passwd@x.y", "a/b@c.d", "x" * 250 + "@y.z", ".."])
def test_no_address_can_lead_out_of_the_folder(tmp_path: Path, address: str) -> None:
    letter = replace(letter_to(1), address=address)
    asyncio.run(Outbox(tmp_path / "out").carry(RememberedRound([letter])))
    assert [file.parent for file in (tmp_path / "out").iterdir()] == [tmp_path / "out"]
    assert "/" not in file_name(letter)


def test_two_people_with_like_addresses_get_two_files() -> None:
    first, second = (replace(letter_to(n), address=a) for n, a in ((1, "a/b@c.d"), (2, "a_b@c.d")))
    assert file_name(first) != file_name(second)


def test_a_letter_that_cannot_be_written_is_deferred_and_the_rest_go_on(tmp_path: Path) -> None:
    (tmp_path / "reader1@example.com.1.eml").mkdir()
    round_ = round_of(2)
    asyncio.run(Outbox(tmp_path).carry(round_))
    assert round_.outcomes() == {1: Outcome.DEFERRED, 2: Outcome.ACCEPTED}


def test_an_outbox_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DeliveryError, match="file"):
        asyncio.run(Outbox(tmp_path / "file" / "out").carry(round_of(1)))
