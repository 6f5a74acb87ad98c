"""Each form of the board, and that nothing an editor typed is ever lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from digest.model.edit import EditionField, ItemField, Override, OverrideEdition
from digest.model.edition import StoryPlace
from tests.desk.desks import EDITION, Desk, hire_editors, open_desk
from tests.newsroom import articles


def order(desk: Desk) -> list[str]:
    return [item.story for item in desk.edited().edition.items()]


def test_the_buttons_move_a_story_up_and_down(desk: Desk) -> None:
    browser, before = desk.browser("oksana"), order(desk)
    browser.change("down", story=before[1])
    assert order(desk) == [before[0], before[2], before[1]]
    browser.change("up", story=before[1], expected=1)
    assert order(desk) == before


def test_the_last_storys_way_down_leads_into_a_section_and_ends_there(desk: Desk) -> None:
    browser = desk.browser("oksana")
    for expected in range(9):
        assert browser.change("down", story="article-3", expected=expected).status_code == 303
    assert set(order(desk)) == {"article-1", "article-2", "article-3"}


def test_a_story_is_sent_to_another_place(desk: Desk) -> None:
    desk.browser("oksana").change("move", story="article-3", shelf="brief:business")
    (section,) = (one for one in desk.edited().edition.sections if one.id == "business")
    assert [item.story for item in section.items] == ["article-3"]


def test_a_story_becomes_the_lead(desk: Desk) -> None:
    desk.browser("oksana").change("lead", story="article-3")
    lead = desk.edited().edition.lead
    assert lead is not None
    assert lead.story == "article-3"


def test_a_hidden_story_lies_in_the_tray_with_the_reason_and_comes_back(desk: Desk) -> None:
    browser, before = desk.browser("oksana"), order(desk)
    browser.change("hide", story="article-3", reason="ran yesterday")
    assert "ran yesterday" in browser.page()
    browser.change("back", story="article-3", expected=1)
    assert order(desk) == before


def test_two_stories_become_one_and_are_split_again(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("merge", story="article-3", into="article-2")
    assert "article-3" not in order(desk)
    browser.change("split", story="article-2", article="article-3", expected=1)
    assert len(order(desk)) == 3


def test_an_own_item_stands_where_it_was_put(desk: Desk) -> None:
    desk.browser("oksana").change(
        "add", headline="Ferry timetable", url="https://x.example/", shelf="top"
    )
    own = [item for item in desk.edited().edition.items() if item.story.startswith("own-")]
    assert [(item.headline, item.place) for item in own] == [("Ferry timetable", StoryPlace.TOP)]


@pytest.mark.parametrize("field", ["headline", "brief", "note", "link_text"])
def test_each_text_is_written_beside_its_source(desk: Desk, field: str) -> None:
    desk.browser("oksana").write("article-1", field, "An editor's words", was="before")
    (edit,) = desk.edited().log
    assert edit.change == Override(
        story="article-1", field=ItemField(field), text="An editor's words"
    )


def test_only_the_texts_that_were_typed_in_become_edits(desk: Desk) -> None:
    desk.browser("oksana").change(
        "texts",
        story="article-1",
        texts={
            "text-headline": "Same",
            "was-headline": "Same",
            "text-note": "New",
            "was-note": "",
        },
    )
    assert [edit.change.kind for edit in desk.edited().log] == ["override"]


def test_the_subject_and_the_first_words_are_the_editions_own(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change(
        "texts",
        story="",
        texts={
            "text-subject": "Ferry stays, for now",
            "was-subject": "",
            "text-opening": "Good morning",
        },
    )
    changes = {edit.change for edit in desk.edited().log}
    assert OverrideEdition(field=EditionField.SUBJECT, text="Ferry stays, for now") in changes
    assert OverrideEdition(field=EditionField.OPENING, text="Good morning") in changes
    assert "Good morning" in browser.get(f"/editions/{EDITION}/mail").text


def test_undo_takes_back_ones_own_last_edit_and_redo_restores_it(desk: Desk) -> None:
    browser, before = desk.browser("oksana"), order(desk)
    browser.change("hide", story="article-3")
    browser.change("undo")
    assert order(desk) == before
    browser.change("redo")
    assert "article-3" not in order(desk)


def test_one_edit_of_the_log_is_undone_by_its_number(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("hide", story="article-3")
    browser.change("lead", story="article-2", expected=1)
    desk.browser("ada").change("undo", number="1")
    assert order(desk)[0] == "article-2"
    assert "article-3" in order(desk)


def test_two_texts_for_one_field_are_both_shown_and_the_second_chooses(desk: Desk) -> None:
    ada, oksana = desk.browser("ada"), desk.browser("oksana")
    ada.write("article-1", "headline", "Ada's headline", was="old")
    answer = oksana.write("article-1", "headline", "Oksana's headline", was="old")
    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "Ada's headline" in page
    assert 'value="Oksana\'s headline"' in page
    oksana.write("article-1", "headline", "Oksana's headline", was="old", expected=1)
    lead = desk.edited().edition.lead
    assert lead is not None
    assert lead.headline == "Oksana's headline"


@pytest.mark.parametrize(
    ("name", "text"),
    [("too long", "x" * 20_001), ("ten thousand characters", "y" * 10_000)],
)
def test_a_long_headline_is_kept_or_given_back_but_never_lost(
    desk: Desk, name: str, text: str
) -> None:
    answer = desk.browser("oksana").write("article-1", "headline", text, was="old")
    assert answer.status_code in {303, 409}
    if answer.status_code == 409:
        assert text in answer.text
    else:
        assert text in unescape(desk.browser("oksana").page())


def test_an_edit_on_an_edition_that_was_killed_a_second_ago_gives_the_text_back(
    desk: Desk,
) -> None:
    desk.browser("ada").step("kill")
    answer = desk.browser("oksana").write("article-1", "headline", "My words", was="old")
    assert answer.status_code == 409
    assert "My words" in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"change": "nonsense"},
        {"change": ""},
        {"change": "move", "story": "article-1", "shelf": "attic"},
        {"change": "move", "story": "nobody", "shelf": "top"},
        {"change": "hide", "story": "nobody"},
        {"change": "texts", "story": "article-1", "text-title": "x", "was-title": ""},
        {"change": "undo", "number": "999"},
        {"change": "add", "headline": "", "shelf": "top"},
        {"change": "add", "headline": "x", "url": "javascript:alert(1)", "shelf": "top"},
        {"change": "up", "story": "nobody"},
    ],
    ids=str,
)
def test_a_form_that_makes_no_sense_changes_nothing_and_says_so(
    desk: Desk, fields: dict[str, str]
) -> None:
    before = order(desk)
    answer = desk.browser("oksana").client.post(f"/editions/{EDITION}/edits", data=fields)
    assert answer.status_code in {303, 409}
    assert order(desk) == before


def test_an_own_item_from_an_empty_form_is_told_that_it_needs_a_headline(desk: Desk) -> None:
    answer = desk.browser("oksana").change("add", headline=" ", shelf="")
    assert "an item needs a headline" in unescape(answer.text)
    assert "there is no place" not in unescape(answer.text)


def test_ten_editors_at_once_lose_no_edit(tmp_path: Path) -> None:
    first, *_ = articles()
    stock = [
        replace(first, id=f"s-{number}", url=f"https://news.example.com/s{number}", title=title)
        for number, title in enumerate(TITLES)
    ]
    desk = open_desk(tmp_path, stock=tuple(replace(one, text=f"{one.title}.") for one in stock))
    stories = [item.story for item in desk.edited().edition.items()]
    names = hire_editors(desk, 10)
    browsers = [desk.browser(name) for name in names]
    answers: list[int] = []

    def edit(editor: int) -> None:
        browser = browsers[editor]
        for turn in range(3):
            story = stories[editor % len(stories)]
            note = f"note {turn} of editor {editor}"
            expected = desk.edited().revision
            answers.append(
                browser.write(story, "note", note, was="x", expected=expected).status_code
            )

    threads = [threading.Thread(target=edit, args=(editor,)) for editor in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = [code for code in answers if code == 303]
    assert len(answers) == 30
    assert set(answers) <= {303, 409}  # a 409 was told, and its text given back
    log = desk.edited().log
    assert len(log) == len(saved)
    assert {one.who for one in log} <= set(names)
    assert len({one.who for one in log}) > 1


TITLES = (
    "Council votes to keep the harbour ferry running",
    "Shipyard wins order for three research vessels",
    "Rowing club opens its new boathouse on the river",
    "Lighthouse keeper retires after forty winters",
    "Museum finds a forgotten map of the northern coast",
    "Bakers mourn the end of the last coal oven",
    "Tram line seven returns after two years of works",
    "Students build a weather station from scrap",
    "Opera house cancels spring premiere over a leak",
    "Fishermen land the largest herring catch in decades",
)


def test_an_own_item_sent_twice_from_one_page_is_printed_once(desk: Desk) -> None:
    browser = desk.browser("oksana")
    for _ in range(2):
        answer = browser.change("add", headline="Clocks go forward", shelf="top")
        assert answer.status_code == 303
    assert [edit.change.kind for edit in desk.edited().log] == ["add_item"]
    browser.change("add", headline="Clocks go forward", shelf="top", expected=1)  # meant twice
    assert len(desk.edited().log) == 2


def test_a_correction_that_two_editors_print_at_once_is_printed_once(desk: Desk) -> None:
    for name in ("oksana", "ada"):
        answer = desk.browser(name).change(
            "print_correction", texts={"text": "Ann, not Anne."}, correction="7"
        )
        assert answer.status_code == 303
    assert len(desk.edited().log) == 1


@pytest.mark.parametrize("change", ["texts", "no_image", "split", "merge"])
def test_nothing_is_written_into_a_story_that_a_colleague_hid_and_the_editor_is_told(
    desk: Desk, change: str
) -> None:
    desk.browser("ada").change("hide", story="article-1")
    story = "article-2" if change == "merge" else "article-1"
    browser, typed = desk.browser("oksana"), {"text-note": "My own words", "was-note": ""}
    texts = typed if change == "texts" else {}
    answer = browser.change(
        change, texts=texts, story=story, into="article-1", article="article-1", expected=0
    )
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "ada hid this story, so nothing was saved in it: bring it back first" in page
    assert all(text in page for text in texts.values())
    assert [edit.change.kind for edit in desk.edited().log] == ["hide"]


def test_a_story_that_was_brought_back_is_written_in_again(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("hide", story="article-1")
    browser.change("back", story="article-1", expected=1)
    assert browser.write("article-1", "note", "Mine", was="", expected=2).status_code == 303


def test_a_refused_own_item_stands_in_its_open_form_as_it_was_typed(desk: Desk) -> None:
    answer = desk.browser("oksana").change(
        "add", headline="Clocks <go>", brief="On Sunday.", url="ftp://x.example", shelf="top"
    )
    page = unescape(answer.text)
    before, form = page.split('id="form-own"')
    assert answer.status_code == 409
    assert before.rsplit('<details class="own"', 1)[1].startswith(" open>")
    for typed in ('value="Clocks <go>"', "On Sunday.", 'value="ftp://x.example"'):
        assert typed in form
    assert '<option value="top" selected>' in form


def test_an_own_item_for_an_edition_that_is_over_is_given_back(desk: Desk) -> None:
    desk.browser("ada").step("kill")
    answer = desk.browser("oksana").change(
        "add", headline="Clocks", brief="On Sunday.", shelf="top"
    )
    assert answer.status_code == 409
    assert "On Sunday." in answer.text


def test_a_refused_hide_keeps_its_reason(desk: Desk) -> None:
    desk.browser("ada").change("up", story="article-2")
    answer = desk.browser("oksana").change("hide", story="article-2", reason="ran yesterday")
    assert answer.status_code == 409
    assert 'value="ran yesterday"' in answer.text
