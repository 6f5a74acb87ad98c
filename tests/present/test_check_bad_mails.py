"""Every rule fires on eight mails that are bad in ways of their own, and on no good one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from digest.check import checker
from digest.check.checker import RULES, check_letter, check_mail
from digest.check.rules import Rule
from digest.model.edition import Edition
from digest.model.mail import UNSUBSCRIBE_URL
from tests.present import (
    bad_mails,
    bad_mails_deceiving,
    bad_mails_filters,
    bad_mails_reading,
    bad_mails_styles,
)
from tests.present.bad_mails import ADDRESS, HTML, Bad, sent
from tests.present.editions import ARABIC_EDITION, EDITION, MIXED
from tests.present.letters import check_html, letter
from tests.present.presenting import OURS, TEMPLATES, mail_of

BAD: Bad = {
    **bad_mails.SIZE,
    **bad_mails.MIME,
    **bad_mails_filters.FILTERS,
    **bad_mails_deceiving.DECEIVING,
    **bad_mails_deceiving.LEADING,
    **bad_mails_deceiving.HARD_TO_READ,
    **bad_mails_styles.DOCUMENT,
    **bad_mails_styles.STYLES,
    **bad_mails_reading.READING,
    **bad_mails_reading.DARK,
    **bad_mails_reading.PROGRAMS,
}
FEWEST = 8
OTHERS = sorted(Path(__file__).with_name("good_mails").glob("*.html"))


def fired(bad: str | bytes) -> set[str]:
    """The rules that find something in a document or a letter."""
    if isinstance(bad, str):
        return {finding.rule for finding in check_html(bad)}
    return {finding.rule for finding in check_letter(bad, address=ADDRESS)}


def test_every_rule_has_eight_bad_mails_that_differ() -> None:
    assert BAD.keys() == {rule.id for rule in RULES}
    assert {
        rule: len(set(several)) for rule, several in BAD.items() if len(set(several)) < FEWEST
    } == {}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_fires_on_each_of_its_bad_mails(
    rule: Rule, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """The rule alone looks at them; in `make whole` the whole checker does."""
    silent = []
    if not whole:
        monkeypatch.setattr(checker, "RULES", (rule,))
    for number, bad in enumerate(BAD[rule.id]):
        if rule.id not in fired(bad):
            silent.append(number)
    assert silent == []


def test_the_mail_that_the_bad_ones_are_made_from_is_good() -> None:
    assert fired(HTML) == set()
    assert fired(sent()) == set()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize(
    "edition", [EDITION, MIXED, ARABIC_EDITION], ids=["English", "two languages", "Arabic"]
)
def test_no_rule_fires_on_a_good_mail(template: str, edition: Edition) -> None:
    mail = mail_of(edition, template)
    assert check_mail(mail) == ()
    assert check_letter(letter(mail.html, mail.text), address=ADDRESS, templates=OURS) == ()


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_no_rule_fires_on_a_good_document_that_is_not_ours(file: Path) -> None:
    assert check_html(file.read_text("utf-8")) == ()


def test_a_link_to_what_the_header_names_is_one_to_unsubscribe_whatever_its_words() -> None:
    html = HTML.replace("Unsubscribe", "Leave the list here").replace(
        UNSUBSCRIBE_URL, "https://digest.example.com/u/7"
    )
    found = check_letter(letter(html), address=ADDRESS)
    assert "10-unsubscribe" not in {one.rule for one in found if one.part == "html"}


def test_no_rule_fires_on_a_good_letter_that_is_not_ours() -> None:
    signed = "v=1; a=rsa-sha256; h=from:list-unsubscribe-post:list-unsubscribe; b=x"
    forwarded = b"DKIM-Signature: v=1; a=rsa-sha256; h=from; b=x\n"
    (html,) = (file for file in OTHERS if file.with_suffix(".txt").is_file())
    text = html.with_suffix(".txt").read_text("utf-8")
    good = letter(html.read_text("utf-8"), text, DKIM_Signature=signed)
    assert check_letter(forwarded + good) == ()


@pytest.mark.parametrize("language", ["de", "uk"])
def test_no_rule_fires_on_a_good_mail_in_another_language(language: str) -> None:
    mail = mail_of(replace(EDITION, language=language))
    assert check_letter(letter(mail.html, mail.text), address=ADDRESS) == ()
