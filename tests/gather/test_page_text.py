"""The page as text: one article, its teasers, the news feed, and everything else accounted for."""

from __future__ import annotations

from datetime import UTC, datetime
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.gather.page_text import LINE_LIMIT, read_page_text
from digest.model.article import Article, Kind
from digest.model.message import Message
from digest.model.reading import Document, Reading
from digest.model.settings import Source

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)

PAGE = """\
News Feed

Harbour bridge to close for a month while cables are replaced

2 min read
Harbour bridge to close for a month while cables are replaced
The harbour bridge at low tide, seen from Quay Street on March 10, 2026. (Ada Quill/Tide Pictures)

The harbour bridge will close to all traffic on Monday, the port authority said on March 11.

Engineers found that four of its 96 cables (fitted in 1974) had lost a third of their strength.

"We would rather close it than explain it," said chief engineer Oren Vale.

Ferries to run every ten minutes while the bridge is shut
The crossing will be free for anyone who lives on the north bank, the council said.
Article image
Avatar
The Gazette news desk

We are the news desk of the Gazette. Write to us with corrections and tips.

Read more
News Feed

A seal has been living in the fountain of Mercer Square since Tuesday. It is said to be well.

Bread will cost 4 percent more from April, the bakers' guild announced.

Show More"""


def read(page: str) -> Reading:
    document = Document(location="page.txt", content=page.encode())
    return read_page_text(document, source=Source(id="gazette"), now=NOW)


def of_kind(reading: Reading, kind: Kind) -> list[Article]:
    return [article for article in reading.articles if article.kind is kind]


def test_the_article_has_its_headline_reading_time_and_byline() -> None:
    article = read(PAGE).articles[0]
    assert article.title == "Harbour bridge to close for a month while cables are replaced"
    assert article.reading_minutes == 2
    assert article.authors == ("The Gazette news desk",)
    assert article.kind is Kind.ARTICLE


def test_the_caption_is_parted_from_its_credit() -> None:
    image = read(PAGE).articles[0].image
    assert image is not None
    assert image.credit == "Ada Quill/Tide Pictures"
    assert image.caption.endswith("on March 10, 2026.")


def test_the_body_holds_every_paragraph_and_nothing_else() -> None:
    paragraphs = read(PAGE).articles[0].text.split("\n\n")
    assert [paragraph[:12] for paragraph in paragraphs] == [
        "The harbour ",
        "Engineers fo",
        '"We would ra',
    ]


def test_a_teaser_has_its_headline_and_standfirst() -> None:
    (teaser,) = of_kind(read(PAGE), Kind.TEASER)
    assert teaser.title == "Ferries to run every ten minutes while the bridge is shut"
    assert teaser.dek.startswith("The crossing will be free")
    assert teaser.text == ""


def test_the_news_feeds_items_are_briefs_headed_by_their_first_sentence() -> None:
    first, second = of_kind(read(PAGE), Kind.BRIEF)
    assert first.title == ("A seal has been living in the fountain of Mercer Square since Tuesday")
    assert first.text.endswith("It is said to be well.")
    assert second.text == "Bread will cost 4 percent more from April, the bakers' guild announced."


def test_the_authors_note_stands_nowhere_and_nothing_is_left_over() -> None:
    reading = read(PAGE)
    assert "Write to us" not in str(reading)
    assert reading.unplaced == ()


def test_a_long_note_about_the_author_ends_where_its_link_to_more_stands() -> None:
    more = "Write to us.\n\nOne more.\n\nAnd a third line of it.\n\nAnd a fourth."
    reading = read(PAGE.replace("Write to us with corrections and tips.", more))
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert reading.unplaced == ()


def test_what_stands_under_the_author_is_no_part_of_the_story_however_long() -> None:
    more = "Write to us.\n\nOne more.\n\nAnd a third line of it."
    page = PAGE.replace("Write to us with corrections and tips.", more).replace("Read more\n", "")
    assert read(page).articles[0].text == read(PAGE).articles[0].text


def without(*lines: str) -> str:
    return "\n".join(line for line in PAGE.split("\n") if not line.startswith(lines))


VARIANTS = {
    "without a caption": without("The harbour bridge at low tide"),
    "without a reading time": without("2 min read"),
    "without a news feed's heading above": PAGE.partition("\n\n")[2],
    "without a news feed": PAGE.partition("Read more\nNews Feed")[0],
    "without Show More": without("Show More"),
    "with Windows line ends": PAGE.replace("\n", "\r\n"),
    "with a byte order mark": "\ufeff" + PAGE,
    "with trailing spaces": PAGE.replace("\n", "  \n"),
    "with more empty lines": PAGE.replace("\n\n", "\n\n\n\n"),
    "with an advertisement": PAGE.replace('"We would', 'Advertisement\n\n"We would'),
    "with no-break spaces": PAGE.replace("2 min read", "2\u00a0min\u00a0read"),
    "with an empty line inside the teaser": PAGE.replace("is shut\n", "is shut\n\n"),
    "with an empty line above what is left of the picture": PAGE.replace(
        "\nArticle image", "\n\nArticle image"
    ),
    "with an empty line between all its lines": "\n\n".join(filter(None, PAGE.split("\n"))),
    "wrapped at 72 characters": "\n".join(fill(line, 72) for line in PAGE.split("\n")),
    "wrapped at 80 characters": "\n".join(fill(line, 80) for line in PAGE.split("\n")),
    "under a page title with the site's name": PAGE.replace("replaced", "replaced - Gazette", 1),
    "with a section's name twice above the headline": "Transport\nTransport\n\n" + PAGE,
}


@pytest.mark.parametrize("name", VARIANTS)
def test_pages_that_lack_or_add_something_give_the_same_body(name: str) -> None:
    reading = read(VARIANTS[name])
    assert reading.articles[0].title == read(PAGE).articles[0].title
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert len(of_kind(reading, Kind.TEASER)) == 1


def test_without_a_caption_there_is_no_image() -> None:
    assert read(VARIANTS["without a caption"]).articles[0].image is None


def test_without_a_stated_reading_time_it_is_computed() -> None:
    assert read(VARIANTS["without a reading time"]).articles[0].reading_minutes == 1


def test_several_teasers_follow_one_another() -> None:
    more = (
        "Divers found a second anchor under the northern pier\n"
        "It is older than the town, the museum believes.\nArticle image\n"
        "Who pays for the bridge when the tolls are gone?\n"
        "The council has three answers and no majority.\nArticle image\nAvatar"
    )
    page = PAGE.replace("Article image\nAvatar", "Article image\n" + more)
    assert [teaser.title[:10] for teaser in of_kind(read(page), Kind.TEASER)] == [
        "Ferries to",
        "Divers fou",
        "Who pays f",
    ]


CARDS = {
    "of two words": ("Bridge shut", "The port has given no reason."),
    "that are two sentences": ("The bridge is shut. Nobody knows why.", "The port is silent."),
    "that end in a quotation": ("Bridge is 'not coming back.'", "The port is silent."),
    "over a long standfirst": ("Why the bridge is shut, explained", "It is old. " * 60 + "So."),
    "over half a sentence": ("Why the bridge is shut, explained", "It is old and nobody knew"),
}


@pytest.mark.parametrize("name", CARDS)
def test_a_picture_shows_what_is_a_teaser_in_headlines(name: str) -> None:
    title, standfirst = CARDS[name]
    page = PAGE.replace("Ferries to run", f"{title}\n{standfirst}\nArticle image\nFerries to run")
    reading = read(page)
    assert reading.articles[0].text == read(PAGE).articles[0].text
    first, second = of_kind(reading, Kind.TEASER)
    assert (first.title, first.dek) == (title, standfirst)
    assert second.title.startswith("Ferries to run")


def test_the_name_under_a_quotation_makes_it_no_teaser() -> None:
    quotation = "“The bridge is us and we are the bridge”\n— Oren Vale, engineer.\n\n"
    reading = read(PAGE.replace("Engineers found", quotation + "Engineers found"))
    assert len(of_kind(reading, Kind.TEASER)) == 1


@pytest.mark.parametrize("words", ["No.", "Comment.", "“Share.”", "Read more.", "Home."])
def test_a_short_paragraph_in_the_words_of_a_button_is_a_paragraph(words: str) -> None:
    reading = read(PAGE.replace("Engineers found", f"{words}\n\nEngineers found"))
    assert words in reading.articles[0].text.split("\n\n")


def test_a_paragraph_in_the_words_of_the_headline_stays_in_the_body() -> None:
    words = "Harbour bridge to close for a month while cables are replaced."
    reading = read(PAGE.replace("Engineers found", f"{words}\n\nEngineers found"))
    assert words in reading.articles[0].text.split("\n\n")


def test_the_caption_of_a_picture_in_the_text_is_no_paragraph() -> None:
    caption = "Divers under the pier on March 9, 2026. (Bo Lee/Tide Pictures)"
    reading = read(PAGE.replace("Engineers found", f"{caption}\n\nEngineers found"))
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert reading.articles[0].image == read(PAGE).articles[0].image


CALLS = ["Subscribe to our newsletter", "Join our community", "Support independent journalism"]


@pytest.mark.parametrize("call", CALLS)
def test_what_a_page_asks_of_its_readers_is_furniture(call: str) -> None:
    reading = read(PAGE.replace("Engineers found", f"{call}\n\nEngineers found"))
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert reading.unplaced == ()


def test_a_sentence_that_begins_like_a_call_is_a_paragraph() -> None:
    words = "Join us, the mayor told the ferrymen, or swim."
    reading = read(PAGE.replace("Engineers found", f"{words}\n\nEngineers found"))
    assert words in reading.articles[0].text


def test_an_item_of_several_sentences_without_a_full_stop_at_its_end_is_a_text() -> None:
    words = "The ferry ran aground. Nobody was hurt, the port said"
    item = f"2:58 PM  (Updated: 3:40 PM )\n\n{words}\n\n"
    first = of_kind(read(PAGE.replace("A seal has been", item + "A seal has been")), Kind.BRIEF)[0]
    assert (first.title, first.text) == ("The ferry ran aground", words)


def test_a_label_in_the_news_feed_is_no_item() -> None:
    reading = read(PAGE.replace("Bread will cost", "Business\n\nBread will cost"))
    assert len(of_kind(reading, Kind.BRIEF)) == 2
    assert [left.text for left in reading.unplaced] == ["Business"]


def test_a_teaser_between_paragraphs_leaves_the_body_whole() -> None:
    teaser = "Mayor refuses to swim to work as he had promised\nHe cited the jellyfish.\n\n"
    reading = read(PAGE.replace("Engineers found", teaser + "Engineers found"))
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert len(of_kind(reading, Kind.TEASER)) == 2


def test_a_subheading_stays_in_the_body() -> None:
    reading = read(PAGE.replace("Engineers found", "Rust and salt\n\nEngineers found"))
    assert "\n\nRust and salt\n\nEngineers" in reading.articles[0].text


def test_a_paragraph_wrapped_by_an_editor_is_one_paragraph() -> None:
    reading = read(PAGE.replace("(fitted in 1974) had lost", "(fitted in 1974)\nhad lost"))
    assert reading.articles[0].text == read(PAGE).articles[0].text


def test_a_page_with_ukrainian_furniture_is_read_by_the_same_rules() -> None:
    page = """\
Стрічка новин

Міст у порту закриють на місяць, щоб замінити троси

3 хв читання
Міст у порту закриють на місяць, щоб замінити троси
Міст у порту під час відпливу, 10 березня 2026 року. (Ада Квіль/Tide Pictures)

Міст закриють для руху з понеділка, повідомила адміністрація порту.

Інженери виявили, що чотири з 96 тросів втратили третину міцності.

Пороми ходитимуть кожні десять хвилин, доки міст закрито
Переправа буде безкоштовною для мешканців північного берега.
Зображення статті
Аватар
Служба новин «Вісника»

Ми — служба новин. Пишіть нам про помилки та новини.

Читати далі
Стрічка новин

У фонтані на площі з вівторка живе тюлень. Кажуть, йому добре.

Показати більше"""
    reading = read(page)
    article, teaser, brief = reading.articles
    assert article.reading_minutes == 3
    assert article.authors == ("Служба новин «Вісника»",)
    assert article.text.count("\n\n") == 1
    assert article.language == "uk"
    assert article.image is not None
    assert article.image.credit == "Ада Квіль/Tide Pictures"
    assert teaser.title.startswith("Пороми")
    assert brief.title == "У фонтані на площі з вівторка живе тюлень"
    assert reading.unplaced == ()


HEADER = """\
Transport

Harbour bridge to close for a month while cables are replaced

{between}
Harbour bridge to close for a month while cables are replaced
The harbour bridge at low tide. (Ada Quill/Tide Pictures)

"""


def with_header(between: str) -> Article:
    page = HEADER.format(between=between) + PAGE.partition("Tide Pictures)\n\n")[2]
    article = read(page).articles[0]
    assert article.text == read(PAGE).articles[0].text
    return article


def test_a_label_above_the_headline_is_the_section() -> None:
    assert with_header("2 min read").section == "Transport"


@pytest.mark.parametrize(
    "line",
    [
        "2 min read",
        "2-minute read",
        "2 minutes to read",
        "1–2 min read",
        "• 2 min read",
        "Reading time: 2 minutes",
        "Estimated reading time: 2 min",
        "2 хв читання",
        "Читати 2 хвилини",
        "~2 min",
    ],
)
def test_reading_times_are_told_in_many_ways(line: str) -> None:
    assert with_header(line).reading_minutes == 2


@pytest.mark.parametrize("line", ["Less than a minute read", "<1 min read", "1 minute read"])
def test_less_than_a_minute_is_one(line: str) -> None:
    assert with_header(line).reading_minutes == 1


def test_a_reading_time_above_a_headline_that_is_printed_once_is_kept() -> None:
    title = "Harbour bridge to close for a month while cables are replaced\n"
    assert read(PAGE.replace(f"{title}\n", "", 1)).articles[0].reading_minutes == 2


def test_a_caption_in_lower_case_is_not_the_headlines_second_line() -> None:
    article = read(PAGE.replace("The harbour bridge at low tide", "the harbour bridge")).articles[0]
    assert article.title.endswith("are replaced")
    assert article.image is not None
    assert article.image.caption.startswith("the harbour bridge")


def test_a_headline_in_lower_case_is_not_the_reading_times_second_line() -> None:
    article = read(PAGE.replace("Harbour bridge to close", "eHarbour to close")).articles[0]
    assert (article.reading_minutes, article.text) == (2, read(PAGE).articles[0].text)


def test_a_caption_too_long_for_one_is_believed_for_its_agency() -> None:
    page = PAGE.replace("at low tide,", "at low tide, " + "with gulls above it, " * 40)
    image = read(page).articles[0].image
    assert image is not None
    assert image.credit == "Ada Quill/Tide Pictures"


@pytest.mark.parametrize(
    "line",
    [
        "March 11, 2026 9:32 PM",
        "Published: 11 March 2026, 21:32",
        "Wednesday, 11 March 2026 at 21:32",
        "11 березня 2026, 21:32",
        "11.03.2026 21:32",
        "2026-03-11 21:32",
    ],
)
def test_a_date_in_words_is_when_it_was_published(line: str) -> None:
    assert with_header(line).published == datetime(2026, 3, 11, 21, 32, tzinfo=UTC)


def test_the_first_of_two_dates_is_the_publication() -> None:
    article = with_header("March 10, 2026\n(Updated: March 11, 2026 8:01 am)")
    assert article.published == datetime(2026, 3, 10, tzinfo=UTC)


BYLINES = {
    "By Ada Quill": ("Ada Quill",),
    "by Ada Quill and Bo van der Lee": ("Ada Quill", "Bo van der Lee"),
    "Автор: Ада Квіль": ("Ада Квіль",),
    "Von Ada Quill, Bo Lee": ("Ada Quill", "Bo Lee"),
}


@pytest.mark.parametrize("line", BYLINES)
def test_a_byline_in_the_header_names_the_authors(line: str) -> None:
    assert with_header(line).authors[: len(BYLINES[line])] == BYLINES[line]


def test_a_byline_below_the_body_names_the_author_and_is_no_paragraph() -> None:
    article = read(PAGE.replace("\n\nFerries to run", "\n\nBy Bo Lee\n\nFerries to run")).articles[
        0
    ]
    assert article.authors == ("Bo Lee", "The Gazette news desk")
    assert article.text == read(PAGE).articles[0].text


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    page = PAGE.replace("Engineers found", "By morning the queues were gone\n\nEngineers found")
    assert read(page).articles[0].authors == read(PAGE).articles[0].authors


def test_a_sentence_between_the_two_headlines_is_the_standfirst() -> None:
    assert with_header("Ferries will run instead.").dek == "Ferries will run instead."


def test_what_fits_nothing_in_the_header_is_no_paragraph() -> None:
    page = HEADER.format(between="A line like this one") + PAGE.partition("Pictures)\n\n")[2]
    assert read(page).articles[0].text == read(PAGE).articles[0].text


def test_a_page_copied_without_empty_lines_keeps_its_paragraphs() -> None:
    page = "\n".join(line for line in PAGE.split("\n") if line)
    reading = read(page)
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert reading.articles[0].image is not None
    assert len(of_kind(reading, Kind.TEASER)) == 1
    assert len(of_kind(reading, Kind.BRIEF)) == 2


def test_a_pictured_teaser_need_not_end_in_a_full_stop() -> None:
    reading = read(PAGE.replace("north bank, the council said.", "north bank"))
    assert of_kind(reading, Kind.TEASER)[0].dek.endswith("north bank")


def test_read_also_and_a_headline_are_a_teaser() -> None:
    reading = read(PAGE.replace("Engineers found", "Read also: Who pays?\n\nEngineers found"))
    assert of_kind(reading, Kind.TEASER)[0].title == "Who pays?"
    assert reading.articles[0].text == read(PAGE).articles[0].text


def test_a_letter_from_the_author_is_no_part_of_the_story() -> None:
    letter = "Note from the author:\n\nHello, this is Ada.\n\nThank you for reading.\n\nAvatar"
    reading = read(PAGE.replace("Avatar", letter))
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert reading.unplaced == ()


def test_two_authors_are_both_named() -> None:
    second = "Avatar\nBo Lee\nPolitics reporter\n\nBo Lee reports on politics.\n\nRead more\n"
    reading = read(PAGE.replace("Read more\nNews Feed", f"Read more\n{second}News Feed"))
    assert reading.articles[0].authors == ("The Gazette news desk", "Bo Lee")
    assert reading.unplaced == ()


AUTHORS = {
    "Ada Quill and Bo van der Lee": ("Ada Quill", "Bo van der Lee"),
    "By Ada Quill, Bo Lee": ("Ada Quill", "Bo Lee"),
    "Martin K. Quill Jr.": ("Martin K. Quill Jr.",),
    "Science and health desk": ("Science and health desk",),
    "Ada Quill of the Gazette's water and roads desk in Port Merrow": (
        "Ada Quill of the Gazette's water and roads desk in Port Merrow",
    ),
}


@pytest.mark.parametrize("line", AUTHORS)
def test_people_who_share_an_avatar_are_each_named_and_a_desk_is_one(line: str) -> None:
    reading = read(PAGE.replace("The Gazette news desk\n", f"{line}\n"))
    assert reading.articles[0].authors == AUTHORS[line]
    assert reading.articles[0].text == read(PAGE).articles[0].text


def test_a_note_about_the_author_in_two_lines_is_no_teaser() -> None:
    note = "Ada Quill covers bridges and what is under them\nShe sailed before that."
    reading = read(PAGE.replace("We are the news desk of the Gazette. Write", f"{note}\nWrite"))
    assert len(of_kind(reading, Kind.TEASER)) == 1
    assert reading.unplaced == ()


def test_an_item_of_the_news_feed_may_have_a_time_and_a_headline() -> None:
    item = "10:42 PM\n\nSeal found in fountain of Mercer Square\nIt is said to be well.\n\n"
    first = of_kind(read(PAGE.replace("A seal has been", item + "A seal has been")), Kind.BRIEF)[0]
    assert (first.title, first.text) == (
        "Seal found in fountain of Mercer Square",
        "It is said to be well.",
    )


def test_a_teaser_too_short_to_tell_is_in_the_language_of_its_page() -> None:
    page = PAGE.replace("Ferries to run every ten minutes while the bridge is shut", "Ok ok ok ok")
    page = page.replace("The crossing will be free for anyone who lives on the north bank,", "")
    assert of_kind(read(page.replace(" the council said.", "Ok.")), Kind.TEASER)[0].language == "en"


def test_a_text_far_longer_than_a_page_is_cut_and_says_so() -> None:
    reading = read(PAGE + "\n\nMore words of it." * LINE_LIMIT)
    assert reading.articles[0].text == read(PAGE).articles[0].text
    assert any(f"only its first {LINE_LIMIT} lines" in str(words) for words in reading.problems)


def test_a_headline_without_a_paragraph_says_so() -> None:
    reading = read("Harbour bridge to close for a month\nBy Ada Quill\n11 March 2026")
    assert Message("reading.no_paragraph") in reading.problems


def test_what_stands_below_the_news_feed_is_reported() -> None:
    (left,) = read(PAGE + "\n\nThe Gazette, 4 Quay Street").unplaced
    assert left.why == Message("reading.below_the_news_feed")


@pytest.mark.parametrize("page", ["\n \n", "Read more\nShow More", "...\n---\n***"])
def test_a_page_without_words_says_that_no_headline_was_found(page: str) -> None:
    reading = read(page)
    assert reading.articles == ()
    assert reading.problems == (Message("reading.no_headline"),)


def test_paragraphs_without_a_headline_are_an_article_headed_by_their_first_sentence() -> None:
    reading = read("The harbour opened. It had been closed.\n\nFerries wait.\n\nGulls wait, too.")
    (article,) = reading.articles
    assert article.title == "The harbour opened"
    assert article.text.count("\n\n") == 2
    assert reading.problems == (Message("reading.no_headline"),)


WORDS = ["harbour", "council", "vote", "storm", "school", "ferry", "market", "night", "river"]
# every text carries a number of its own, so that it can be looked for in the result
sentence = st.lists(st.sampled_from(WORDS), min_size=8, max_size=30).map(" ".join)
title = st.lists(st.sampled_from(WORDS), min_size=5, max_size=12).map(" ".join)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str], list[tuple[str, str]], list[str]]:
    """A page, with the paragraphs, teasers and briefs that it was made of."""
    mark = iter(range(100, 1000))

    def text(words: str) -> str:
        return f"{words.capitalize()} number {next(mark)}."

    paragraphs = [text(words) for words in draw(st.lists(sentence, min_size=1, max_size=12))]
    teasers = [
        (f"{words.capitalize()} no {next(mark)}", text(draw(sentence)))
        for words in draw(st.lists(title, max_size=3))
    ]
    briefs = [text(words) for words in draw(st.lists(sentence, max_size=4))]
    headline = f"{draw(title).capitalize()} today"
    blocks = ["News Feed", headline]
    head = [f"{draw(st.integers(1, 30))} min read"] if draw(st.booleans()) else []
    caption = [f"The {draw(title)}. (Ann Lee/Tide)"] if draw(st.booleans()) else []
    blocks += ["\n".join([*head, headline, *caption]), *paragraphs]
    tail = [f"{one}\n{two}\nArticle image" for one, two in teasers]
    blocks += [
        "\n".join([*tail, "Avatar", "The news desk"]),
        "We write the news here.",
        "Read more",
    ]
    blocks[-1] += "\nNews Feed"
    blocks += [*briefs, "Show More"]
    return "\n\n".join(blocks), paragraphs, teasers, briefs


@given(pages())
@settings(max_examples=40, deadline=None)
@pytest.mark.long
def test_no_line_of_any_page_lands_in_two_places(
    made: tuple[str, list[str], list[tuple[str, str]], list[str]],
) -> None:
    page, paragraphs, teasers, briefs = made
    reading = read(page)
    places = [
        *reading.articles[0].text.split("\n\n"),
        *(words for one in of_kind(reading, Kind.TEASER) for words in (one.title, one.dek)),
        *(words for one in of_kind(reading, Kind.BRIEF) for words in one.text.split("\n\n")),
        *(left.text for left in reading.unplaced),
    ]
    texts = [*paragraphs, *briefs, *(words for pair in teasers for words in pair)]
    assert [text for text in texts if places.count(text) > 1] == []
