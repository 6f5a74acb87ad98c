"""Sections learned from the newsroom's own archive."""

from __future__ import annotations

from digest.compose.edition import group_articles
from digest.compose.sections import FEWEST_EXAMPLES, train
from digest.compose.topics import file_story, learn, sections_named
from digest.model.article import Article
from digest.model.edition import MORE_NEWS
from digest.model.settings import Section, Source

SECTIONS = (Section(id="sport", title="Sport"), Section(id="money", title="Money"))
SOURCES = {"gazette": Source(id="gazette")}
WORDS = {
    "Sport": ("goal striker match league keeper coach penalty", "won the cup after extra time"),
    "Money": ("bank shares profit investors market bonds dividend", "rose in early trading today"),
}


def archive(each: int = FEWEST_EXAMPLES) -> list[Article]:
    return [
        Article(
            id=f"{name}{number}",
            source="gazette",
            title=f"{words.split()[number % 7]} and {words.split()[(number + 2) % 7]}",
            text=f"The {words.split()[(number + 3) % 7]} {end}.",
            section=name,
            language="en",
        )
        for number in range(each)
        for name, (words, end) in WORDS.items()
    ]


def unfiled(title: str) -> Article:
    return Article(id="new", source="gazette", title=title, text=title, language="en")


def test_a_story_nobody_filed_goes_where_the_archive_points_and_says_how_sure_it_is() -> None:
    model = learn(archive(), sections=SECTIONS, sources=SOURCES, language="en")
    story = [unfiled("Keeper saves a penalty and the match")]
    filing = file_story(story, sections=SECTIONS, sources=SOURCES, model=model)
    assert filing.section == "sport"
    assert "% sure" in filing.why


def test_a_story_unlike_anything_in_the_archive_stays_with_more_news() -> None:
    model = learn(archive(), sections=SECTIONS, sources=SOURCES, language="en")
    filing = file_story([unfiled("Whales")], sections=SECTIONS, sources=SOURCES, model=model)
    assert filing.section == MORE_NEWS


def test_the_sources_own_word_goes_before_what_the_archive_teaches() -> None:
    model = learn(archive(), sections=SECTIONS, sources=SOURCES, language="en")
    sport = unfiled("Keeper saves a penalty and the match")
    money = Article(id="m", source="gazette", title=sport.title, section="Money", language="en")
    filing = file_story([money], sections=SECTIONS, sources=SOURCES, model=model)
    assert filing.section == "money"


def test_an_archive_with_too_few_examples_teaches_nothing() -> None:
    few = archive(each=FEWEST_EXAMPLES - 1)
    assert learn(few, sections=SECTIONS, sources=SOURCES, language="en") is None
    assert train([], "en") is None


def test_where_the_settings_name_no_sections_those_of_the_sources_serve() -> None:
    named = sections_named([*archive(each=1), unfiled("Whales")])
    assert [section.id for section in named] == ["sport", "money"]
    keeper = unfiled("Keeper saves a penalty and the match")
    assert [story.section for story in group_articles([keeper], archive=archive())] == ["sport"]


def test_more_news_says_what_a_story_is_about() -> None:
    filing = file_story([unfiled("Whales stranded at Merrow")], sections=SECTIONS, sources=SOURCES)
    assert filing.section == MORE_NEWS
    assert "Whales" in filing.why
    assert "Merrow" in filing.why


def test_what_editors_moved_teaches_against_what_the_source_said() -> None:
    filed = archive(each=2 * FEWEST_EXAMPLES)
    curling = [
        Article(
            id=f"c{number}",
            source="gazette",
            title=f"Curling stones on the ice, end {number}",
            text="Sweepers curling on ice.",
            section="Money",
            language="en",
        )
        for number in range(6)
    ]

    def learned_from(moved: dict[str, str]) -> str:
        model = learn(
            [*filed, *curling], sections=SECTIONS, sources=SOURCES, language="en", moved=moved
        )
        story = [unfiled("Curling on the ice")]
        return file_story(story, sections=SECTIONS, sources=SOURCES, model=model).section

    assert learned_from({}) == "money"
    assert learned_from({article.id: "sport" for article in curling}) == "sport"
    assert learned_from({article.id: "no such section" for article in curling}) == "money"
