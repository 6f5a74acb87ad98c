"""A morning on which things are refused, for people who read Ukrainian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from digest.deliver.approve_links import ApproveLink, sign_link
from digest.model.alert import Alert
from digest.model.article import Status
from digest.model.edition import Decision, State
from digest.model.message import Message
from digest.pipelines.source_changes import look_at_sources
from digest.present.templates import our_templates
from digest.store.alerts import alerts_of, claim_alert, end_alert
from digest.store.articles import save_articles
from digest.store.database import immediately
from digest.store.editions import move_edition
from digest.store.users import user_named
from tests.desk.desks import EDITION, Browser, Desk, seen
from tests.newsroom import articles, at


def ukrainian(desk: Desk, name: str) -> Browser:
    browser = desk.browser(name)
    browser.client.post("/language", data={"language": "uk", "back": "/"})
    return browser


def approve(desk: Desk) -> None:
    browser = desk.browser("ada")
    browser.step("approve", seen=seen(browser.page()))
    assert desk.record().state is State.APPROVED


def approve_a_held_one(desk: Desk) -> str:
    browser = ukrainian(desk, "ada")
    hash_seen = seen(browser.page())
    desk.browser("oksana").step("hold")
    return browser.step("approve", seen=hash_seen).text


def approve_one_without_stories(desk: Desk) -> str:
    browser = ukrainian(desk, "ada")
    hash_seen = seen(browser.page())
    for expected, number in enumerate((1, 2, 3)):
        browser.change("hide", story=f"article-{number}", expected=expected)
    return browser.step("approve", seen=hash_seen).text


def edit_a_sent_one(desk: Desk) -> str:
    approve(desk)
    with desk.database() as database:
        move_edition(database, EDITION, State.SENDING, Decision(who="schedule", at=at(6, 30)))
        move_edition(database, EDITION, State.SENT, Decision(who="schedule", at=at(6, 31)))
    return ukrainian(desk, "oksana").change("hide", story="article-1").text


def hide_one_twice(desk: Desk) -> str:
    browser = ukrainian(desk, "oksana")
    browser.change("hide", story="article-1")
    return browser.change("hide", story="article-1", expected=1).text


def send_under_a_wrong_name(desk: Desk) -> str:
    approve(desk)
    return ukrainian(desk, "olena").step("send", name="The Evening Tide").text


def press_a_link_too_late(desk: Desk) -> str:
    browser = ukrainian(desk, "ada")
    with desk.database() as database:
        user = user_named(database, "ada").id
    link = ApproveLink(edition=EDITION, user=user, seen=seen(browser.page()))
    desk.browser("oksana").change("hide", story="article-3")
    token = sign_link(link, secret=b"a secret for tests")
    return browser.client.post(f"/approve/{token}").text


def approve_with_a_broken_template(desk: Desk) -> str:
    browser = ukrainian(desk, "ada")
    hash_seen = seen(browser.page())
    own = desk.settings.project / "templates" / "morning.mjml"
    own.parent.mkdir()
    own.write_text("{{ nothing_here }}\n" + (our_templates() / "morning.mjml").read_text("utf-8"))
    return browser.step("approve", seen=hash_seen).text


def correct_one_that_waits(desk: Desk) -> str:
    path = f"/editions/{EDITION}/corrections"
    return ukrainian(desk, "oksana").client.post(path, data={"text": "Мої слова"}).text


REFUSED: dict[str, tuple[Callable[[Desk], str], str]] = {
    "approving a held edition": (
        approve_a_held_one,
        f"{EDITION} — затримано, схвалити можна лише готовий випуск: спершу відпустіть випуск",
    ),
    "approving one whose stories are all hidden": (
        approve_one_without_stories,
        f"{EDITION}: не лишилося жодного матеріалу",
    ),
    "approving no mail": (
        lambda desk: ukrainian(desk, "ada").step("approve").text,
        "схвалення має назвати лист, який переглянуто",
    ),
    "approving with a broken template": (
        approve_with_a_broken_template,
        "morning.mjml, рядок 1: 'nothing_here' is undefined",
    ),
    "approving by a link after an edit": (
        press_a_link_too_late,
        f"не схвалено: {EDITION} змінився, відколи ви його переглянули",
    ),
    "editing a sent edition": (
        edit_a_sent_one,
        f"{EDITION} уже надіслано: змінити його не можна, лише виправити",
    ),
    "hiding a story twice": (
        hide_one_twice,
        f"{EDITION}: нічого не змінено: матеріал уже прибрано",
    ),
    "hiding a story that is not there": (
        lambda desk: ukrainian(desk, "oksana").change("hide", story="article-9").text,
        f"{EDITION}: нічого не змінено: такого матеріалу немає",
    ),
    "a change that nobody knows": (
        lambda desk: ukrainian(desk, "oksana").change("paint").text,
        "немає такої зміни: «paint»",
    ),
    "a correction of one that was not sent": (
        correct_one_that_waits,
        "— готовий: редагуйте випуск, виправлення додають лише до надісланого."
        " Ваш текст: Мої слова",
    ),
    "sending under another newsletter's name": (
        send_under_a_wrong_name,
        "Нічого не надіслано: розсилка зветься «The Morning Tide».",
    ),
    "sending what is not approved": (
        lambda desk: ukrainian(desk, "olena").step("send", name="The Morning Tide").text,
        f"{EDITION} — готовий: надіслати можна лише схвалений випуск",
    ),
    "a test to no address": (
        lambda desk: ukrainian(desk, "oksana").step("test", to="oksana.example.org").text,
        "oksana.example.org — не поштова адреса: в адресі має бути знак @",
    ),
    "a test to nobody": (
        lambda desk: ukrainian(desk, "oksana").step("test", to="").text,
        "адрес для проби має бути від 1 до 10",
    ),
    "an edition that is not there": (
        lambda desk: ukrainian(desk, "oksana").get("/editions/evening-1999-01-01").text,
        "випуску «evening-1999-01-01» немає",
    ),
    "a page that is not there": (
        lambda desk: ukrainian(desk, "oksana").get("/nowhere").text,
        "Такої сторінки немає.",
    ),
    "a link that nobody signed": (
        lambda desk: ukrainian(desk, "ada").get("/approve/made-up").text,
        "це посилання для схвалення недійсне або застаріле",
    ),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_what_is_refused_is_said_in_ukrainian(desk: Desk, refused: str) -> None:
    do, said = REFUSED[refused]
    assert said in unescape(do(desk))


def test_a_locked_database_is_said_in_the_readers_own_language(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = ukrainian(desk, "oksana")
    monkeypatch.setattr("digest.store.database.BUSY_SECONDS", 0.05)
    with desk.database() as other, immediately(other):
        answer = browser.change("hide", story="article-3")
    assert answer.status_code == 503
    assert "зараз не вдається записати правки: база даних зайнята" in unescape(answer.text)
    assert "Нічого не змінено. Спробуйте ще раз." in answer.text
    assert '<html lang="uk">' in answer.text


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"host": "evil.example"}, "редакція не відповідає на таке ім’я сервера"),
        ({"sec-fetch-site": "cross-site"}, "відмовлено: запит надійшов з іншого сайту"),
        ({"content-length": "999999"}, "відмовлено: форма має не більше 262\u00a0144 байтів"),
    ],
)
def test_strangers_are_refused_in_their_browsers_language(
    desk: Desk, headers: dict[str, str], said: str
) -> None:
    client = desk.browser().client
    answer = client.post("/sign-in", headers={**headers, "accept-language": "uk"})
    assert said in unescape(answer.text)


def test_why_an_approval_was_dropped_is_said_in_ukrainian(desk: Desk) -> None:
    approve(desk)
    desk.browser("oksana").change("hide", story="article-3")
    browser = ukrainian(desk, "ada")
    assert "Схвалення зняв(-ла) oksana о 05:45: прибрано матеріал" in unescape(browser.page())
    history = unescape(browser.get(f"/editions/{EDITION}/history").text)
    assert "схвалено → готовий: прибрано матеріал" in history
    assert "<b>розклад</b> складається → готовий: складено" in history


def test_a_story_that_its_source_took_back_is_reported_in_ukrainian(desk: Desk) -> None:
    approve(desk)
    with desk.database() as database:
        canceled = replace(articles()[0], status=Status.CANCELED)
        save_articles(database, [canceled], now=at(5, 50))
        look_at_sources(desk.context.newsroom(database), EDITION, now=at(5, 50))
    page = unescape(ukrainian(desk, "ada").page())
    headline = "Council votes to keep the harbour ferry running"
    assert f"Схвалення зняв(-ла) розклад о 05:50: джерело відкликало «{headline}»" in page
    assert f"<small>джерело відкликало «{headline}»</small>" in page


def test_what_the_operator_was_told_is_read_in_ukrainian(desk: Desk) -> None:
    passed = Message("alert.never_after_passed", moment="2026-03-12 10:00")
    told = Message("alert.did_not_go_out", edition=EDITION, why=passed)
    with desk.database() as database:
        claim_alert(database, Alert(edition=EDITION, about="expired", words=told, first=at(10)))
    said = f"{EDITION} не вийшов: минув його крайній час (2026-03-12 10:00)"
    browser = ukrainian(desk, "olena")
    assert said in unescape(browser.get("/").text)
    assert said in unescape(browser.page())


def test_what_an_older_version_wrote_down_in_english_is_shown_as_it_is(desk: Desk) -> None:
    told = f"{EDITION} did not go out: its never-after time passed (2026-03-12 10:00)"
    with desk.database() as database:
        claim_alert(database, Alert(edition=EDITION, about="expired", words=told, first=at(10)))
    assert told in unescape(ukrainian(desk, "olena").get("/").text)


def test_trouble_that_is_over_is_no_trouble_on_today_s_page(desk: Desk) -> None:
    told = f"{EDITION} has not gone out, and will not after 2026-03-12 10:00"
    browser = desk.browser("ada")
    with desk.database() as database:
        claim_alert(
            database, Alert(edition=EDITION, about="not sent in time", words=told, first=at(7))
        )
        assert told in unescape(browser.get("/").text)
        (alert,) = alerts_of(database, EDITION)
        end_alert(database, alert, now=at(7, 1))
        words = "it is over"
        claim_alert(
            database, Alert(edition=EDITION, about=f"over: {alert.about}", words=words, first=at(8))
        )
    for page in (browser.get("/").text, browser.page()):
        assert told not in unescape(page)
        assert words not in unescape(page)
