"""What stands besides the stories, at the desk: added, changed, removed and copied by forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from digest.model.block_fields import writable_fields
from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    Block,
    BlockKind,
    CorrectionBlock,
    GoodThingBlock,
    NumberBlock,
    SponsorBlock,
)
from digest.model.edition import State
from digest.model.settings import Approval, RecurringBlock
from tests.desk.desks import EDITION, YESTERDAY, Desk, correction_of, open_desk, seen
from tests.desk.test_in_ukrainian import ukrainian
from tests.newsroom import MORNING, THURSDAY

TOADS = {"text-figure": "2,318", "text-text": "toads carried"}
SPONSOR = SponsorBlock(
    sponsor="Savings Bank",
    headline="Tide tables",
    url="https://bank.example.com/tides",
    first_day=THURSDAY - timedelta(days=1),
    last_day=THURSDAY,
)
WITH_BLOCKS = replace(
    MORNING,
    approval=Approval.REQUIRED,
    blocks=(
        RecurringBlock(block=SPONSOR),
        RecurringBlock(block=replace(SPONSOR, sponsor="Gone", last_day=SPONSOR.first_day)),
    ),
)


def blocks(desk: Desk) -> list[tuple[str, Block]]:
    return [(each.id, each.content) for each in desk.edited().edition.blocks]


def test_a_block_is_added_printed_changed_and_removed_and_undo_gives_it_back(desk: Desk) -> None:
    browser = desk.browser("oksana")
    answer = browser.change("add_block", kind="number", texts=TOADS)
    assert answer.headers["location"].endswith("#story-blocks")
    assert blocks(desk) == [("own-1", NumberBlock(figure="2,318", text="toads carried"))]
    assert "2,318" in browser.get(f"/editions/{EDITION}/mail").text
    changed = TOADS | {"text-figure": "2,319"}
    browser.change("change_block", kind="number", block_id="own-1", texts=changed, expected=1)
    assert blocks(desk) == [("own-1", NumberBlock(figure="2,319", text="toads carried"))]
    browser.change("remove_block", block_id="own-1", expected=2)
    assert blocks(desk) == []
    browser.change("undo", expected=3)
    assert [id_ for id_, _ in blocks(desk)] == ["own-1"]


@pytest.mark.parametrize("kind", BlockKind)
def test_the_page_has_a_form_for_every_kind_of_block_with_all_of_its_fields(
    desk: Desk, kind: BlockKind
) -> None:
    page = desk.browser("oksana").page(f"?open=new-{kind}")
    form = page.split(f'id="form-new-{kind}"')[1].split("</form>")[0]
    assert 'value="add_block"' in form
    for entry in writable_fields(kind):
        assert f'name="text-{entry.name if entry.name != "entries" else "when-1"}"' in form


def test_the_lines_of_an_agenda_are_those_in_which_something_was_typed(desk: Desk) -> None:
    texts = {"text-when-1": "09:00", "text-what-1": "Crews vote", "text-when-2": " "}
    desk.browser("oksana").change("add_block", kind="agenda", texts=texts)
    entry = AgendaEntry(when="09:00", what="Crews vote")
    assert blocks(desk) == [("own-1", AgendaBlock(entries=(entry,)))]


def test_a_block_with_half_its_fields_is_refused_with_the_field_and_keeps_what_was_typed(
    desk: Desk,
) -> None:
    texts = {"text-sponsor": "Savings Bank", "text-url": "bank.example", "text-first_day": "soon"}
    answer = desk.browser("oksana").change(
        "add_block", kind="sponsor", block="new-sponsor", texts=texts
    )
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert (
        "the block is not complete: Headline: is missing; Link: 'bank.example' is no link" in page
    )
    assert "First day: soon is no day" in page
    assert "Last day: is missing" in page
    assert 'value="Savings Bank"' in page
    assert blocks(desk) == []


def test_a_refused_block_is_said_in_ukrainian(desk: Desk) -> None:
    answer = ukrainian(desk, "oksana").change("add_block", kind="number", texts={})
    assert "блок неповний: Число: не заповнено; Текст: не заповнено" in unescape(answer.text)


def test_two_editors_who_write_the_same_block_are_told_and_nothing_is_lost(desk: Desk) -> None:
    oksana, ada = desk.browser("oksana"), desk.browser("ada")
    oksana.change("add_block", kind="number", texts=TOADS)
    for browser, figure in ((oksana, "1"), (ada, "2")):
        answer = browser.change(
            "change_block",
            kind="number",
            block="block-own-1",
            block_id="own-1",
            texts=TOADS | {"text-figure": figure},
            expected=1,
        )
    assert answer.status_code == 409
    assert "oksana changed the same meanwhile" in unescape(answer.text)
    assert 'value="2"' in answer.text
    assert blocks(desk) == [("own-1", NumberBlock(figure="1", text="toads carried"))]


def test_an_approval_covers_the_blocks(desk: Desk) -> None:
    ada = desk.browser("ada")
    ada.step("approve", seen=seen(ada.page()))
    assert desk.record().state is State.APPROVED
    approved = desk.record().mail
    desk.browser("oksana").change("add_block", kind="number", texts=TOADS)
    assert desk.record().state is State.READY
    assert "a block was added" in unescape(ada.page())
    ada.step("approve", seen=seen(ada.page()))
    assert desk.record().mail != approved


def test_blocks_of_the_settings_are_shown_with_what_is_left_out_and_why(tmp_path: Path) -> None:
    page = unescape(open_desk(tmp_path, newsletter=WITH_BLOCKS).browser("oksana").page())
    assert "by the settings" in page
    assert "the sponsor Gone is left out: its last day was 2026-03-11" in page


def test_the_blocks_of_the_last_edition_are_copied_as_they_were_sent(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, newsletter=WITH_BLOCKS, yesterday=True)
    browser = desk.browser("oksana")
    browser.change("remove_block", block_id="sponsor-1")
    page = browser.page()
    assert "Copy from the last edition" in page
    copy = {"from": YESTERDAY, "block_id": "sponsor-1"}
    browser.change("copy_block", texts=copy, expected=1)
    assert [(id_, block) for id_, block in blocks(desk) if block == SPONSOR] == [("own-2", SPONSOR)]
    assert 'value="copy_block"' not in browser.page()
    wrong = browser.change("copy_block", texts=copy | {"from": EDITION}, expected=2)
    assert wrong.status_code == 409


def test_a_correction_that_is_offered_becomes_a_block_and_is_offered_no_longer(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path, yesterday=True)
    browser, note = desk.browser("oksana"), correction_of(desk, YESTERDAY)
    offer = f'name="correction" value="{note.id}"'
    assert offer in browser.page()
    browser.change("print_correction", text=note.text, correction=str(note.id))
    block = CorrectionBlock(text=note.text, correction=note.id)
    assert blocks(desk) == [("own-1", block)]
    assert offer not in browser.page()
    browser.change("remove_block", block_id="own-1", expected=1)
    assert offer in browser.page()


def test_whoever_only_reads_sees_the_blocks_and_no_form(desk: Desk) -> None:
    desk.browser("oksana").change("add_block", kind="good_thing", texts={"text-text": "A goose."})
    assert blocks(desk) == [("own-1", GoodThingBlock(text="A goose."))]
    page = desk.browser("rex").page("?open=block-own-1")
    assert "A goose." in page
    assert '_block"' not in page
