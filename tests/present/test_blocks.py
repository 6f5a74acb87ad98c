"""What stands in a mail besides its stories: where, in which words, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html as lxml_html

from digest.check.checker import check_mail
from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    Block,
    BlockPlace,
    CorrectionBlock,
    FeedbackBlock,
    GoodThingBlock,
    MediaBlock,
    Medium,
    NumberBlock,
    QuoteBlock,
    SignatureBlock,
)
from digest.model.catalogue import languages
from digest.model.edition import Edition
from digest.model.languages import direction
from digest.present.block_views import block_views, sponsors_of, spread
from digest.present.context import BlockView
from digest.present.mail_builder import present
from tests.present.block_editions import ARABIC_FULL, BLOCKS, FULL, SPONSOR, with_blocks
from tests.present.editions import DAY, EDITION, NEWSLETTER, PUBLICATION
from tests.present.presenting import OURS, TEMPLATES, mail_of, presented

LAYOUT = OURS.theme().layout
SPONSORED = {
    "ar": "إعلان", "de": "Anzeige", "en": "Advertisement", "es": "Publicidad", "fa": "آگهی",
    "fr": "Publicité", "he": "פרסומת", "it": "Pubblicità", "nl": "Advertentie", "pl": "Reklama",
    "pt": "Publicidade", "pt-BR": "Publicidade", "uk": "Реклама",
}  # fmt: skip


def words(html: str) -> str:
    """What a page says, without the marks where words may break."""
    page = lxml_html.document_fromstring(html)
    return " ".join(page.text_content().replace("\u00ad", "").split())


def views(*blocks: Block) -> list[BlockView]:
    by_place = block_views(with_blocks(EDITION, *blocks), OURS.words("en"), LAYOUT)
    return [view for place in BlockPlace for view in by_place[place]]


def said(block: Block) -> list[str]:
    """What of a block has to be read in both parts of a mail."""
    match block:
        case NumberBlock():
            return ["Number of the day", block.figure, block.text]
        case QuoteBlock():
            return [f"“{block.text}”", block.who]
        case AgendaBlock(entries=entries):
            return ["What to watch", *(f"{entry.when} {entry.what}" for entry in entries)]
        case MediaBlock():
            return ["Listen · 24 min", block.headline, block.text]
        case GoodThingBlock():
            return ["One good thing", block.text]
        case CorrectionBlock():
            return ["Corrections", block.text]
        case SignatureBlock():
            return [block.name, block.text]
        case FeedbackBlock():
            return ["Worth your time?", "Yes", "No"]
    return ["Advertisement · Merrow Savings Bank", block.headline, block.text]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_block_is_read_in_both_parts_of_every_template(template: str) -> None:
    mail = mail_of(FULL, template)
    read, text = words(mail.html), " ".join(mail.text.split())
    for block in BLOCKS:
        for part in said(block):
            assert part in read
            assert part in text


@pytest.mark.parametrize("language", languages("mail"))
def test_a_sponsor_is_labelled_as_one_in_every_language_and_both_parts(language: str) -> None:
    edition = replace(
        with_blocks(EDITION, SPONSOR), language=language, direction=direction(language)
    )
    mail = mail_of(edition)
    (label,) = lxml_html.document_fromstring(mail.html).xpath(
        "//td[contains(@class, 'edge')]//h2/text()"
    )
    assert label.startswith(f"{SPONSORED[language]} · ")
    assert f"[{label}]" in mail.text


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("edition", [FULL, ARABIC_FULL], ids=["english", "arabic"])
def test_the_checker_finds_nothing_in_a_mail_with_every_block(
    edition: Edition, template: str
) -> None:
    newsletter = replace(NEWSLETTER, template=template, public=True)
    made = present(edition, publication=PUBLICATION, newsletter=newsletter, templates=OURS)
    assert made.problems == ()
    assert check_mail(made.mail) == ()


@pytest.mark.parametrize("days", [-10, 10])
def test_a_sponsor_outside_its_days_is_left_out_and_said_in_the_report(days: int) -> None:
    moved = timedelta(days=days)
    other = replace(SPONSOR, first_day=SPONSOR.first_day + moved, last_day=SPONSOR.last_day + moved)
    made = presented(with_blocks(EDITION, other))
    assert SPONSOR.headline not in words(made.mail.html)
    assert SPONSOR.headline not in made.mail.text
    (problem,) = made.problems
    assert str(problem).startswith("the sponsor Merrow Savings Bank is left out: its ")
    assert sponsors_of(with_blocks(EDITION, other)) == ()


def test_a_sponsor_is_printed_on_its_first_and_on_its_last_day() -> None:
    for day in (SPONSOR.first_day, SPONSOR.last_day):
        edition = replace(with_blocks(EDITION, SPONSOR), date=day)
        assert sponsors_of(edition) == ("Merrow Savings Bank",)


def test_the_links_of_a_sponsor_say_that_they_are_paid_for() -> None:
    page = lxml_html.document_fromstring(mail_of(with_blocks(EDITION, SPONSOR)).html)
    links = page.xpath(f"//a[@href='{SPONSOR.url}']")
    assert len(links) == 3
    assert {link.get("rel") for link in links} == {"sponsored"}


def test_what_is_there_for_its_link_is_left_out_without_one_and_the_report_says_so() -> None:
    inside = replace(SPONSOR, url="http://10.0.0.7/tides")
    edition = with_blocks(EDITION, inside, NumberBlock(figure="1", text="link", url="http://a"))
    made = presented(edition)
    assert [str(problem) for problem in made.problems] == [
        "the sponsor “Tide tables for your fridge” is left out: none of its links may stand in"
        " a mail",
        "the number of the day “1 link”: the link 'http://a' may not stand in a mail, left out",
    ]
    assert "Number of the day" in words(made.mail.html)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"image_width": 0, "image_height": 0}, "does not say how large it is"),
        ({"image_width": 90, "image_height": 60}, "of 90 x 60 px is too small"),
        ({"image_url": "https://bank.example.com/tides.webp"}, "is not an https JPEG, PNG or GIF"),
    ],
)
def test_a_picture_that_cannot_be_shown_leaves_its_block_without_one(
    changes: dict[str, object], why: str
) -> None:
    block = replace(SPONSOR, **changes)  # type: ignore[arg-type]  # fields, checked when it runs
    made = presented(with_blocks(EDITION, block))
    (problem,) = made.problems
    assert why in str(problem)
    assert SPONSOR.headline in words(made.mail.html)
    assert str(block.image_url) not in made.mail.html


def test_an_edition_of_words_shows_no_picture_of_a_block() -> None:
    assert "tides.jpg" not in mail_of(FULL, "brief").html
    assert "oksana.jpg" not in mail_of(FULL, "brief").html


def test_corrections_stand_under_one_heading_and_the_good_thing_closes_the_mail() -> None:
    kinds = [(view.kind, len(view.text)) for view in views(*BLOCKS) if view.kind != "quote"]
    assert kinds[-4:] == [("agenda", 0), ("correction", 2), ("good_thing", 1), ("feedback", 0)]


def test_the_answers_to_a_question_name_the_edition() -> None:
    (feedback,) = views(BLOCKS[-1])
    assert [answer.url for answer in feedback.answers] == [
        "https://gazette.example.com/worth?it=yes&of=morning-2026-11-23",
        "https://gazette.example.com/worth?it=no&of=morning-2026-11-23",
    ]


@pytest.mark.parametrize(
    ("blocks", "sections", "homes"),
    [(1, 4, [2]), (2, 4, [2, 3]), (3, 4, [1, 2, 3]), (2, 1, [1, 1]), (2, 0, [0, 0]), (0, 3, [])],
)
def test_blocks_are_spread_over_the_sections(blocks: int, sections: int, homes: list[int]) -> None:
    some = [BlockView(id=str(number), kind="quote", label="") for number in range(blocks)]
    found = spread(some, sections)
    assert len(found) == sections + 1
    assert [home for home, here in enumerate(found) for _ in here] == homes


def test_words_that_run_the_other_way_say_so() -> None:
    (view,) = views(GoodThingBlock(text="جلست إوزة بين قضبان الترام."))
    assert view.direction == "rtl"
    html = mail_of(with_blocks(EDITION, GoodThingBlock(text="جلست إوزة بين القضبان."))).html
    assert '<p class="why" dir="rtl"' in html


def test_text_of_a_block_is_text_and_never_markup() -> None:
    hostile = '<script>alert(1)</script> "onerror=" {{ x }} \u202e'
    edition = with_blocks(
        EDITION,
        NumberBlock(figure="<b>1</b>", text=hostile),
        QuoteBlock(text=hostile, who=hostile),
        AgendaBlock(entries=(AgendaEntry(when="<i>9</i>", what=hostile),)),
        MediaBlock(medium=Medium.VIDEO, headline=hostile, url="https://a.example/<x>"),
        SignatureBlock(name=hostile),
    )
    mail = mail_of(edition)
    assert not lxml_html.document_fromstring(mail.html).xpath("//script | //b[text()='1']")
    assert [finding for finding in check_mail(mail) if finding.severity == "error"] == []


def test_the_edition_of_a_public_newsletter_is_shared_by_its_public_page() -> None:
    shared = f"{PUBLICATION.base_url}/editions/{EDITION.id}"
    newsletter = replace(NEWSLETTER, public=True)
    mail = present(EDITION, publication=PUBLICATION, newsletter=newsletter, templates=OURS).mail
    page = lxml_html.document_fromstring(mail.html)
    links = [a.get("href") for a in page.iter("a") if a.get("href", "").startswith(shared)]
    assert links == [f"{shared}#s1", f"{shared}#s2", f"{shared}#s3", f"{shared}#s4", shared]
    for link in links:
        assert link in mail.text
    for number in range(1, 5):
        assert len(page.xpath(f"//*[@id='s{number}']")) == 1


def test_a_newsletter_that_is_not_public_offers_nothing_to_share() -> None:
    mail = mail_of(EDITION)
    assert "/editions/" not in mail.html + mail.text
    assert "Share" not in words(mail.html) + mail.text


def test_no_block_is_counted_as_a_story() -> None:
    assert len(list(FULL.items())) == len(list(EDITION.items()))
    assert FULL.reading_minutes == EDITION.reading_minutes
    assert sponsors_of(FULL) == ("Merrow Savings Bank",)
    assert FULL.date == DAY
