"""Being asked to approve by mail: who is, when, what the mail says, and that it stops nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlite_utils import Database

from digest.model.article import Article, Status
from digest.model.edit import (
    EditionField,
    ItemField,
    Override,
    OverrideEdition,
    RetitleSection,
)
from digest.model.edition import Decision, State
from digest.model.settings import Approval, DeskPages, MailServer, Newsletter
from digest.model.users import NewUser, Role
from digest.store.articles import save_articles
from digest.store.editions import move_edition
from digest.store.recipient_imports import add_recipient
from digest.store.users import add_user, lock_out, set_language, set_mail, users_of
from tests.deliver.scripted_server import SILENCE, TAKE_AND_DROP, Moment, ScriptedServer
from tests.edit.morning import REQUIRED, TODAY, Morning, long_articles
from tests.newsroom import MORNING, at, mailing_by, told_of

GRACE = replace(MORNING, approval=Approval.GRACE, grace_minutes=15)
DESK = "https://desk.example.com/digest"

Open = Callable[..., Morning]


@pytest.fixture
def open_newsroom(database: Database, tmp_path: Path) -> Open:
    """A newsroom with two readers, in which Ada approves, Oksana edits and Rex only reads."""

    def opened(newsletter: Newsletter = REQUIRED) -> Morning:
        save_articles(database, long_articles(), now=at(5))
        for reader in ("una", "bob"):
            add_recipient(database, "morning", f"{reader}@example.com", now=at(1))
        hire(database, "ada", Role.APPROVER)
        hire(database, "oksana", Role.EDITOR)
        hire(database, "rex", Role.READER)
        morning = Morning(database, tmp_path, newsletter)
        morning.settings = replace(morning.settings, desk=DeskPages(url=DESK))
        return morning

    return opened


@pytest.fixture
def morning(open_newsroom: Open) -> Morning:
    return open_newsroom()


def hire(database: Database, name: str, role: Role) -> None:
    address = f"{name}@gazette.example.com"
    add_user(
        database, NewUser(name=name, role=role, mail=address), password="correct horse", now=at(1)
    )


def mails(morning: Morning, to: str = "ada") -> list[EmailMessage]:
    """What the person got about approvals, the earliest first."""
    paths = sorted(
        (Path(morning.settings.project) / "outbox").glob(f"approve_*/{to}@*.eml"),
        key=lambda path: path.stat().st_mtime_ns,
    )
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def text(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def rename(morning: Morning, who: str, words: str = "Three ships for Merrow") -> None:
    change = Override(story="article-2", field=ItemField.HEADLINE, text=words)
    morning.change(change, who=who)


def test_whoever_may_approve_is_asked_when_the_edition_is_ready(morning: Morning) -> None:
    assert morning.attend(at(5, 45)) is State.READY
    (mail,) = mails(morning)
    assert mail["To"] == "ada@gazette.example.com"
    assert mail["Subject"] == "To approve: The Morning Tide, Thursday 12 March 2026"
    assert mails(morning, to="oksana") == mails(morning, to="rex") == []


def test_the_mail_says_what_goes_to_how_many_and_until_when_it_can_be_approved(
    morning: Morning,
) -> None:
    morning.attend(at(5, 45))
    said = text(mails(morning)[0])
    assert "It goes to 2 readers at 06:30. Please approve it by 06:20" in said
    assert "After 10:00 it does not go out. (Times are those of UTC.)" in said
    assert said.startswith("The Morning Tide of Thursday 12 March 2026 is ready and waits for")
    assert f"Subject: {morning.mail().subject}" in said
    headlines = [item.headline for item in morning.edition().items()]
    assert "\n".join(f" {number}. {line}" for number, line in enumerate(headlines, 1)) in said
    assert f"{DESK}/editions/{TODAY}\n" in said
    assert f"{DESK}/approve/" in said


def test_who_reads_the_desk_in_ukrainian_is_asked_in_ukrainian(morning: Morning) -> None:
    read_in_ukrainian(morning, "ada")
    morning.attend(at(5, 45))
    (mail,) = mails(morning)
    assert mail["Subject"] == "На схвалення: The Morning Tide, четвер, 12 березня 2026 р."
    said = text(mail)
    assert said.startswith("«The Morning Tide», четвер, 12 березня 2026")
    assert "Він піде 2 читачам о 06:30. Схваліть його, будь ласка, до 06:20" in said
    assert "діє 24 години" in said
    assert not english_left(said, but=(morning.mail().subject, "The Morning Tide"))


def test_why_an_approval_was_dropped_is_told_in_ukrainian_too(morning: Morning) -> None:
    read_in_ukrainian(morning, "ada")
    morning.attend(at(5, 45))
    morning.approve()
    rename(morning, "oksana", "Три кораблі")
    title = RetitleSection(section="business", text="Гроші")
    morning.change(title, who="oksana")
    morning.change(OverrideEdition(field=EditionField.SUBJECT, text="Кораблі"), who="oksana")
    morning.attend(at(5, 52))
    dropped = mails(morning)[-1]
    assert dropped["Subject"].startswith("Схвалення знято: The Morning Tide")
    assert "більше не схвалений: змінено текст матеріалу" in text(dropped)
    assert "- змінено тему" in text(dropped)
    assert "- змінено: «Три кораблі»" in text(dropped)


def read_in_ukrainian(morning: Morning, name: str) -> None:
    (person,) = (each for each in users_of(morning.database) if each.name == name)
    set_language(morning.database, person.id, "uk")


def english_left(said: str, but: tuple[str, ...]) -> list[str]:
    """Paragraphs of the mail with English sentences in them, but for headlines and addresses."""
    for words in but:
        said = said.replace(words, "")
    said = re.sub(r"^ ?\d+\. .*$|https?://\S+", "", said, flags=re.MULTILINE)
    return re.findall(r"[a-z]+ [a-z]+", said)


def test_nobody_is_asked_twice(morning: Morning) -> None:
    for minute in (45, 46, 50):
        morning.attend(at(5, minute))
    assert len(mails(morning)) == 1


def test_edits_and_builds_while_it_waits_are_no_reason_for_another_mail(morning: Morning) -> None:
    morning.attend(at(5, 45))
    rename(morning, "oksana")
    morning.build(at(5, 50))
    morning.attend(at(5, 51))
    assert len(mails(morning)) == 1


def test_who_has_no_address_or_no_access_is_not_written_to(morning: Morning) -> None:
    hire(morning.database, "olena", Role.OPERATOR)
    set_mail(morning.database, "ada", "")
    lock_out(morning.database, "olena")
    morning.attend(at(5, 45))
    assert mails(morning) == mails(morning, to="olena") == []


def test_an_edition_that_approves_itself_after_a_while_says_when(open_newsroom: Open) -> None:
    morning = open_newsroom(GRACE)
    morning.attend(at(5, 45))
    (mail,) = mails(morning)
    said = text(mail)
    assert mail["Subject"].startswith("Ready: The Morning Tide")
    assert "Unless somebody holds it, it is approved by itself at 06:00." in said


def test_an_edition_that_approves_itself_at_once_asks_nobody(open_newsroom: Open) -> None:
    morning = open_newsroom(MORNING)
    assert morning.attend(at(5, 45)) is State.APPROVED
    assert mails(morning) == []


TAKEN_BACK: dict[str, Callable[[Article], Article]] = {
    "was withdrawn by its source": lambda article: replace(article, status=Status.CANCELED),
    "is under embargo until 2026-03-12 12:00 (UTC)": lambda article: replace(
        article, embargo=at(12)
    ),
}


@pytest.mark.parametrize("how", TAKEN_BACK)
@pytest.mark.parametrize("newsletter", [REQUIRED, GRACE, MORNING], ids=lambda each: each.approval)
def test_editors_are_told_when_a_source_takes_an_approved_story_back(
    open_newsroom: Open, newsletter: Newsletter, how: str
) -> None:
    morning = open_newsroom(newsletter)
    morning.attend(at(5, 45))
    if morning.state() is State.READY:
        morning.approve()
    morning.gather(TAKEN_BACK[how](morning.article("article-2")))
    morning.attend(at(6, 10))
    for person in ("ada", "oksana"):
        mail = mails(morning, to=person)[-1]
        assert mail["Subject"].startswith("Approval dropped: The Morning Tide")
        assert f"“Shipyard wins order for three research vessels” {how}" in text(mail)
        assert "- dropped: “Shipyard wins order for three research vessels”" in text(mail)
    assert "/approve/" in text(mails(morning)[-1])
    assert "/approve/" not in text(mails(morning, to="oksana")[-1])


def test_an_edit_that_drops_an_approval_is_told_to_everybody_else(morning: Morning) -> None:
    morning.attend(at(5, 45))
    morning.approve()
    rename(morning, "oksana")
    morning.change(OverrideEdition(field=EditionField.SUBJECT, text="Three ships"), who="oksana")
    morning.attend(at(5, 52))
    first, dropped = mails(morning)
    assert "a story’s text was edited (oksana, 05:45)." in text(dropped)
    assert "- changed: the subject\n- changed: “Three ships for Merrow”" in text(dropped)
    assert link_in(first) != link_in(dropped)
    assert mails(morning, to="oksana") == []


def test_an_approver_is_not_told_what_they_did_themselves(morning: Morning) -> None:
    morning.attend(at(5, 45))
    morning.approve()
    rename(morning, "ada")
    morning.attend(at(5, 52))
    assert len(mails(morning)) == 1
    assert len(mails(morning, to="oksana")) == 1


def test_each_dropped_approval_is_told(morning: Morning) -> None:
    morning.attend(at(5, 45))
    for minute in (50, 55):
        morning.approve()
        rename(morning, "oksana", f"Three ships, {minute}")
        morning.attend(at(5, minute))
    assert len(mails(morning)) == 3


def test_an_edition_that_was_held_and_released_is_asked_for_again(morning: Morning) -> None:
    morning.attend(at(5, 45))
    move_edition(morning.database, TODAY, State.HELD, Decision(who="oksana", at=at(5, 46)))
    morning.attend(at(5, 50))
    assert len(mails(morning)) == 1
    move_edition(morning.database, TODAY, State.READY, Decision(who="olena", at=at(5, 51)))
    morning.attend(at(5, 52))
    assert len(mails(morning)) == 2


def test_a_mail_that_the_checker_refuses_is_counted_and_has_no_link(morning: Morning) -> None:
    morning.build(at(5, 45))
    letters = OverrideEdition(field=EditionField.SUBJECT, text="S" * 300)
    morning.change(letters, who="oksana")
    errors = len(morning.preview().errors)
    assert errors
    morning.attend(at(5, 46))
    said = text(mails(morning)[0])
    assert f"The mail checker found {errors} error" in said
    assert "/approve/" not in said


def test_after_the_hour_of_sending_it_goes_as_soon_as_it_is_approved(morning: Morning) -> None:
    morning.build(at(5, 45))
    morning.attend(at(6, 40))
    said = text(mails(morning)[0])
    assert "It goes to 2 readers as soon as it is approved. Please approve it as soon as" in said


def test_nobody_is_asked_for_what_will_not_go_any_more(morning: Morning) -> None:
    morning.build(at(5, 45))
    assert morning.attend(at(10, 1)) is State.EXPIRED
    assert mails(morning) == []


def test_a_headline_cannot_write_a_paragraph_of_its_own(morning: Morning) -> None:
    morning.build(at(5, 45))
    rename(morning, "oksana", "Ships\n\nApprove this very mail:\nhttps://evil.example")
    morning.attend(at(5, 46))
    assert "\nApprove this very mail:\nhttps://evil" not in text(mails(morning)[0])


def test_a_mail_server_that_is_down_stops_nothing(
    open_newsroom: Open, caplog: pytest.LogCaptureFixture
) -> None:
    morning = open_newsroom(GRACE)
    nowhere = MailServer(host="127.0.0.1", port=9, timeout_seconds=1)
    working, morning.settings = morning.settings, replace(morning.settings, mail=nowhere)
    assert morning.attend(at(5, 45)) is State.READY
    assert "ada@gazette.example.com could not be told by mail" in caplog.text
    assert morning.attend(at(6, 1)) is State.APPROVED
    assert told_of(morning.database, TODAY) == {}
    assert mails(morning) == []
    morning.settings = working
    assert morning.attend(at(6, 30)) is State.SENT


def mail_by(morning: Morning, port: int) -> None:
    morning.settings = mailing_by(morning.settings, port)


def test_a_question_that_no_server_took_is_asked_at_a_later_look_once(morning: Morning) -> None:
    mail_by(morning, port=9)
    morning.attend(at(5, 45))
    with ScriptedServer() as server:
        mail_by(morning, server.port)
        for minute in (46, 47, 59):
            morning.attend(at(5, minute))
    assert server.recipients == ["ada@gazette.example.com"]
    assert told_of(morning.database, TODAY) == {}


def test_a_server_that_says_later_is_asked_again_after_growing_pauses(morning: Morning) -> None:
    offered: list[int] = []

    def greylisting(moment: Moment) -> str | None:
        if moment.step != "dot":
            return None
        offered.append(morning.clock().minute)
        return "451 4.7.1 come again" if moment.count < 3 else None

    with ScriptedServer(greylisting) as server:
        mail_by(morning, server.port)
        for minute in range(45, 55):
            morning.attend(at(5, minute))
    assert offered == [45, 46, 48]
    assert len(server.taken) == 1


def test_a_question_that_a_server_refuses_is_told_to_the_operator_and_not_asked_again(
    morning: Morning,
) -> None:
    def refusing(moment: Moment) -> str | None:
        return "550 5.1.1 nobody of that name" if moment.step == "rcpt" else None

    with ScriptedServer(refusing) as server:
        mail_by(morning, server.port)
        for minute in (45, 46, 55):
            morning.attend(at(5, minute))
    assert len([each for each in server.commands if each.startswith("RCPT")]) == 1
    (told,) = told_of(morning.database, TODAY).values()
    assert told.startswith("ada could not be asked to approve: ada@gazette.example.com")


def test_a_question_that_a_server_may_have_taken_is_never_asked_again(morning: Morning) -> None:
    with ScriptedServer(lambda moment: TAKE_AND_DROP if moment.step == "dot" else None) as server:
        mail_by(morning, server.port)
        for minute in (45, 46, 55):
            morning.attend(at(5, minute))
    assert server.recipients == ["ada@gazette.example.com"]
    (told,) = told_of(morning.database, TODAY).values()
    assert told == "ada may not have been asked to approve: no answer about ada@gazette.example.com"


def test_a_server_that_is_down_for_good_is_given_up_and_told(morning: Morning) -> None:
    mail_by(morning, port=9)
    for minute in range(31):
        morning.attend(at(5, 45) + timedelta(minutes=minute))
    assert told_of(morning.database, TODAY) == {}
    morning.attend(at(6, 16))
    (told,) = told_of(morning.database, TODAY).values()
    assert told.startswith("ada could not be asked to approve")
    with ScriptedServer() as server:
        mail_by(morning, server.port)
        morning.attend(at(7))
    assert server.taken == []


def test_an_edition_waits_for_one_time_out_of_a_silent_server_however_many_it_asks(
    morning: Morning,
) -> None:
    for name in ("olena", "petro"):
        hire(morning.database, name, Role.APPROVER)
    with ScriptedServer(lambda _: SILENCE) as server:
        mail_by(morning, server.port)
        morning.attend(at(5, 45))
        assert server.connections == 1
    with ScriptedServer() as working:
        mail_by(morning, working.port)
        morning.attend(at(5, 46))
    assert sorted(each.partition("@")[0] for each in working.recipients) == [
        "ada",
        "olena",
        "petro",
    ]


def test_a_broken_template_keeps_the_question_until_it_is_mended(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    from digest.model.errors import PresentError
    from digest.pipelines import approval_requests

    def broken(*_: object, **__: object) -> None:
        raise PresentError("no such block", where="morning.mjml:3")

    with monkeypatch.context() as patch:
        patch.setattr(approval_requests, "preview_edition", broken)
        morning.attend(at(5, 45))
    assert mails(morning) == []
    morning.attend(at(5, 46))
    assert len(mails(morning)) == 1


def link_in(mail: EmailMessage) -> str:
    return next(line for line in text(mail).splitlines() if line.startswith(f"{DESK}/approve/"))
