"""What the checker says, and that no hostile letter is too much for it."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from digest.check.checker import RULES, check_letter, check_mail
from digest.model.catalogue import read_folder
from digest.model.mail import Severity
from tests.present.editions import PUBLICATION
from tests.present.letters import addressed, check_html, good_mail, letter

HTML = addressed(good_mail().html)


def with_body(markup: str) -> str:
    """Our own HTML with something added at the end of its body."""
    return HTML.replace("</body>", f"{markup}</body>")


def test_a_good_letter_has_no_finding() -> None:
    assert check_letter(letter()) == ()


def test_a_good_mail_and_its_html_alone_have_no_finding() -> None:
    assert check_mail(good_mail()) == ()
    assert check_html(HTML) == ()


def raw(before: bytes, after: bytes) -> bytes:
    """The good letter with some of its bytes changed."""
    good = letter()
    assert before in good
    return good.replace(before, after)


def test_a_signature_that_covers_the_list_headers_is_good() -> None:
    signed = "v=1; h=From:List-Unsubscribe:List-Unsubscribe-Post; b=x"
    assert check_letter(letter(DKIM_Signature=signed)) == ()


def test_a_finding_names_line_element_and_remedy() -> None:
    finding, *_ = check_html(
        HTML.replace("</div></body>", '\n\n<p onclick="x()">a</p></div></body>')
    )
    line = HTML.count("\n", 0, HTML.index("</body>")) + 3
    assert str(finding.where) == f"html line {line}, <p>"
    assert finding.severity is Severity.ERROR
    assert finding.hint


def test_errors_come_before_warnings() -> None:
    html = with_body('<a href="http://a.example/">x</a><p onclick="x()">a</p>')
    found = [one.severity for one in check_html(html)]
    assert found == sorted(found)
    assert set(found) == {Severity.ERROR, Severity.WARNING}


def test_a_fault_repeated_a_thousand_times_is_told_twenty_times() -> None:
    found = check_html(with_body('<p onclick="x()">a</p>' * 1_000))
    assert len([one for one in found if one.rule == "16-no-executable"]) == 20


def nested(depth: int) -> bytes:
    """A letter of multiparts within multiparts."""
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
        for number in range(depth)
    )


HOSTILE_LETTERS = {
    "empty": b"",
    "rubbish": bytes(range(256)) * 1_000,
    "rubbish that says it is base64": (
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + bytes(range(256)) * 100
    ),
    "headers only": b"Subject: x\r\n\r\n",
    "no text part": b"Content-Type: image/png\r\n\r\n\x89PNG",
    "nested 90 deep": nested(90),
    "nested 200 deep": nested(200),
    "nested 200 deep around a million lines": nested(200) + b"x\r\n" * 1_000_000,
    "nested 5000 deep": nested(5_000),
    "forwarded 5000 times": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "unknown charset": raw(b'charset="utf-8"', b'charset="x-nonsense"'),
    "a header of a million letters": b"Subject: " + b"x" * 1_000_000 + b"\r\n\r\nx",
    "a million headers": b"X: y\r\n" * 1_000_000 + b"\r\nx",
    "50 MB": b"x" * 50_000_000,
}


@pytest.mark.parametrize("content", HOSTILE_LETTERS.values(), ids=HOSTILE_LETTERS.keys())
@pytest.mark.one_in(5)
def test_a_hostile_letter_gets_findings_in_a_few_seconds(content: bytes) -> None:
    started = process_time()
    findings = check_letter(content)
    assert any(one.severity is Severity.ERROR and one.message for one in findings)
    assert process_time() - started < 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (HOSTILE_LETTERS["50 MB"], "more than 10,000,000 bytes"),
        (HOSTILE_LETTERS["nested 200 deep"], "more than 100 parts within parts"),
        (HOSTILE_LETTERS["forwarded 5000 times"], "more than 100 parts within parts"),
    ],
)
def test_a_letter_that_is_not_read_says_why(content: bytes, words: str) -> None:
    (finding,) = check_letter(content)
    assert finding.rule == "0-readable"
    assert words in str(finding.message)


def test_a_letter_without_a_text_part_is_told_so() -> None:
    content = b"Content-Type: image/png\r\n\r\n\x89PNG"
    (finding,) = (one for one in check_letter(content) if one.rule == "6-alternative")
    assert "text first, then HTML" in str(finding.message)


def test_a_mail_without_text_is_an_error() -> None:
    assert "7-same-stories" in {one.rule for one in check_mail(replace(good_mail(), text=""))}


def test_every_rule_has_a_number_a_reader_and_a_remedy_of_its_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.id.split("-")[0].isdigit()
    said = [message.key for rule in RULES for message in (rule.protects, rule.hint)]
    assert len({*said}) == len(said)
    assert {*said} <= read_folder("en").keys()


@pytest.mark.parametrize(
    "printed",
    [
        "The Harbour Gazette · 4 Quay Street · Port Merrow",
        "THE HARBOUR GAZETTE<br>4 Quay Street<br>Port Merrow",
        "<b>The Harbour Gazette</b>, 4 Quay&#160;Street, Port Me&#114;row",
    ],
)
def test_an_address_may_be_set_in_its_own_way(printed: str) -> None:
    html = good_mail().html.replace(PUBLICATION.address, printed)
    found = check_letter(letter(html), address=PUBLICATION.address)
    assert "2-address-early" not in {one.rule for one in found}


def test_an_address_is_looked_for_only_where_it_is_known() -> None:
    html = good_mail().html.replace(PUBLICATION.address, "")
    assert check_letter(letter(html)) == ()


def test_an_accent_in_an_address_may_be_written_in_two_ways() -> None:
    html = good_mail().html.replace(PUBLICATION.address, "4 Cafe\u0301 Street")
    assert check_letter(letter(html), address="4 Caf\u00e9 Street") == ()
