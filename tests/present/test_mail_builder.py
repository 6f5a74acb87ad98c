"""An edition becomes a mail: what is in it, how large it may be, and what cannot break it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from digest.check.checker import check_mail
from digest.model.article import Image
from digest.model.edition import Edition
from digest.model.errors import PresentError
from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL, Severity
from digest.present.mail_builder import HTML_BYTES
from digest.present.plain import cut
from digest.present.render import render
from tests.present.editions import (
    ARABIC_EDITION,
    EDITION,
    LEAD,
    MIXED,
    NO_LINKS,
    ONE_ITEM,
    TOP,
    of_size,
)
from tests.present.presenting import OURS, TEMPLATES, mail_of, page, presented

EDITIONS = {
    "full": EDITION,
    "one item": ONE_ITEM,
    "no links": NO_LINKS,
    "two languages": MIXED,
    "Arabic": ARABIC_EDITION,
}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS.keys())
def test_the_checker_finds_nothing_in_our_own_mail(edition: Edition, template: str) -> None:
    assert check_mail(mail_of(edition, template)) == ()


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS.keys())
def test_every_headline_stands_in_both_parts(edition: Edition, template: str) -> None:
    mail = mail_of(edition, template)
    html, text = page(mail).text_content(), " ".join(mail.text.split())
    for item in edition.items():
        assert item.headline in html
        assert item.headline in text


def test_the_same_edition_becomes_the_same_mail() -> None:
    assert mail_of(EDITION) == mail_of(EDITION)
    assert mail_of(EDITION).hash == mail_of(EDITION).hash


def test_headline_and_thumbnail_lead_to_the_story() -> None:
    (heading,) = page(mail_of(EDITION)).xpath(f'//h3[a[@href="{TOP[0].url}"]]')
    (picture,) = page(mail_of(EDITION)).xpath(f'//td/a[@href="{TOP[0].url}"]/img')
    assert heading.text_content().strip() == TOP[0].headline
    assert picture.get("alt") == "A bank’s counter"


def test_the_lead_shows_its_picture_with_alt_caption_and_credit() -> None:
    assert LEAD.image is not None
    document = page(mail_of(EDITION))
    (image,) = document.xpath('//img[contains(@src, "swing-bridge")]')
    assert image.get("alt") == LEAD.image.alt
    words = " ".join(document.text_content().split())
    assert f"{LEAD.image.caption} Photo: {LEAD.image.credit}" in words


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_newsroom_changes_logo_and_type_in_the_theme_alone(tmp_path: Path, template: str) -> None:
    theme = (
        OURS.source("theme.toml")
        .replace('url = ""', 'url = "https://images.example.com/tide.png"')
        .replace("width = 0", "width = 280")
        .replace("height = 0", "height = 60")
        .replace('headline = "Georgia, Noto', 'headline = "Palatino, Noto')
    )
    (tmp_path / "theme.toml").write_text(theme)
    mail = presented(EDITION, own=tmp_path, template=template).mail
    assert check_mail(mail) == ()
    for logo in page(mail).xpath("//h1//img"):
        assert (logo.get("alt"), logo.get("width")) == (EDITION.name, "280")
    assert "Palatino" in page(mail).xpath("//h3")[0].get("style")


def test_a_caption_without_a_full_stop_gets_one_before_the_credit() -> None:
    assert LEAD.image is not None
    image = replace(LEAD.image, caption="The bridge at noon")
    mail = mail_of(replace(EDITION, lead=replace(LEAD, image=image)))
    assert "The bridge at noon. Photo: Ines Calloway/Harbour Pictures" in mail.html


def test_other_outlets_are_named_and_linked() -> None:
    links = page(mail_of(EDITION)).xpath('//a[text()="The Merrow Post"]/@href')
    assert LEAD.also[1].url in links


def test_a_story_in_another_language_is_framed_with_its_language_and_direction() -> None:
    frames = page(mail_of(MIXED)).xpath('//div[@lang="ar"][@dir="rtl"][.//h3]')
    assert [frame.xpath("string(.//h3)").strip() for frame in frames] == [MIXED.top[1].headline]


def test_a_story_in_the_editions_language_has_no_frame() -> None:
    assert len(page(mail_of(EDITION)).xpath("//*[@lang]")) == 2  # html and the article


def test_a_right_to_left_edition_is_set_from_the_right() -> None:
    document = page(mail_of(replace(EDITION, language="ar", direction="rtl")))
    assert document.get("dir") == "rtl"
    assert document.xpath('count(//td[@align="right"])') > 0


def test_the_preheader_comes_first_and_is_hidden_without_white_text() -> None:
    mail = mail_of(EDITION)
    first = page(mail).xpath("//body//div[not(*)]")[0]
    assert first.text == mail.preheader
    assert "display:none" in first.get("style")
    assert "color" not in first.get("style")


def test_a_mail_links_to_the_stand_ins_of_its_recipient() -> None:
    mail = mail_of(EDITION)
    targets = set(page(mail).xpath("//a/@href"))
    for url in (UNSUBSCRIBE_URL, PREFERENCES_URL, BROWSER_URL):
        assert url in targets
        assert url in mail.text


def test_a_picture_that_mail_programs_do_not_show_is_left_out_and_reported() -> None:
    lead = replace(LEAD, image=Image(url="https://images.example.com/x.webp", alt="x"))
    result = presented(replace(EDITION, lead=lead))
    assert "x.webp" not in result.mail.html
    assert tuple(map(str, result.problems)) == (
        "story s-bridge: the picture 'https://images.example.com/x.webp' is not an https JPEG,"
        " PNG or GIF, left out",
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/relative", "https://"]
)
def test_a_link_that_may_not_stand_in_a_mail_is_left_out_and_reported(url: str) -> None:
    result = presented(replace(EDITION, lead=replace(LEAD, url=url)))
    assert all(
        link.startswith(("https:", "mailto:")) for link in page(result.mail).xpath("//a/@href")
    )
    assert "left out" in str(result.problems[0])


def test_a_url_in_a_storys_own_words_is_no_fault() -> None:
    lead = replace(LEAD, brief="Write to the council at https://council.example/letters by May.")
    assert check_mail(mail_of(replace(EDITION, lead=lead))) == ()


HOSTILE = {
    "quotes": "He said \"hi\" onerror=alert(1) x='1'",
    "markup": "<script>alert(1)</script> & <b>bold",
    "template": "{{ config }} {% raw %}",
    "controls": "a\x00b\x0bc\u0092d",
    "joiners": "a\u200db\u200cc \u202eabc",
    "arabic": "مرحبا بالعالم \u064e",
    "long": "word " * 100,
    "endless": "x" * 500,
    "backslash": "C:\\temp\\u{200d}",
}


@pytest.mark.parametrize("headline", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_headline_costs_neither_itself_nor_the_edition(headline: str) -> None:
    top = replace(TOP[0], headline=headline, brief=headline + " again")
    result = presented(replace(EDITION, lead=replace(LEAD, headline=headline), top=(top,)))
    document = page(result.mail)
    seen = "".join(mark for mark in headline if mark not in "\x00\x0b\u0092\u202e")
    shown = " ".join(document.xpath("//h2")[0].text_content().split())
    assert shown.replace("\u2060", "").replace("\u00ad", "") == seen.strip()
    assert [one for one in check_mail(result.mail) if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize(("brief", "shown"), [("It shuts.", "It shuts."), ("", "Read the story")])
def test_a_headline_of_which_nothing_can_be_printed_is_replaced(brief: str, shown: str) -> None:
    top = replace(TOP[0], headline="\u202e\x08", brief=brief)
    result = presented(replace(EDITION, top=(top,)))
    headings = [one.text_content().strip() for one in page(result.mail).xpath("//h3")]
    assert shown in headings
    assert [one for one in check_mail(result.mail) if one.severity is Severity.ERROR] == []


def test_a_story_that_a_newsrooms_template_breaks_is_printed_plainly_and_reported(
    tmp_path: Path,
) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "brief.mjml").write_text(
        '<mj-text><h3><a href="{{ story.url }}">{{ story.headline | safe }}</a></h3></mj-text>'
    )
    sections = EDITION.sections
    url = "https://news.example.com/rates?a=1&b=2"
    bad = replace(sections[0].items[0], headline="Rates fall <b>sharply", url=url)
    first = replace(sections[0], items=(bad, *sections[0].items[1:]))
    result = presented(replace(EDITION, sections=(first, *sections[1:])), own=tmp_path)
    assert page(result.mail).xpath(f'//a[@href="{url}"]/text()') == ["Rates fall b sharply"]
    assert sections[0].items[1].headline in result.mail.html
    assert [str(problem).partition(": ")[0] for problem in result.problems] == [
        f"story {bad.story}"
    ]
    assert "rendered plainly" in str(result.problems[0])


def test_a_template_that_can_never_render_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "morning.mjml").write_text("<mjml><mj-body><mj-section></mj-body></mjml>")
    with pytest.raises(PresentError) as caught:
        presented(EDITION, own=tmp_path)
    assert caught.value.where == "morning.mjml"


def test_stories_beyond_the_budget_fall_away_whole_into_more_in_the_browser() -> None:
    result = presented(of_size(100), size=40_000)
    assert len(result.mail.html.encode()) <= 40_000
    left = 100 - len(result.dropped)
    assert f"{len(result.dropped)} more stories in the browser" in result.mail.html
    assert len(page(result.mail).xpath("//h3")) == left
    assert f"{left + 1}." in result.mail.text


def test_the_budget_is_used_before_a_story_is_dropped() -> None:
    result = presented(of_size(100), size=40_000)
    assert len(result.mail.html.encode()) > 38_000


def test_the_stories_with_the_lowest_scores_fall_away_first() -> None:
    edition = of_size(30)
    result = presented(edition, size=20_000)
    scores = {item.story: item.score for item in edition.items()}
    kept = [score for story, score in scores.items() if story not in result.dropped]
    assert min(kept) >= max(scores[story] for story in result.dropped)


def test_a_lead_that_alone_is_over_the_budget_is_an_error() -> None:
    with pytest.raises(PresentError, match="does not fit into 2000 bytes"):
        presented(EDITION, size=2_000)


@pytest.mark.parametrize("language", ["", "und"])
def test_an_edition_of_no_known_language_speaks_the_publications(language: str) -> None:
    mail = mail_of(replace(EDITION, language=language))
    assert page(mail).get("lang") == "en"
    assert mail.language == "en"


def test_an_edition_without_stories_is_an_error() -> None:
    with pytest.raises(PresentError, match="has no story to print"):
        presented(replace(EDITION, lead=None, top=(), sections=()))


def test_an_edition_many_times_too_large_is_rendered_twice_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []

    def remembered(mjml: str) -> str:
        html = render(mjml)
        sizes.append(len(html.encode()))
        return html

    monkeypatch.setattr("digest.present.mail_builder.render", remembered)
    presented(of_size(400))
    assert len(sizes) <= 2
    assert 0.97 * HTML_BYTES < sizes[-1] <= HTML_BYTES


@pytest.mark.parametrize(
    ("language", "credit", "shown"),
    [
        ("en", "Photograph: Jill Mead/The Guardian", "Photo: Jill Mead/The Guardian"),
        ("en", "Photo: Photograph: Jill Mead", "Photo: Jill Mead"),
        ("en", "Photo by Jill Mead", "Photo: Jill Mead"),
        ("en", "Photos Ltd", "Photo: Photos Ltd"),
        ("uk", "Фото: Олена Коваль", "Фото: Олена Коваль"),
        ("uk", "Фото: Фото: Олена Коваль", "Фото: Олена Коваль"),
        ("pl", "Fot. Jan Nowak", "Fot. Jan Nowak"),
        ("ar", "صورة: رويترز", "الصورة: رويترز"),
    ],
)
def test_a_credit_has_its_word_for_photo_once(language: str, credit: str, shown: str) -> None:
    assert LEAD.image is not None
    image = replace(LEAD.image, caption="", credit=credit)
    mail = mail_of(replace(EDITION, language=language, lead=replace(LEAD, image=image)))
    bare = page(mail).text_content().replace("\u2068", "").replace("\u2069", "")
    words = " ".join(bare.split())
    assert words.count(shown) == 1
    assert words.count(credit) == (credit in shown)


def test_a_credit_that_the_caption_ends_in_is_not_said_again() -> None:
    assert LEAD.image is not None
    image = replace(LEAD.image, caption="At noon. Photograph: Jill Mead.", credit="Jill Mead")
    assert mail_of(replace(EDITION, lead=replace(LEAD, image=image))).html.count("Jill Mead") == 1


def brief_with(slug: str, headline: str, text: str) -> Edition:
    """The edition with one brief of these words."""
    first, *others = EDITION.sections
    item = replace(first.items[0], slug=slug, headline=headline, brief=text)
    return replace(EDITION, sections=(replace(first, items=(item,)), *others))


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Election commission: paper ballots from May", "Experts test the paper in January."),
        ("Ballots on paper from May", "The election commission ordered paper."),
        ("Ballots on paper from May", "Election commission orders paper."),
        ("Ballots on paper from May", ""),
    ],
)
def test_a_bold_run_in_repeats_neither_headline_nor_sentence(headline: str, text: str) -> None:
    mail = mail_of(brief_with("Election commission", headline, text))
    assert "<b>Election commission" not in mail.html
    assert "Election commission: " not in mail.text.replace(headline, "")


def test_a_bold_run_in_that_adds_something_ends_in_a_colon() -> None:
    for slug in ("Referendum", "Referendum.", "Referendum:"):
        mail = mail_of(brief_with(slug, "Ballots on paper from May", "Residents decide on Sunday."))
        assert re.search(r"<b>Referendum:</b>\s+Residents decide", mail.html)
        assert "Referendum: Residents decide" in mail.text


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("uk", "Понеділок"),
        ("fr", "Lundi"),
        ("es", "Lunes"),
        ("it", "Lunedì"),
        ("nl", "Maandag"),
        ("pl", "Poniedziałek"),
        ("pt", "Segunda-feira"),
        ("pt-BR", "Segunda-feira"),
        ("de", "Montag"),
        ("en", "Monday"),
    ],
)
def test_the_date_under_the_masthead_begins_with_a_capital(language: str, day: str) -> None:
    mail = mail_of(replace(EDITION, language=language))
    assert day in mail.html
    assert f" · {day}" in mail.text


def test_an_ellipsis_follows_no_ellipsis() -> None:
    assert cut("Nine years later… the bridge opens", 19) == "Nine years later…"
    assert cut("Nine years later... the bridge opens", 21) == "Nine years later…"
    lead = replace(LEAD, headline="Nine years, two mayors and one flood… the bridge of Merrow")
    subject = mail_of(replace(EDITION, lead=lead)).subject
    assert "……" not in subject
