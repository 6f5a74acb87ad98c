"""What must hold for any text: a story becomes a mail without a fault, and a check never breaks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from digest.check.checker import check_letter, check_mail
from digest.model.edition import Item
from digest.model.mail import Severity
from tests.examples import examples
from tests.present.editions import LEAD, ONE_ITEM, TOP
from tests.present.letters import check_html
from tests.present.presenting import presented

ANY = st.text(max_size=80)
MARKUP = st.lists(
    st.sampled_from(
        [
            *"<>&\"'/= \n-!;:{}()%#",
            "<p", "</p>", "<div", "<table>", "<tr>", "<td", "<style>", "</style>", "<!--[if mso]>",
            "<![endif]-->", "<!--", "-->", "style=", "width:", "600px", "color:", "#fff", "rgb(",
            "<a href=", "<img src=", "<svg>", "<math>", "<title>", "<script>", "@media",
            "!important", "x", "a", "0", "\x00", "\u202e", "é",
        ]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@st.composite
def stories(draw: st.DrawFn, like: Item) -> Item:
    """A story with any text in every field that a source or an editor fills."""
    return replace(
        like,
        headline=draw(ANY.filter(lambda text: text.strip() != "")),
        brief=draw(ANY),
        source=draw(ANY),
        byline=draw(ANY),
        note=draw(ANY),
        slug=draw(ANY),
        url=draw(st.one_of(ANY, ANY.map(lambda text: f"https://a.example/{text}"))),
        link_text=draw(ANY),
        direction=draw(st.sampled_from(["ltr", "rtl"])),
    )


@examples(60)
@given(lead=stories(LEAD), top=stories(TOP[0]), opening=ANY)
def test_any_story_becomes_a_mail_without_a_fault(lead: Item, top: Item, opening: str) -> None:
    named = replace(lead, headline=f"Flood {lead.headline}")
    result = presented(replace(ONE_ITEM, lead=named, top=(top,), opening=opening))
    findings = check_mail(result.mail)
    assert [one for one in findings if one.severity is Severity.ERROR] == []
    assert result.dropped == ()


@examples(200)
@given(html=st.one_of(st.text(), MARKUP))
def test_the_check_of_any_document_says_something_and_does_not_break(html: str) -> None:
    assert all(finding.rule and finding.message for finding in check_html(html))


@examples(100)
@given(letter=st.binary(), body=MARKUP)
def test_the_check_of_any_letter_says_something_and_does_not_break(
    letter: bytes, body: str
) -> None:
    head = b"Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    for content in (letter, head + letter, head + body.encode()):
        assert check_letter(content) != ()
