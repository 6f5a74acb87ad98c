"""Sections of a mail can be left out for readers of other topics: where they begin and end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digest.model.greetings import greeting_to
from digest.model.mail import GREETING, TopicSpan
from digest.present.mail_builder import present
from digest.present.topic_spans import for_topic, take_out_marks, without_empty_lines
from tests.present.editions import EDITION, NEWSLETTER, PUBLICATION
from tests.present.presenting import OURS, TEMPLATES, mail_of


def told(content: str, spans: tuple[TopicSpan, ...], topic: str) -> str:
    return "".join(content[span.start : span.end] for span in spans if span.topic == topic)


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_section_is_marked_in_both_parts_and_nothing_else_is(template: str) -> None:
    mail = mail_of(EDITION, template)
    for section in EDITION.sections:
        for content, spans in ((mail.html, mail.html_topics), (mail.text, mail.text_topics)):
            part = " ".join(told(content, spans, section.id).split())
            assert all(item.headline in part for item in section.items)
            assert not any(item.headline in part for item in EDITION.top)
    assert "\ufdd0" not in mail.html + mail.text


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_newsletter_may_greet_and_the_mail_keeps_where(template: str) -> None:
    newsletter = replace(NEWSLETTER, template=template, greeting="Good morning, {name}!")
    mail = present(EDITION, publication=PUBLICATION, newsletter=newsletter, templates=OURS).mail
    assert greeting_to("Ada", newsletter.greeting, "en") == "Good morning, Ada!"
    assert told(mail.html, mail.html_topics, GREETING) == "Good morning!"
    assert told(mail.text, mail.text_topics, GREETING) == "Good morning!"


def test_taking_out_the_marks_leaves_what_was_there_without_them() -> None:
    content = f"a\n{for_topic('b', 'x')}c{for_topic('', 'y')}{for_topic('d', 'z')}"
    assert take_out_marks(content) == (
        "a\nbcd",
        (
            TopicSpan(topic="x", start=2, end=3),
            TopicSpan(topic="z", start=4, end=5),
        ),
    )


def test_a_mark_on_a_line_of_its_own_leaves_no_empty_line() -> None:
    marked = f"<tr>\n{for_topic(chr(10) + '<td>' + chr(10), 'x')}\n</tr>"
    assert take_out_marks(marked, with_lines=True)[0] == "<tr>\n<td>\n</tr>"


def test_empty_lines_are_counted_past_marks() -> None:
    marked = f"a\n\n{for_topic(chr(10) + 'b', 'x')}\n"
    content, spans = take_out_marks(without_empty_lines(marked))
    assert content == "a\n\nb\n"
    assert told(content, spans, "x") == "b"
