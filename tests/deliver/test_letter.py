"""Letters: the same to every mail program as a message built whole, and safe on the wire."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP, compat32
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.deliver.letter import CompiledMail, compile_mail, message_id_of, write_letter
from digest.deliver.signed_links import RecipientLinks, links_for
from digest.model.errors import DeliveryError
from digest.model.mail import (
    BROWSER_URL,
    GREETING,
    PREFERENCES_URL,
    STAND_INS,
    UNSUBSCRIBE_URL,
    Letter,
    Mail,
    Recipient,
    TopicSpan,
)
from digest.model.settings import MailServer
from tests.deliver.rounds import MAIL, NEWSLETTER, NOW, PUBLICATION, parsed, part
from tests.examples import examples

ADA = Recipient(id=7, newsletter="morning", address="ada@example.com", name="Ada Lovelace")
LINKS = links_for(
    7,
    MAIL.edition,
    base_url="https://digest.example.com/",
    secret=b"secret",
    unsubscribe_address="leave@digest.example.com",
)


def compiled(mail: Mail = MAIL) -> CompiledMail:
    return compile_mail(
        mail, newsletter=NEWSLETTER, publication=PUBLICATION, server=MailServer(), date=NOW
    )


def letter(
    mail: Mail = MAIL, *, recipient: Recipient = ADA, links: RecipientLinks = LINKS
) -> Letter:
    return write_letter(compiled(mail), recipient, links=links)


def slow_path(mail: Mail, links: RecipientLinks) -> tuple[str, str, str]:
    """Subject, text and html of a message built whole by the standard library, as it is read."""
    text, html = (
        content.replace(UNSUBSCRIBE_URL, links.unsubscribe)
        .replace(PREFERENCES_URL, links.preferences)
        .replace(BROWSER_URL, links.browser)
        for content in (mail.text, mail.html)
    )
    message = EmailMessage(policy=SMTP)
    message["Subject"] = mail.subject
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    read = parsed(message.as_bytes())
    return str(read["Subject"]), part(read, "plain"), part(read, "html")


texts = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *STAND_INS,
                ".",
                "..",
                "\n",
                "\n.",
                "\r\n",
                "=",
                " ",
                " \n",
                "\t\n",
                "x" * 75,
                "x" * 76,
            ]
        ),
        st.text(
            st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029"),
            max_size=90,
        ),
    ),
    max_size=12,
).map("".join)


@given(text=texts, html=texts)
@example(text="." * 300, html="é" * 300)
@example(text=f"{UNSUBSCRIBE_URL}", html=f"{BROWSER_URL}{BROWSER_URL}")
@example(text=f"a {UNSUBSCRIBE_URL}.\n", html=f"\n{BROWSER_URL}\n.")
@examples(150)
def test_a_letter_reads_like_a_message_built_whole(text: str, html: str) -> None:
    mail = replace(MAIL, text=text, html=html)
    read = parsed(letter(mail).content)
    subject, expected_text, expected_html = slow_path(mail, LINKS)
    assert str(read["Subject"]) == subject
    # the standard library ends a part with a line end that is not the text's
    assert part(read, "plain").removesuffix("\n") == expected_text.removesuffix("\n")
    assert part(read, "html").removesuffix("\n") == expected_html.removesuffix("\n")


@st.composite
def texts_with_topics(draw: st.DrawFn) -> tuple[str, tuple[TopicSpan, ...]]:
    stretches = draw(st.lists(st.tuples(st.sampled_from(["", "harbour", "sport"]), texts)))
    content, spans = "", []
    for topic, stretch in stretches:
        stretch = stretch.replace("\r", "")  # no span begins inside a line end
        if topic and stretch:
            start = len(content)
            spans.append(TopicSpan(topic=topic, start=start, end=start + len(stretch)))
        content += stretch
    return content, tuple(spans)


def without_topics(content: str, spans: tuple[TopicSpan, ...], kept: tuple[str, ...]) -> str:
    for span in reversed(spans):
        if span.topic not in kept:
            content = content[: span.start] + content[span.end :]
    return content


@given(
    text=texts_with_topics(),
    html=texts_with_topics(),
    topics=st.sampled_from([(), ("harbour",), ("sport", "harbour"), ("weather",)]),
)
@examples(300)
def test_a_letter_of_chosen_topics_reads_like_the_mail_without_the_others(
    text: tuple[str, tuple[TopicSpan, ...]],
    html: tuple[str, tuple[TopicSpan, ...]],
    topics: tuple[str, ...],
) -> None:
    mail = replace(MAIL, text=text[0], text_topics=text[1], html=html[0], html_topics=html[1])
    content = letter(mail, recipient=replace(ADA, topics=topics)).content
    lines = content.split(b"\r\n")
    assert not any(line.startswith(b".") for line in lines)
    assert max(map(len, content.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))) <= 76
    kept = topics or ("harbour", "sport")
    shown = replace(mail, text=without_topics(*text, kept), html=without_topics(*html, kept))
    _, expected_text, expected_html = slow_path(shown, LINKS)
    read = parsed(content)
    assert part(read, "plain").removesuffix("\n") == expected_text.removesuffix("\n")
    assert part(read, "html").removesuffix("\n") == expected_html.removesuffix("\n")


@pytest.mark.parametrize(
    ("name", "text", "html"),
    [
        ("Ada King O'Hara", "Good day, Ada!", "Good day, Ada!"),
        ("D'Arcy Hale", "Good day, D'Arcy!", "Good day, D&#x27;Arcy!"),
        ("Ada & <b>Bob</b>", "Good day!", "Good day!"),
        ("Ада\r\nBcc", "Good day, Ада!", "Good day, Ада!"),
        ("\u202eevil", "Good day, Evil!", "Good day, Evil!"),
        ("", "Good day!", "Good day!"),
    ],
)
def test_a_letter_greets_its_reader_by_first_name(name: str, text: str, html: str) -> None:
    span = (TopicSpan(topic=GREETING, start=4, end=13),)
    mail = replace(
        MAIL,
        text="Top\nGood day!\nBody",
        text_topics=span,
        html="<p>\nGood day!</p>",
        html_topics=span,
    )
    greeted = compile_mail(
        mail,
        newsletter=replace(NEWSLETTER, greeting="Good day, {name}!"),
        publication=PUBLICATION,
        server=MailServer(),
        date=NOW,
    )
    for topics in ((), ("sport",)):
        reader = replace(ADA, name=name, topics=topics)
        read = parsed(write_letter(greeted, reader, links=LINKS).content)
        assert part(read, "plain") == f"Top\n{text}\nBody"
        assert part(read, "html") == f"<p>\n{html}</p>"


@given(text=texts, html=texts, name=st.text(max_size=120), subject=st.text(max_size=300))
@examples(150)
def test_a_letter_is_always_safe_on_the_wire(text: str, html: str, name: str, subject: str) -> None:
    mail = replace(MAIL, text=text, html=html, subject=subject)
    content = letter(mail, recipient=replace(ADA, name=name)).content
    lines = content.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines)
    assert not any(line.startswith(b".") for line in lines)
    assert max(map(len, lines)) <= 998
    body = content.split(b"\r\n\r\n", 1)[1]
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert parsed(content)["To"].addresses[0].addr_spec == "ada@example.com"


@given(subject=st.text(), name=st.text())
@examples(150)
def test_no_text_can_begin_a_header_of_its_own(subject: str, name: str) -> None:
    hostile = f"{subject}\r\nBcc: victim@example.com\nX: y\r{name}"
    mail = replace(MAIL, subject=hostile, reply_to="desk@example.com")
    plain = letter(replace(mail, subject="s"))
    written = letter(mail, recipient=replace(ADA, name=hostile))
    assert parsed(written.content).keys() == parsed(plain.content).keys()


def test_a_letter_carries_the_headers_that_receivers_ask_for() -> None:
    read = parsed(letter(replace(MAIL, reply_to="Desk <desk@example.com>")).content)
    assert read["From"] == "The Harbour Gazette <morning@digest.example.com>"
    assert read["To"] == "Ada Lovelace <ada@example.com>"
    assert read["Reply-To"] == "Desk <desk@example.com>"
    assert read["Date"].datetime == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert read["List-Id"].replace('"', "") == "The Morning Tide <morning.digest.example.com>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    https, mailto = read["List-Unsubscribe"].split(", ")
    assert https == f"<{LINKS.unsubscribe}>"
    assert mailto == f"<{LINKS.unsubscribe_mail}>"
    assert mailto.startswith("<mailto:leave@digest.example.com?subject=unsubscribe%20")


def test_the_text_part_comes_before_the_html_part() -> None:
    parts = [part.get_content_type() for part in parsed(letter().content).iter_parts()]
    assert parts == ["text/plain", "text/html"]


def test_every_stand_in_becomes_the_recipient_s_own_link() -> None:
    read = parsed(letter().content)
    both = part(read, "plain") + part(read, "html")
    assert "recipient.invalid" not in both
    assert both.count(LINKS.unsubscribe) == 2
    assert both.count(LINKS.preferences) == 1
    assert both.count(LINKS.browser) == 1


def test_a_link_is_escaped_in_html_and_not_in_text() -> None:
    links = replace(LINKS, unsubscribe="https://x.example.com/?a=1&b=2")
    read = parsed(letter(links=links).content)
    assert "https://x.example.com/?a=1&amp;b=2" in part(read, "html")
    assert "https://x.example.com/?a=1&b=2\n" in part(read, "plain")


def test_the_message_id_is_the_same_for_the_same_recipient_and_edition() -> None:
    assert letter().message_id == letter().message_id
    assert letter().message_id != letter(recipient=replace(ADA, id=8)).message_id
    assert letter().message_id != letter(replace(MAIL, edition="morning-2026-11-24")).message_id
    assert parsed(letter().content)["Message-ID"] == letter().message_id


def test_the_message_id_does_not_tell_who_reads_it() -> None:
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.com>", message_id_of("e", 7, "example.com"))


def test_a_letter_written_again_is_the_same_byte_for_byte() -> None:
    assert letter().content == letter().content


@pytest.mark.parametrize(
    "name", ["Ольга Кобилянська", 'He said "hi" \\ bye', "A, B; C: <d@e.f>", "Ōe " * 40]
)
def test_a_name_is_read_as_it_is_spelt(name: str) -> None:
    # the standard library's newer parser puts a space between two encoded words; its older one
    # reads them as RFC 2047 6.2 says
    read = message_from_bytes(letter(recipient=replace(ADA, name=name)).content, policy=compat32)
    decoded = str(make_header(decode_header(str(read["To"]))))
    assert parseaddr(decoded)[0] == name.strip()


@given(words=st.lists(st.sampled_from(["The Morning Tide,", "четвер,", "12", "–", "Möwe"])))
def test_a_subject_keeps_every_space_whatever_its_words(words: list[str]) -> None:
    subject = " ".join(["На схвалення:", *words])
    content = letter(replace(MAIL, subject=subject)).content
    header = message_from_bytes(content, policy=compat32)["Subject"]
    assert str(make_header(decode_header(str(header)))) == subject
    assert str(parsed(content)["Subject"]) == subject


def test_marks_that_turn_the_direction_of_text_are_taken_out_of_a_name() -> None:
    name = "Ada\u202egnp.\u2066exe"
    [address] = parsed(letter(recipient=replace(ADA, name=name)).content)["To"].addresses
    assert address.display_name == "Adagnp.exe"


@pytest.mark.parametrize(
    "address", ["a@b.c\r\nBcc: x@y.z", "a@b.c\n", "a b@c.d", "<a@b.c>", "a@b.c,x@y.z", "a@b.c\0"]
)
def test_an_address_that_cannot_stand_in_a_header_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        letter(recipient=replace(ADA, address=address))


@pytest.mark.parametrize("link", ["https://x.example.com/\r\nX: y", "https://x/\0", "https://x/\n"])
def test_a_link_that_could_break_a_line_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="control characters"):
        letter(links=replace(LINKS, unsubscribe=link))


@pytest.mark.parametrize("sender", ["", "Nobody", "a@b.c, d@e.f", "Name <a@>", "x <ж@example.com>"])
def test_a_sender_that_is_not_one_address_is_an_error(sender: str) -> None:
    with pytest.raises(DeliveryError, match="sender"):
        compiled(replace(MAIL, sender=sender))


def test_bounces_go_to_the_envelope_sender_of_the_settings() -> None:
    server = MailServer(envelope_sender="bounce@digest.example.com")
    made = compile_mail(
        MAIL, newsletter=NEWSLETTER, publication=PUBLICATION, server=server, date=NOW
    )
    written = write_letter(made, ADA, links=LINKS)
    assert written.sender_address == "bounce@digest.example.com"


def header_lines(content: bytes, name: str) -> list[str]:
    """A header's lines as they go over the wire, without the name of the header."""
    head = content.split(b"\r\n\r\n", 1)[0].decode("ascii")
    [found] = re.findall(rf"(?m)^{name}:((?:.*\r\n[ \t])*.*)$", head + "\r\n")
    return [line.rstrip("\r") for line in str(found).split("\n")]


@pytest.mark.parametrize(
    "name",
    [
        "Газета «Приморська правда» за ранок",
        "Газета",
        "الصحيفة اليومية للميناء القديم والمدينة",
        "Der Hafenkurier für Möwenfreunde und Frühaufsteher an der Küste",
        "The Harbour Gazette and Merrow Advertiser with the Old Quay Observer of 1871",
        "TheHarbourGazetteAndMerrowAdvertiserWithTheOldQuayObserverOfEighteenSeventyOne",
    ],
)
def test_no_header_begins_with_an_empty_line_and_none_is_longer_than_a_line_may_be(
    name: str,
) -> None:
    mail = replace(
        MAIL,
        sender=f'"{name}" <morning@digest.example.com>',
        reply_to=f'"{name}" <desk@digest.example.com>, second@digest.example.com',
        subject=f"{name} · {name}",
    )
    content = letter(mail, recipient=replace(ADA, name=name)).content
    for header in ("From", "Reply-To", "Subject", "To", "List-Id"):
        first, *others = header_lines(content, header)
        assert first.startswith(" ")
        assert first.strip()
        assert all(line.strip() for line in others)
        for line in (f"{header}:{first}", *others):
            assert len(line) <= 76 or " " not in line.partition(":")[2].strip()
            assert len(line) <= 76 or "=?" not in line
    # the standard library's newer parser puts a space between two encoded words
    older = message_from_bytes(content, policy=compat32)
    unfolded = str(older["From"]).replace("\r", "").replace("\n", "")
    read_name = parseaddr(str(make_header(decode_header(unfolded))))[0]
    assert read_name == name
    read = parsed(content)
    assert [each.addr_spec for each in read["Reply-To"].addresses] == [
        "desk@digest.example.com",
        "second@digest.example.com",
    ]


def test_a_letter_tells_gmail_by_what_to_count_complaints() -> None:
    edition, newsletter, kind, sender = parsed(letter().content)["Feedback-ID"].split(":")
    assert (edition, newsletter, kind) == (MAIL.edition, "morning", "newsletter")
    assert 5 <= len(sender) <= 15
    other = letter(replace(MAIL, edition="morning-2026-11-24", subject="Another"))
    assert parsed(other.content)["Feedback-ID"].endswith(f":{sender}")


def test_a_subject_read_from_right_to_left_carries_its_mark() -> None:
    subject = "BBC: افتتاح الجسر القديم…"
    read = str(parsed(letter(replace(MAIL, subject=subject, language="ar")).content)["Subject"])
    assert read == f"\u200f\u202b{subject}\u202c"
    assert str(parsed(letter(replace(MAIL, language="en")).content)["Subject"]) == MAIL.subject
