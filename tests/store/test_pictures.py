"""Hosted pictures: files named after their content, and what is known of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.store.pictures import (
    Kept,
    kept_picture,
    media_type_of,
    read_picture,
    save_pictures,
    write_picture,
)

NOW = datetime(2026, 3, 12, 5, 45, tzinfo=UTC)
FERRY = Kept(
    url="https://images.example.com/ferry.jpg",
    cut="552x",
    fetched=NOW,
    name="0" * 32 + ".jpg",
    width=1104,
    height=736,
    bytes=80_000,
)


def test_what_became_of_a_picture_is_remembered_for_each_cut(database: Database) -> None:
    thumbnail = replace(FERRY, cut="132x88", width=264, height=176)
    save_pictures(database, [FERRY, thumbnail])
    assert kept_picture(database, FERRY.url, "552x") == FERRY
    assert kept_picture(database, FERRY.url, "132x88") == thumbnail


def test_a_picture_that_was_never_fetched_is_unknown(database: Database) -> None:
    assert kept_picture(database, FERRY.url, FERRY.cut) is None


def test_a_later_answer_stands_in_the_place_of_a_refusal(database: Database) -> None:
    save_pictures(database, [Kept(url=FERRY.url, cut=FERRY.cut, fetched=NOW, refusal="is down")])
    save_pictures(database, [FERRY])
    assert kept_picture(database, FERRY.url, FERRY.cut) == FERRY


def test_the_same_picture_is_one_file_and_read_as_it_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    name = write_picture(folder, b"a jpeg", "image/jpeg")
    assert write_picture(folder, b"a jpeg", "image/jpeg") == name
    assert [path.name for path in folder.iterdir()] == [name]
    assert read_picture(folder, name) == b"a jpeg"
    assert media_type_of(name) == "image/jpeg"


def test_a_written_picture_can_be_read_by_a_web_server_of_another_user(tmp_path: Path) -> None:
    name = write_picture(tmp_path, b"a png", "image/png")
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o644


FOREIGN_NAMES = {
    "nothing": "",
    "the settings": "../schedules.toml",
    "an absolute path": "/etc/passwd",
    "a null character": "\0" * 32 + ".jpg",
    "capital letters": "A" * 32 + ".jpg",
    "another kind of file": "0" * 32 + ".svg",
    "a line break after it": "0" * 32 + ".jpg\n",
    "a picture that is not there": "0" * 32 + ".jpg",
}


@pytest.mark.parametrize("name", FOREIGN_NAMES.values(), ids=FOREIGN_NAMES.keys())
def test_only_our_own_names_are_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    (tmp_path / "schedules.toml").write_text("secret")
    (folder / ("A" * 32 + ".jpg")).write_bytes(b"x")
    (folder / ("0" * 32 + ".svg")).write_bytes(b"x")
    assert read_picture(folder, name) is None
