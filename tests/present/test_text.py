"""The text part."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from digest.present.line_wrap import columns, fold
from tests.present.editions import EDITION, LEAD, NO_LINKS, of_size
from tests.present.presenting import TEMPLATES, mail_of, page


def test_lines_have_at_most_78_columns_unless_they_are_a_url() -> None:
    lead = replace(
        LEAD, headline="word " * 99, brief="x" * 300, url="https://x.example/" + "y" * 99
    )
    lines = mail_of(replace(EDITION, lead=lead)).text.splitlines()
    assert [line for line in lines if len(line) > 78 and "://" not in line] == []


@pytest.mark.parametrize(
    "text",
    [
        "市議会は日曜日の夜、古い橋を二年間閉鎖することを決めた。技術者が八つの軸受のうち四つに亀裂を見つけたためだ。"
        * 4,
        "시의회는 일요일 밤 낡은 다리를 이 년 동안 닫기로 했다. " * 6,
        "「橋。」" * 60,
        "橋" + "x" * 300 + "橋",
        "Brücke 橋 " * 30,
    ],
)
def test_signs_of_two_columns_are_counted_as_two_and_none_is_lost(text: str) -> None:
    folded = fold(text, 4, "1.  ")
    assert max(columns(line) for line in folded.split("\n")) <= 78
    assert "".join(folded.split()) == "1." + "".join(text.split())
    assert not any(line.strip()[:1] in set("。、」") for line in folded.split("\n"))


def test_a_url_has_a_line_of_its_own() -> None:
    for line in mail_of(EDITION).text.splitlines():
        if "://" in line:
            assert line.strip().startswith("https://")
            assert " " not in line.strip()


def test_stories_are_numbered_in_reading_order() -> None:
    text = mail_of(EDITION).text
    numbers = [int(number) for number in re.findall(r"^(\d+)\.", text, re.MULTILINE)]
    assert numbers == list(range(1, 14))


def test_both_parts_carry_the_same_links() -> None:
    mail = mail_of(EDITION)
    in_text = {line.strip() for line in mail.text.splitlines() if "://" in line}
    assert in_text == set(page(mail).xpath("//a/@href"))


@pytest.mark.parametrize("count", [3, 4, 5, 6])
@pytest.mark.parametrize("template", TEMPLATES)
def test_both_parts_together_have_an_even_number_of_links(count: int, template: str) -> None:
    mail = mail_of(replace(of_size(count), lead=LEAD), template)
    in_html = page(mail).xpath("//a/@href[not(starts-with(., '#'))] | //img/@src")
    assert (len(in_html) + mail.text.count("://")) % 2 == 0


def test_text_is_not_escaped() -> None:
    lead = replace(LEAD, headline="Salt & <pepper> “quoted”")
    assert "Salt & <pepper> “quoted”" in mail_of(replace(EDITION, lead=lead)).text


def test_a_caption_and_credit_without_a_picture_still_stand_with_the_story() -> None:
    assert "Kevin" not in mail_of(NO_LINKS).text
    assert mail_of(NO_LINKS).text.startswith("THE MORNING TIDE\n")


def test_no_more_than_one_empty_line_stands_between_two_others() -> None:
    assert "\n\n\n" not in mail_of(of_size(5)).text
