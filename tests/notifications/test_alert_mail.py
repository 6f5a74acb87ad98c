"""What the operator reads, in the publication's language where the desk speaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from digest.model.alert import ALL_CLEAR, Alert
from digest.model.catalogue import read_folder
from digest.model.edition import State
from digest.model.errors import DatabaseError
from digest.model.message import Message
from digest.model.settings import Approval, Settings
from digest.notifications.alert_mail import advice_on, subject_of, text_of
from digest.notifications.incidents import Incidents
from tests.deliver.scripted_server import ScriptedServer
from tests.newsroom import MORNING, Clock, at, mailing_by, settings_in
from tests.notifications.test_alerts import text_of as text_taken

TODAY = "morning-2026-03-12"
ABOUT = (
    *("failed: OSError", "refused by the checker: 1", "letters failed", "letters unknown"),
    *("send now failed", "expired", "unasked 1", "not begun in time", "no letter taken"),
    *("not approved in time", "not sent in time", "too few stories", "sent before"),
    *("withdrawn a b", "embargoed a b", "restored a b", "corrected a b", "withdrawn a b sent"),
    *("embargoed a b sent", "anything"),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A newsroom whose publication is Ukrainian."""
    found = settings_in(tmp_path, MORNING)
    publication = replace(found.publication, language="uk-UA", operator="night@example.com")
    return replace(found, publication=publication)


def alert(about: str, words: Message | str = "550 no such user", edition: str = TODAY) -> Alert:
    return Alert(edition=edition, about=about, words=words, first=at(6))


def in_state(state: State) -> Mapping[str, State]:
    return {TODAY: state}


def test_an_alert_is_written_in_the_publications_language(settings: Settings) -> None:
    told = Message("alert.not_approved", edition=TODAY, moment=at(10))
    mail = text_of([alert("not approved in time", told)], settings, in_state(State.READY))
    assert subject_of([alert("not approved in time", told)], settings) == (
        "The Harbour Gazette: The Morning Tide, четвер, 12 березня 2026\u202fр.:"
        " його вчасно не схвалено"
    )
    for line in (
        f"{TODAY} не схвалено; він вийде, якщо схвалити до 2026-03-12 10:00 (UTC)",
        f"Що робити: Перегляньте випуск і схваліть його в редакції або командою `digest approve"
        f" {TODAY}`.",
        f"Де: {settings.desk.address}/editions/{TODAY}",
    ):
        assert line in mail


def test_what_an_older_version_wrote_is_mailed_as_it_is(settings: Settings) -> None:
    assert "550 no such user" in text_of([alert("expired")], settings, in_state(State.EXPIRED))


@pytest.mark.parametrize(("count", "said"), [(2, "2 повідомлення"), (7, "7 повідомлень")])
def test_several_alerts_are_counted_as_people_count(
    settings: Settings, count: int, said: str
) -> None:
    alerts = [alert("expired", edition=f"morning-2026-03-{day:02}") for day in range(1, count + 1)]
    assert subject_of(alerts, settings) == f"The Harbour Gazette: {said} про її розсилки"


def test_all_advice_is_in_both_languages_of_the_desk(settings: Settings) -> None:
    kinds = [*ABOUT, *(f"{ALL_CLEAR}{about}" for about in ABOUT)]
    itself = replace(MORNING, approval=Approval.AUTOMATIC)
    given = {
        advice.key
        for about, state, newsletter in product(kinds, State, (MORNING, itself))
        if (
            advice := advice_on(
                alert(about),
                replace(settings, newsletters={"morning": newsletter}),
                in_state(state),
            )
        )
    }
    known = {key for key in read_folder("en") if key.startswith("alert.advice_")}
    assert given == known
    assert known <= read_folder("uk").keys()


def test_what_goes_on_failing_is_written_in_the_publications_language(settings: Settings) -> None:
    clock = Clock(at(6))
    what = Message("alert.work_of", work=Message("alert.work_schedule"), newsletter="morning")
    locked = DatabaseError(Message("database.locked"))
    with ScriptedServer() as server:
        incidents = Incidents(settings=mailing_by(settings, server.port), clock=clock)
        incidents.failed(what, locked)
        clock.set(at(6, 2))
        incidents.failed(what, locked)
        (mail,) = map(text_taken, server.taken)
    assert "The Harbour Gazette: не працює: розклад, morning" in mail
    assert "Не працює з 2026-03-12 06:00 (UTC)" in mail
    assert "Причина: база даних зайнята" in mail
