"""Approve, hold, release, kill, build again, test, send: who, when, and what is said."""

from __future__ import annotations

import threading
import time
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from digest.model.edition import Decision, State
from digest.present.templates import our_templates
from digest.store.editions import approved_mail, move_edition, moves_of
from tests.desk.desks import EDITION, PASSWORD, Desk, seen
from tests.newsroom import at


def approve(desk: Desk) -> None:
    browser = desk.browser("ada")
    assert browser.step("approve", seen=seen(browser.page())).status_code == 303


def test_approving_freezes_the_mail_that_was_seen(desk: Desk) -> None:
    browser = desk.browser("ada")
    page = browser.page()
    assert "Goes to 1 reader at 06:30, in 45 min" in page
    browser.step("approve", seen=seen(page))
    record = desk.record()
    assert (record.state, record.mail) == (State.APPROVED, seen(page))
    with desk.database() as database:
        shown = browser.get(f"/editions/{EDITION}/mail").text
        assert shown == approved_mail(database, EDITION).html


def test_a_mail_that_changed_after_it_was_seen_is_not_approved(desk: Desk) -> None:
    browser = desk.browser("ada")
    before = seen(browser.page())
    desk.browser("oksana").write("article-1", "headline", "Something else", was="old")
    answer = browser.step("approve", seen=before)
    assert answer.status_code == 409
    assert desk.record().state is State.READY


def test_a_mail_that_was_never_shown_to_the_approver_is_not_approved(desk: Desk) -> None:
    theirs = seen(desk.browser("olena").page())  # a colleague has seen it, which is not enough
    browser = desk.browser("ada")
    answer = browser.step("approve", seen=theirs)
    assert answer.status_code == 409
    assert "has not been shown to you yet" in answer.text
    assert desk.record().state is State.READY
    browser.load_frame(answer.text)
    assert browser.step("approve", seen=seen(answer.text)).status_code == 303


def test_a_part_of_the_mail_is_not_the_mail_that_is_approved(desk: Desk) -> None:
    browser = desk.browser("ada")
    page = browser.page("?as=no-topic-of-this-mail")
    assert browser.step("approve", seen=seen(page)).status_code == 409
    assert browser.step("approve", seen=seen(browser.page())).status_code == 303


def test_what_a_colleague_changed_is_shown_before_it_is_approved(desk: Desk) -> None:
    browser = desk.browser("ada")
    browser.page()
    desk.browser("oksana").write("article-1", "headline", "Unseen words", was="")
    page = browser.page()  # the new mail came into the frame by itself
    answer = browser.step("approve", seen=seen(page))
    assert answer.status_code == 409
    assert "oksana changed 1 story since you last looked" in answer.text
    assert "Unseen words" in answer.text.split('id="changes-look"')[1].split("</details>")[0]
    assert browser.step("approve", seen=seen(answer.text)).status_code == 303


def test_a_session_that_ended_keeps_what_a_form_sent_for_after_signing_in(desk: Desk) -> None:
    browser = desk.browser()
    asked = browser.write("article-1", "headline", "Typed <before>", was="")
    assert asked.status_code == 401
    kept = {"kept-change": "texts", "kept-text-headline": "Typed <before>", "back": "/editions/x"}
    fields = kept | {"name": "oksana", "password": "wrong"}
    again = browser.client.post("/sign-in", data=fields)
    assert "Typed &lt;before&gt;" in again.text
    answer = browser.client.post("/sign-in", data=fields | {"password": PASSWORD})
    assert "Typed &lt;before&gt;" in answer.text
    assert PASSWORD not in answer.text


def test_an_approval_that_names_no_mail_is_none(desk: Desk) -> None:
    assert desk.browser("ada").step("approve").status_code == 409
    assert desk.record().state is State.READY


def test_two_approvals_at_once_are_one(desk: Desk) -> None:
    hash_seen = seen(desk.browser("ada").page())
    browsers = [desk.browser("ada"), desk.browser("olena")]
    answers: list[int] = []

    def press(number: int) -> None:
        answers.append(browsers[number].step("approve", seen=hash_seen).status_code)

    threads = [threading.Thread(target=press, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 303 in answers
    with desk.database() as database:
        approvals = [move for move in moves_of(database, EDITION) if move.after is State.APPROVED]
    assert len(approvals) == 1


def test_an_edit_after_the_approval_drops_it_and_the_page_says_who(desk: Desk) -> None:
    approve(desk)
    desk.browser("oksana").change("hide", story="article-3")
    assert desk.record().state is State.READY
    page = unescape(desk.browser("ada").page())
    assert "The approval was dropped by oksana" in page
    assert "Since it was approved" in page


def test_holding_keeps_the_reason_and_releasing_waits_for_approval_again(desk: Desk) -> None:
    desk.browser("oksana").step("hold", why="waiting for the mayor")
    assert desk.record().state is State.HELD
    page = desk.browser("oksana").get(f"/editions/{EDITION}/history").text
    assert "waiting for the mayor" in page
    desk.browser("ada").step("release")
    assert desk.record().state is State.READY


def test_a_step_that_one_may_not_take_is_shown_with_whom_to_ask(desk: Desk) -> None:
    page = desk.browser("oksana").page()
    assert "needs the role approver" in page


def test_a_cancel_that_comes_too_late_says_so(desk: Desk) -> None:
    approve(desk)
    with desk.database() as database:
        move_edition(database, EDITION, State.SENDING, Decision(who="schedule", at=at(6, 30)))
    answer = desk.browser("ada").step("kill")
    assert answer.status_code == 409
    assert "Too late: it went out, or is just going out." in answer.text


def test_building_again_keeps_the_edits(desk: Desk) -> None:
    browser = desk.browser("oksana")
    browser.change("lead", story="article-3")
    assert browser.step("build").status_code == 303
    lead = desk.edited().edition.lead
    assert lead is not None
    assert lead.story == "article-3"


def test_a_test_goes_to_the_addresses_and_into_no_ledger(desk: Desk) -> None:
    answer = desk.browser("oksana").step("test", to="oksana@example.org, ada@example.org")
    assert "oksana@example.org has been sent the test." in answer.text
    letters = sorted(Path(desk.settings.project, "outbox").rglob("*.eml"))
    subjects = [message_from_bytes(one.read_bytes(), policy=default)["Subject"] for one in letters]
    assert len(subjects) == 2
    assert all(subject.startswith("[Test] ") for subject in subjects)
    assert desk.record().state is State.READY


def test_a_test_is_no_way_round_the_list(desk: Desk) -> None:
    many = " ".join(f"reader{number}@example.org" for number in range(11))
    for addresses in (many, "", "no address", "a@b\r\nBcc: c@d.example"):
        assert desk.browser("oksana").step("test", to=addresses).status_code == 409
    assert not list(Path(desk.settings.project).rglob("*.eml"))


def test_sending_now_asks_for_the_newsletters_name(desk: Desk) -> None:
    approve(desk)
    answer = desk.browser("olena").step("send", name="the evening tide")
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.text
    assert desk.record().state is State.APPROVED


def test_sending_now_sends_to_everyone_once(desk: Desk) -> None:
    approve(desk)
    with TestClient(desk.app, base_url="http://desk.example.com") as client:
        client.post("/sign-in", data={"name": "olena", "password": PASSWORD})
        fields = {"step": "send", "name": "the morning tide"}
        for _ in range(2):
            client.post(f"/editions/{EDITION}/steps", data=fields)
        limit = time.monotonic() + 20
        while desk.record().state is not State.SENT and time.monotonic() < limit:
            time.sleep(0.05)
        assert "Went to 1 reader." in client.get("/").text
    assert len(list(Path(desk.settings.project).rglob("*.eml"))) == 1


def test_only_an_approved_edition_can_be_sent(desk: Desk) -> None:
    assert desk.browser("olena").step("send", name="The Morning Tide").status_code == 409
    assert desk.record().state is State.READY


def test_while_the_checker_finds_an_error_nobody_can_approve(desk: Desk) -> None:
    own = desk.settings.project / "templates" / "morning.mjml"
    own.parent.mkdir()
    ours = (our_templates() / "morning.mjml").read_text("utf-8")
    script = "<mj-section><mj-column><mj-raw><script>1</script></mj-raw></mj-column></mj-section>"
    own.write_text(ours.replace("</mj-body>", f"{script}</mj-body>"), "utf-8")
    browser = desk.browser("ada")
    page = browser.page("?view=checks")
    assert "the checker found" in page
    assert 'class="broken error"' in page
    assert 'name="seen"' not in page
    assert browser.step("approve", seen="0" * 64).status_code == 409
    assert desk.record().state is State.READY


def test_a_correction_of_a_sent_edition_is_a_dated_note(desk: Desk) -> None:
    approve(desk)
    with desk.database() as database:
        move_edition(database, EDITION, State.SENDING, Decision(who="schedule", at=at(6, 30)))
        move_edition(database, EDITION, State.SENT, Decision(who="schedule", at=at(6, 31)))
    browser = desk.browser("oksana")
    path = f"/editions/{EDITION}/corrections"
    browser.client.post(path, data={"text": "The ferry runs until October."})
    assert "The ferry runs until October." in browser.get("/archive").text


def test_a_correction_of_an_edition_that_was_not_sent_gives_the_words_back(desk: Desk) -> None:
    path = f"/editions/{EDITION}/corrections"
    answer = desk.browser("oksana").client.post(path, data={"text": "My careful words"})
    assert answer.status_code == 409
    assert "My careful words" in answer.text


def test_a_refused_approval_counts_the_stories_that_colleagues_changed(desk: Desk) -> None:
    ada, oksana, olena = (desk.browser(name) for name in ("ada", "oksana", "olena"))
    mail = seen(ada.page())
    oksana.write("article-1", "headline", "A new headline", was="")
    oksana.write("article-1", "brief", "A new brief.", was="", expected=1)
    oksana.change("add", expected=2, headline="Clocks go forward", brief="On Sunday.", shelf="top")
    olena.change("hide", expected=3, story="article-3")
    assert (
        "oksana, olena changed 3 stories since you last looked"
        in ada.step("approve", seen=mail).text
    )


def test_a_refused_approval_counts_no_stories_where_only_the_editions_own_words_changed(
    desk: Desk,
) -> None:
    ada, oksana = desk.browser("ada"), desk.browser("oksana")
    mail = seen(ada.page())
    oksana.change("texts", texts={"text-subject": "Another subject", "was-subject": ""}, story="")
    answer = ada.step("approve", seen=mail)
    assert "oksana changed this edition since you last looked" in answer.text


def test_a_refused_approval_counts_a_story_whose_edit_a_colleague_took_back(desk: Desk) -> None:
    ada, oksana = desk.browser("ada"), desk.browser("oksana")
    ada.write("article-1", "headline", "Ada's headline", was="")
    ada.page()
    ada.client.post(f"/editions/{EDITION}/look")
    mail = seen(ada.page())
    oksana.change("undo", expected=1, number="1")
    assert "oksana changed 1 story since you last looked" in ada.step("approve", seen=mail).text


def test_what_comes_too_late_is_said_alike_of_an_edition_that_is_sending_and_one_that_is_sent(
    desk: Desk,
) -> None:
    approve(desk)
    browser = desk.browser("olena")
    for state, minute in ((State.SENDING, 30), (State.SENT, 31)):
        with desk.database() as database:
            move_edition(database, EDITION, state, Decision(who="schedule", at=at(6, minute)))
        for step, said in (
            ("send", "went out, or is just going out: nobody gets it twice"),
            ("approve", "went out, or is just going out: nobody gets it twice"),
            ("kill", "Too late: it went out, or is just going out"),
        ):
            answer = browser.step(step, name="The Morning Tide", seen="0" * 64)
            assert answer.status_code == 409
            assert said in answer.text, step


def test_a_correction_sent_twice_is_one_note(desk: Desk) -> None:
    approve(desk)
    with desk.database() as database:
        for state in (State.SENDING, State.SENT):
            move_edition(database, EDITION, state, Decision(who="schedule", at=at(6, 30)))
    browser = desk.browser("oksana")
    for _ in range(2):
        browser.client.post(f"/editions/{EDITION}/corrections", data={"text": "Ann, not Anne."})
    assert browser.get(f"/editions/{EDITION}/history").text.count("Ann, not Anne.") == 1


def test_an_edition_without_a_story_does_not_offer_to_be_approved(desk: Desk) -> None:
    ada = desk.browser("ada")
    for number, story in enumerate(("article-1", "article-2", "article-3")):
        ada.change("hide", expected=number, story=story)
    page = ada.get(f"/editions/{EDITION}").text
    assert 'id="form-approve"' not in page
    assert 'id="form-test"' not in page
    assert "has no story: there is nothing to send" in page
