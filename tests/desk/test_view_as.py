"""The mail as a reader, a set of topics, the largest and the smallest form of it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path

import pytest

from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import links_for
from digest.desk.view_as import as_chosen, topics_of, variants_of
from digest.model.edition import Decision, State
from digest.model.mail import (
    BROWSER_URL,
    GREETING,
    PREFERENCES_URL,
    UNSUBSCRIBE_URL,
    Mail,
    Recipient,
    TopicSpan,
)
from digest.model.settings import Approval, Sizes
from digest.pipelines.publish import preview_edition
from digest.pipelines.send import send_edition
from digest.store.editions import move_edition
from digest.store.recipient_imports import RecipientDetails, add_recipient
from tests.desk.desks import EDITION, Desk, open_desk
from tests.newsroom import MORNING, at

SIZES = Sizes(minimum=2, top_stories=0)
"""A lead, and the other two stories in their sections."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    newsletter = replace(MORNING, approval=Approval.REQUIRED, sizes=SIZES)
    return open_desk(tmp_path, newsletter=newsletter)


def mail_of(desk: Desk) -> Mail:
    with desk.database() as database:
        made = preview_edition(
            desk.context.newsroom(database),
            EDITION,
            now=desk.clock(),
        )
    assert made.presented is not None
    return made.presented.mail


def html_in_letter(desk: Desk, mail: Mail, topics: tuple[str, ...]) -> str:
    """The HTML of the letter to somebody with those topics, with the stand-ins put back."""
    (newsletter,) = desk.settings.newsletters.values()
    compiled = compile_mail(
        mail,
        newsletter=newsletter,
        publication=desk.settings.publication,
        server=desk.settings.mail,
        date=desk.clock(),
    )
    links = links_for(
        7, EDITION, base_url="https://digest.example.com", secret=b"x", unsubscribe_address=""
    )
    reader = Recipient(id=7, newsletter="morning", address="ada@example.org", topics=topics)
    letter = message_from_bytes(write_letter(compiled, reader, links=links).content, policy=default)
    body = letter.get_body(("html",))
    assert body is not None
    html = str(body.get_content()).replace("\r\n", "\n")
    for own, stand_in in (
        (links.unsubscribe, UNSUBSCRIBE_URL),
        (links.preferences, PREFERENCES_URL),
        (links.browser, BROWSER_URL),
    ):
        html = html.replace(own, stand_in)
    return html


def test_the_mail_is_seen_as_its_letter_has_it(desk: Desk) -> None:
    mail = mail_of(desk)
    first, second = topics_of(mail)
    for topics in ((), (first,), (second,), (second, first), ("another",)):
        assert as_chosen(mail, topics).mail.html == html_in_letter(desk, mail, topics), topics


def test_a_greeting_is_no_topic_and_stays_whatever_is_chosen(desk: Desk) -> None:
    mail = mail_of(desk)
    greeted = replace(
        mail,
        html=f"Hello{mail.html}",
        html_topics=(
            TopicSpan(topic=GREETING, start=0, end=5),
            *(replace(one, start=one.start + 5, end=one.end + 5) for one in mail.html_topics),
        ),
    )
    assert topics_of(greeted) == topics_of(mail)
    assert as_chosen(greeted, (topics_of(mail)[0],)).mail.html.startswith("Hello")


def test_the_forms_are_counted_by_what_they_print_and_ordered_by_size(desk: Desk) -> None:
    mail = mail_of(desk)
    first, second = topics_of(mail)
    choices = {(): 5, (second, first): 2, (first,): 3, ("gone",): 1, ("gone", "lost"): 1}
    found = variants_of(mail, choices)
    assert [(one.topics, one.readers) for one in found] == [
        ((first, second), 7),
        ((first,), 3),
        ((), 2),
    ]
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)


def test_a_reader_is_looked_as_by_address(desk: Desk) -> None:
    first, _ = topics_of(mail_of(desk))
    with desk.database() as database:
        add_recipient(
            database,
            "morning",
            "bohdan@example.org",
            now=desk.clock(),
            details=RecipientDetails(topics=(first,)),
        )
    browser = desk.browser("oksana")
    page = unescape(browser.page("?view=headers&as=Bohdan@example.org"))
    assert "To: bohdan@example.org" in page
    assert "bohdan@example.org gets the mail in this form." in page
    shown = browser.get(f"/editions/{EDITION}/mail?as=bohdan@example.org").text
    assert shown == as_chosen(mail_of(desk), (first,)).mail.html


def test_who_is_on_the_list_is_told_to_editors_only(desk: Desk) -> None:
    address = "reader@example.org"
    assert f"{address} gets the mail" in unescape(desk.browser("oksana").page(f"?as={address}"))
    for asked in (address, "nobody@example.org"):
        page = unescape(desk.browser("rex").page(f"?as={asked}"))
        assert "is not on" not in page
        assert "To look as one reader needs the role editor" in page
    assert "nobody@example.org is not on" in unescape(
        desk.browser("oksana").page("?as=nobody@example.org")
    )


def test_the_largest_and_the_smallest_say_how_many_get_them(desk: Desk) -> None:
    with desk.database() as database:
        for number in range(3):
            address = f"reader{number}@example.org"
            add_recipient(
                database,
                "morning",
                address,
                now=desk.clock(),
                details=RecipientDetails(topics=("elsewhere",)),
            )
    browser = desk.browser("oksana")
    assert "1 reader gets the mail in this form." in unescape(browser.page("?as=largest"))
    smallest = unescape(browser.page("?as=smallest"))
    assert "3 readers get the mail in this form." in smallest
    assert "With none of the topics" in smallest


def test_a_topic_is_taken_out_and_put_back(desk: Desk) -> None:
    first, second = topics_of(mail_of(desk))
    browser = desk.browser("oksana")
    assert f"as={second}" in browser.page()  # the link that takes the first out
    assert f"as={first}%2C{second}" not in browser.page(f"?as={second}")  # all of them is no choice
    assert "as=-" in browser.page(f"?as={second}")


def test_what_is_approved_is_the_whole_mail_whoever_is_looked_as(desk: Desk) -> None:
    page = desk.browser("ada").page("?as=smallest")
    assert f'name="seen" value="{mail_of(desk).hash}"' in page


def test_the_history_of_a_sent_edition_says_what_readers_received(desk: Desk) -> None:
    first, _ = topics_of(mail_of(desk))
    with desk.database() as database:
        add_recipient(
            database,
            "morning",
            "bohdan@example.org",
            now=desk.clock(),
            details=RecipientDetails(topics=(first,)),
        )
    browser = desk.browser("olena")
    seen = browser.page().split('name="seen" value="')[1].split('"')[0]
    assert browser.step("approve", seen=seen).status_code == 303
    with desk.database() as database:
        desk.clock.set(at(6, 30))
        send_edition(
            desk.context.newsroom(database),
            EDITION,
            who="test",
        )
    assert desk.record().state is State.SENT
    page = unescape(browser.get(f"/editions/{EDITION}/history").text)
    assert "1 reader: everything" in page
    title = dict(desk.edited().edition.section_titles)[first]
    assert f"1 reader: {title}" in page


def test_an_edition_that_was_never_sent_was_received_by_nobody(desk: Desk) -> None:
    with desk.database() as database:
        move_edition(database, EDITION, State.KILLED, Decision(who="ada", at=desk.clock()))
    page = desk.browser("oksana").get(f"/editions/{EDITION}/history").text
    assert "What readers received" not in page
