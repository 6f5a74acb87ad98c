"""A plain letter to somebody who works here."""

from __future__ import annotations

from digest.deliver.staff_mail import StaffMail, write_note
from tests.newsroom import at


def message_id(errand: str, address: str, *, minute: int = 45) -> str:
    note = StaffMail(
        address=address,
        subject="To approve",
        text=f"It is {minute} past.",
        language="uk",
        errand=errand,
    )
    sender = "The Gazette <morning@gazette.example.com>"
    return write_note(sender, note, now=at(5, minute)).message_id


def test_a_note_that_is_written_again_has_the_same_message_id_and_no_other_has() -> None:
    first = message_id("approve today 2", "ada@example.com")
    assert first.endswith("@gazette.example.com>")
    assert message_id("approve today 2", "ada@example.com", minute=50) == first
    assert message_id("approve today 4", "ada@example.com") != first
    assert message_id("approve today 2", "oksana@example.com") != first


def test_a_note_names_the_language_it_is_written_in() -> None:
    note = StaffMail(address="ada@example.com", subject="a", text="b", language="uk", errand="c")
    letter = write_note("The Gazette <morning@gazette.example.com>", note, now=at(5))
    assert b"Content-Language: uk\r\n" in letter.content
