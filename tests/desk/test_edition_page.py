"""What an editor sees of an edition: its board, its mail, and what changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.desk.mail_frame import in_scheme, with_hosted_pictures
from digest.model.article import Status
from digest.model.edition import Decision, State
from digest.pipelines.publish import preview_edition
from digest.pipelines.source_changes import look_at_sources
from digest.store.articles import save_articles
from digest.store.editions import claim_edition, move_edition
from digest.store.pictures import write_picture
from digest.timetable import begun, timetable
from tests.desk.desks import EDITION, Desk, build_edition, open_desk, seen
from tests.newsroom import MORNING, THURSDAY, articles, at, settings_in


def test_the_board_shows_every_story_in_the_order_of_the_mail(desk: Desk) -> None:
    page = desk.browser("rex").page()
    shown = re.findall(r'<li class="card[^>]*data-story="([^"]+)"', page)
    assert shown == [item.story for item in desk.edited().edition.items()]


def test_an_open_story_says_why_it_is_here(desk: Desk) -> None:
    lead = desk.edited().edition.lead
    assert lead is not None
    page = unescape(desk.browser("rex").page(f"?open={lead.story}"))
    for reason in lead.why:
        assert str(reason) in page


def test_a_section_without_stories_is_there_to_be_filled(desk: Desk) -> None:
    assert 'data-shelf="brief:politics"' in desk.browser("oksana").page()


def test_the_frame_shows_the_very_bytes_that_would_be_sent(desk: Desk) -> None:
    shown = desk.browser("rex").get(f"/editions/{EDITION}/mail")
    with desk.database() as database:
        made = preview_edition(desk.context.newsroom(database), EDITION, now=desk.clock())
    assert made.presented is not None
    assert shown.content == made.presented.mail.html.encode()


def test_an_edit_is_in_the_next_frame(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.write("article-1", "headline", "Ferry stays", was="old")
    assert "Ferry stays" in browser.get(f"/editions/{EDITION}/mail").text


def test_hosted_pictures_are_seen_before_the_readers_pages_are_reached(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    folder = tmp_path / settings.pictures.folder
    folder.mkdir()
    base = f"{settings.publication.base_url}/pictures"
    ours = f"{base}/{write_picture(folder, b'dawn', 'image/jpeg')}"
    gone = f"{base}/{'0' * 32}.jpg"
    theirs = "https://coast.example.com/pictures/1.jpg"
    shown = with_hosted_pictures(
        f'<img src="{ours}"><img src="{gone}"><img src="{theirs}">', settings
    )
    dawn = "data:image/jpeg;base64,ZGF3bg=="
    assert shown == f'<img src="{dawn}"><img src="{gone}"><img src="{theirs}">'


@pytest.mark.parametrize(
    ("state", "waits"), [(State.DRAFT, True), (State.EXPIRED, False), (State.KILLED, False)]
)
def test_only_an_edition_that_may_still_be_built_says_that_its_page_waits_for_that(
    desk: Desk, state: State, waits: bool
) -> None:
    tomorrow = begun(MORNING, timetable(MORNING, THURSDAY + timedelta(days=1), ZoneInfo("UTC")))
    with desk.database() as database:
        assert claim_edition(database, tomorrow, now=desk.clock())
        if state is not State.DRAFT:
            move_edition(database, tomorrow.id, state, Decision(who="ada", at=desk.clock()))
    page = desk.browser("rex").get(f"/editions/{tomorrow.id}").text
    assert ("This page changes by itself" in page) is waits


def test_with_images_off_the_frame_loads_none(desk: Desk) -> None:
    answer = desk.browser("rex").get(f"/editions/{EDITION}/mail?images=off")
    assert "img-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("scheme", "answered"),
    [
        ("dark", "@media (min-width:0){a}@media (max-width:0){b}"),
        ("light", "@media (max-width:0){a}@media (min-width:0){b}"),
        ("", "@media (prefers-color-scheme: dark){a}@media (prefers-color-scheme:light){b}"),
        ("purple", "@media (prefers-color-scheme: dark){a}@media (prefers-color-scheme:light){b}"),
    ],
)
def test_a_scheme_answers_the_one_question_that_a_mail_asks(scheme: str, answered: str) -> None:
    asked = "@media (prefers-color-scheme: dark){a}@media (prefers-color-scheme:light){b}"
    assert in_scheme(asked, scheme) == answered


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        ("text", "THE MORNING TIDE"),
        ("source", '<ol class="paper code"'),
        ("headers", "List-Unsubscribe:"),
        ("inbox", 'class="inbox-row narrow"'),
        ("checks", 'class="findings"'),
    ],
)
def test_each_view_of_the_mail_has_an_address_of_its_own(desk: Desk, view: str, shown: str) -> None:
    page = desk.browser("rex").page(f"?view={view}")
    assert shown.casefold() in unescape(page).casefold()


@pytest.mark.parametrize(
    ("asked", "width"),
    [("phone", 360), ("480", 480), ("1", 240), ("99999", 1600), ("-5", None), ("x", None)],
)
def test_a_typed_width_is_held_within_what_makes_sense(
    desk: Desk, asked: str, width: int | None
) -> None:
    page = desk.browser("rex").page(f"?width={asked}")
    found = re.search(r'<iframe [^>]* width="(\d+)"', page)
    assert (int(found.group(1)) if found else None) == width


def test_a_late_story_waits_in_the_tray_and_the_lead_stays(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("lead", story="article-2")
    first, *_ = articles(at(5, 50))
    late = replace(
        first,
        id="late",
        url="https://news.example.com/late",
        title="Bridge over the estuary closed after a barge hits a pier",
        text="A barge hit a pier of the estuary bridge early on Thursday. Nobody was hurt.",
    )
    with desk.database() as database:
        save_articles(database, [late], now=at(5, 51))
        build_edition(database, desk.settings, at(5, 52))
    page = browser.page()
    assert "1 newer story" in page
    assert 'class="card" id="story-late"' not in page
    lead = desk.edited().edition.lead
    assert lead is not None
    assert lead.story == "article-2"
    browser.change("accept", story="late", expected=1)
    assert 'data-story="late"' in browser.page()


def test_an_editor_sees_what_others_changed_since_their_last_look(desk: Desk) -> None:
    ada, oksana = desk.browser("ada"), desk.browser("oksana")
    ada.page()
    oksana.change("hide", story="article-3", reason="ran yesterday")
    page = ada.page()
    assert "Since you last looked" in page
    assert "1 change" in page
    ada.client.post(f"/editions/{EDITION}/look")
    assert "Since you last looked" not in ada.page()


def test_a_story_that_its_source_took_back_leaves_the_page_and_drops_the_approval(
    desk: Desk,
) -> None:
    ada = desk.browser("ada")
    ada.step("approve", seen=seen(ada.page()))
    first, *_ = articles()
    with desk.database() as database:
        save_articles(database, [replace(first, status=Status.CANCELED)], now=at(5, 50))
        look_at_sources(desk.context.newsroom(database), EDITION, now=at(5, 51))
    page = unescape(ada.page())
    assert "The approval was dropped by schedule" in page
    assert "withdrawn by its source" in page


def test_a_template_that_stops_compiling_is_shown_beside_the_last_good_picture(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path)
    browser = desk.browser("ada")
    hash_of_good = seen(browser.page())
    good = browser.get(f"/editions/{EDITION}/mail").text
    own = tmp_path / "templates" / "morning.mjml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("<mjml>\n{% if %}\n</mjml>")
    page = browser.page()
    assert "morning.mjml line 2" in page
    assert browser.get(f"/editions/{EDITION}/mail").text == good
    assert "a template has a mistake" in page  # why there is no button to approve
    assert 'name="seen"' not in page
    assert browser.step("approve", seen=hash_of_good).status_code == 409
    own.unlink()
    assert "morning.mjml line 2" not in browser.page()


def test_the_page_of_an_edition_that_is_not_there_says_so(desk: Desk) -> None:
    answer = desk.browser("ada").get("/editions/evening-2026-03-12")
    assert answer.status_code == 409
    assert "there is no edition" in unescape(answer.text)


def test_a_database_that_is_locked_is_said_and_nothing_is_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.05)
    browser = desk.browser("oksana")
    with desk.database() as other:
        other.execute("BEGIN IMMEDIATE")
        answer = browser.change("hide", story="article-3")
        other.rollback()
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text
    assert not desk.edited().log


def test_the_archive_lists_editions_with_what_became_of_them(desk: Desk) -> None:
    page = desk.browser("rex").get("/archive").text
    assert "Thursday, 12 March" in page
    assert "Waits for approval" in page


def test_the_first_edition_has_no_yesterday(desk: Desk) -> None:
    page = desk.browser("rex").get(f"/editions/{EDITION}/yesterday").text
    assert "No edition before this one." in page


def test_the_history_names_who_did_what(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("hide", story="article-3", reason="ran yesterday")
    page = unescape(browser.get(f"/editions/{EDITION}/history").text)
    assert "oksana" in page
    assert "Rowing club opens its new boathouse" in page


def test_a_subject_in_the_inbox_is_cut_at_its_end_whatever_way_it_is_written(desk: Desk) -> None:
    page = desk.browser("ada").page("?view=inbox")
    assert page.count('<span class="subject" dir="auto">') == 2
    assert page.count('<span class="preheader" dir="auto">') == 2
