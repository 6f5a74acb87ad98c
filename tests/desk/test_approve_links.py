"""The approve link as it comes by mail: followed by programs, pressed by people, or out of date."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from digest.model.edition import Decision, State
from digest.model.settings import DeskPages
from digest.schedule.runner import ScheduleRunner as DutyDesk
from digest.schedule.runner import run_due_steps
from digest.store.editions import move_edition, moves_of
from digest.store.users import set_mail
from tests.desk.desks import EDITION, HOST, Desk
from tests.newsroom import at


@pytest.fixture
def link(desk: Desk) -> str:
    """The path of the link that Ada got."""
    return mailed_link(desk, "ada")


def mailed_link(desk: Desk, name: str) -> str:
    """Gives the person an address, lets the duty editor look, and reads the person's mail."""
    settings = replace(desk.settings, desk=DeskPages(url=f"https://{HOST}"))
    with desk.database() as database:
        set_mail(database, name, f"{name}@gazette.example.com")
        duty = DutyDesk(newsroom=replace(desk.context, settings=settings).newsroom(database))
        run_due_steps(duty, settings.newsletters["morning"])
    paths = (Path(settings.project) / "outbox").glob(f"approve_*/{name}@*.eml")
    newest = max(paths, key=lambda path: path.stat().st_mtime_ns)
    mail = message_from_bytes(newest.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    (url,) = (line for line in mail.get_content().splitlines() if "/approve/" in line)
    assert urlsplit(url).netloc == HOST
    return str(urlsplit(url).path)


def test_following_the_link_changes_nothing(desk: Desk, link: str) -> None:
    before = desk.record()
    assert desk.browser().get(link).status_code == 303  # a scanner: to the sign-in page
    assert desk.browser("ada").get(link).status_code == 200
    assert desk.record() == before


def test_its_button_pressed_by_the_person_it_is_for_approves(desk: Desk, link: str) -> None:
    assert desk.browser("ada").client.post(link).status_code == 303
    assert desk.record().state is State.APPROVED
    with desk.database() as database:
        assert moves_of(database, EDITION)[-1].who == "ada"


def test_signing_in_leads_back_to_the_link(desk: Desk, link: str) -> None:
    answer = desk.browser().get(link)
    assert link in answer.headers["location"].replace("%2F", "/")


@pytest.mark.parametrize("name", ["olena", "oksana", ""])
def test_it_is_of_no_use_to_anybody_else(desk: Desk, link: str, name: str) -> None:
    answer = desk.browser(name).client.post(link)
    assert answer.status_code in {401, 403, 409}
    assert desk.record().state is State.READY


def test_a_link_for_a_mail_that_changed_says_so_and_leads_to_the_edition(
    desk: Desk, link: str
) -> None:
    desk.browser("oksana").write("article-1", "headline", "The ferry stays", was="")
    ada = desk.browser("ada")
    for answer in (ada.get(link), ada.client.post(link)):
        assert answer.status_code == 409
        assert "changed since you looked at it" in answer.text
        assert f'href="/editions/{EDITION}"' in answer.text
        assert f'action="{link}"' not in answer.text
    assert desk.record().state is State.READY


def test_a_link_for_an_edition_that_is_held_says_so_at_once(desk: Desk, link: str) -> None:
    with desk.database() as database:
        move_edition(database, EDITION, State.HELD, Decision(who="oksana", at=at(5, 50)))
    answer = desk.browser("ada").get(link)
    assert answer.status_code == 409
    assert "is held, not ready to be approved: release it with" in answer.text


def test_the_link_of_the_mail_about_a_dropped_approval_approves_the_new_mail(
    desk: Desk, link: str
) -> None:
    ada = desk.browser("ada")
    ada.client.post(link)
    desk.browser("oksana").write("article-1", "headline", "The ferry stays", was="")
    desk.clock.set(at(5, 50))
    fresh = mailed_link(desk, "ada")
    assert fresh != link
    assert ada.client.post(link).status_code == 409
    assert ada.client.post(fresh).status_code == 303
    assert desk.record().state is State.APPROVED
