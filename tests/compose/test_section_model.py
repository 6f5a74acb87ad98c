"""Sections learned from the newsroom's own archive, and known by the words usual in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from digest.compose.compose_edition import group_articles
from digest.compose.default_sections import called_after, words_of_absent
from digest.compose.filing import (
    Filer,
    Filing,
    examples_of,
    learn,
    sections_named,
    unreachable_sections,
)
from digest.compose.places import home_of
from digest.compose.section_model import FEWEST_EXAMPLES, train
from digest.compose.tokenizer import stem
from digest.model.article import Article
from digest.model.edition import MORE_NEWS
from digest.model.settings import Section, Source

SECTIONS = (Section(id="harbour", title="Harbour"), Section(id="gardens", title="Gardens"))
USUAL = (Section(id="kicks", title="Sport"), Section(id="purse", title="Economy & jobs"))
"""Called after sections that most newspapers have; the others are not."""

USUAL_SECTIONS = {
    "politics", "business", "technology", "science", "health", "environment", "sport", "culture",
    "crime",
}  # fmt: skip
EVERY_DAY = (Section(id="abroad", title="World"), Section(id="home", title="National"),
             Section(id="power", title="Politics"), *USUAL)  # fmt: skip
SOURCES = {"gazette": Source(id="gazette")}
WORDS = {
    "Harbour": ("ferry quay tug pilot dredger mooring berth", "came in with the evening tide"),
    "Gardens": ("rose allotment hedge tulip orchard spade pruning", "does well after a mild spell"),
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


def unfiled(title: str, language: str = "en") -> Article:
    return Article(id="new", source="gazette", title=title, text=title, language=language)


def filed_under(section: str, title: str, text: str, *, count: int) -> list[Article]:
    """So many articles of one kind that their source files under the section."""
    return [
        Article(
            id=f"{section}-{number}",
            source="gazette",
            title=title.format(number),
            text=text,
            section=section,
            language="en",
        )
        for number in range(count)
    ]


def filed(
    article: Article,
    archive: Sequence[Article] = (),
    sections: Sequence[Section] = SECTIONS,
    moved: Mapping[str, str] | None = None,
) -> Filing:
    filer = Filer(
        sections=sections,
        sources=SOURCES,
        language=article.language,
        archive=archive,
        moved=moved,
    )
    return filer.file([[article]])[0]


def test_a_story_nobody_filed_goes_where_the_archive_points_and_says_how_sure_it_is() -> None:
    filing = filed(unfiled("A tug takes the ferry to its mooring"), archive())
    assert filing.section == "harbour"
    assert "the archive's harbour" in str(filing.why)
    assert "% sure" in str(filing.why)


def test_a_story_unlike_anything_in_the_archive_stays_with_more_news() -> None:
    assert filed(unfiled("Whelks"), archive()).section == MORE_NEWS


def test_the_sources_own_word_goes_before_what_the_archive_teaches() -> None:
    title = "A tug takes the ferry to its mooring"
    rose = Article(id="m", source="gazette", title=title, section="Gardens", language="en")
    assert filed(rose, archive()).section == "gardens"


def test_an_archive_with_too_few_examples_teaches_nothing() -> None:
    few = archive(each=FEWEST_EXAMPLES - 1)
    title = "A tug takes the ferry to its mooring"
    assert filed(unfiled(title), few).section == MORE_NEWS
    assert train([], "en") is None


def test_a_newsroom_without_sections_learns_none() -> None:
    examples = examples_of(archive(), sections=SECTIONS, sources=SOURCES, moved={})
    assert len(examples) == 2 * FEWEST_EXAMPLES
    assert learn(examples, sections=(), language="en") is None


@pytest.mark.parametrize(
    ("language", "sport", "economy"),
    [
        ("en", "The striker scored twice and the coach praised his teammates", "The central bank"
         " fears inflation, and exporters say that investors wait"),
        ("de", "Der Stürmer traf zweimal, der Trainer lobte die Mannschaft", "Die Notenbank"
         " fürchtet die Inflation, und der Umsatz der Zulieferer sinkt"),
        ("es", "El delantero marcó dos goles y el entrenador elogió al portero", "La inflación"
         " preocupa a los bancos, y la inversión de las empresas cae"),
        ("uk", "Нападник забив гол, а тренер похвалив воротаря", "Інфляція турбує банки, а"
         " експорт підприємств і гривня падають"),
    ],
)  # fmt: skip
def test_sections_of_usual_names_are_known_by_their_words_before_there_is_an_archive(
    language: str, sport: str, economy: str
) -> None:
    filing = filed(unfiled(sport, language), sections=USUAL)
    assert filing.section == "kicks"
    assert "archive" not in str(filing.why)
    assert filed(unfiled(economy, language), sections=USUAL).section == "purse"


def test_stories_in_several_languages_are_each_read_in_their_own() -> None:
    filer = Filer(sections=USUAL, sources=SOURCES, language="en")
    english = unfiled("The striker scored twice and the coach praised his teammates", "")
    german = unfiled("Die Notenbank fürchtet Inflation, der Umsatz der Zulieferer sinkt", "de")
    filings = filer.file([[english], [german], [english]])
    assert [filing.section for filing in filings] == ["kicks", "purse", "kicks"]


def test_a_story_for_a_section_that_the_newsroom_has_not_got_is_more_news_and_says_so() -> None:
    filing = filed(unfiled("Detectives arrest a burglar; the suspect is in jail"), sections=USUAL)
    assert filing.section == MORE_NEWS
    assert "reads like crime, which has no section here" in str(filing.why)


def test_words_that_an_old_archive_never_met_still_speak_for_their_section() -> None:
    sections = (Section(id="harbour", title="Harbour"), Section(id="it", title="Technology"))
    old = [article for article in archive() if article.section == "Harbour"]
    assert filed(unfiled("Bitcoin and smartphone apps"), old, sections).section == "it"


def test_an_archive_that_uses_a_usual_word_otherwise_has_the_last_word() -> None:
    sections = (Section(id="sport", title="Sport"), Section(id="river", title="The river"))
    boats = filed_under(
        "The river",
        "Coach {} of the ferry line",
        "A coach meets every ferry at the landing stage.",
        count=2 * FEWEST_EXAMPLES,
    )
    story = unfiled("Another coach to the landing stage")
    assert filed(story, sections=sections).section == "sport"
    assert filed(story, boats, sections).section == "river"


def test_each_usual_word_stands_for_one_section_of_its_language() -> None:
    for language in ("ar", "de", "en", "es", "fr", "pl", "uk"):
        absent = words_of_absent((), language)
        assert set(absent) >= {*USUAL_SECTIONS, "world", "national", "local", "conflict"}
        every = Counter(stem(word, language) for words in absent.values() for word in words)
        assert [stem for stem, sections in every.items() if sections > 1] == []


@pytest.mark.parametrize(
    ("title", "after"),
    [
        ("Sport", {"sport"}),
        ("ECONOMY", {"business"}),
        ("Science & health", {"science", "health"}),
        ("Politik", {"politics"}),
        ("Здоров’я", {"health"}),
        ("Monde", {"world"}),
        ("Świat", {"world"}),
        ("رياضة", {"sport"}),
        ("Lokales", {"local"}),
        ("Думки", {"opinion"}),
        ("Наука і технології", {"science", "technology"}),
        ("The Harbour", set()),
    ],
)
def test_a_section_is_called_after_usual_ones_in_any_language(title: str, after: set[str]) -> None:
    assert called_after(Section(id="x", title=title)) == after


def test_where_the_settings_name_no_sections_those_of_the_sources_serve() -> None:
    named = sections_named([*archive(each=1), unfiled("Whales")])
    assert [section.id for section in named] == ["harbour", "gardens"]
    tug = unfiled("A tug takes the ferry to its mooring")
    assert [story.section for story in group_articles([tug], archive=archive())] == ["harbour"]


def test_where_no_source_names_a_section_either_those_that_most_newspapers_have_serve() -> None:
    article = unfiled("The striker scored twice and the coach praised his teammates")
    assert [story.section for story in group_articles([article])] == ["sport"]


def test_more_news_says_what_a_story_is_about() -> None:
    filing = filed(unfiled("Whelks stranded at Merrow"))
    assert filing.section == MORE_NEWS
    assert "Whelks" in str(filing.why)
    assert "Merrow" in str(filing.why)


def test_what_editors_moved_teaches_against_what_the_source_said() -> None:
    others = archive(each=2 * FEWEST_EXAMPLES)
    curling = filed_under(
        "Gardens", "Curling stones on the ice, end {}", "Sweepers curling on ice.", count=6
    )

    def learned_from(moved: dict[str, str]) -> str:
        story = unfiled("Curling on the ice")
        return filed(story, [*others, *curling], moved=moved).section

    assert learned_from({}) == "gardens"
    assert learned_from({article.id: "harbour" for article in curling}) == "harbour"
    assert learned_from({article.id: "no such section" for article in curling}) == "gardens"


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("Two Singaporeans arrested over a murder in Kuala Lumpur", "abroad"),
        ("Rebels shell a town as troops leave the province", "abroad"),
        ("Ferry capsizes off Indonesia, rescuers search for survivors", "abroad"),
        ("Police arrest a burglar after a stabbing in Leeds", "home"),
        ("Two workers injured as a train derails near Boston", "home"),
        ("Hamilton takes pole at the Grand Prix", "kicks"),
        ("Prime minister loses the vote of confidence", "power"),
    ],
)
def test_where_news_is_from_tells_world_from_national(title: str, section: str) -> None:
    assert filed(unfiled(title), sections=EVERY_DAY).section == section


def test_a_newsrooms_own_country_is_not_the_world() -> None:
    def filed_by(home: set[str]) -> str:
        filer = Filer(sections=EVERY_DAY, sources={}, language="en", home=home)
        return filer.file([[unfiled("Earthquake in Japan: rescuers in Tokyo dig for survivors")]])[
            0
        ].section

    assert filed_by({"GB"}) == "abroad"
    assert filed_by({"JP"}) == "home"


@pytest.mark.parametrize(
    ("language", "zone", "home"),
    [
        ("en-GB", "Europe/Kyiv", {"UA"}),
        ("en-GB", "UTC", {"GB"}),
        ("uk", "", {"UA"}),
        ("en", "", {"GB", "US"}),
        ("tlh", "Mars/Olympus", set()),
    ],
)
def test_a_newsroom_is_at_home_by_its_zone_else_its_tag_else_its_language(
    language: str, zone: str, home: set[str]
) -> None:
    assert home_of(language, zone) == home


def test_a_name_of_several_words_speaks_where_its_words_alone_would_not() -> None:
    sections = (Section(id="kicks", title="Sport"), Section(id="it", title="Technology"))
    assert filed(unfiled("Nothing but the six nations"), sections=sections).section == "kicks"
    assert filed(unfiled("Six of the nations"), sections=sections).section == MORE_NEWS
    own = (Section(id="port", title="Port", seeds=("swing bridge",)), *sections)
    assert filed(unfiled("The swing bridge closes again"), sections=own).section == "port"


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://news.example/sport/cricket/2026/whelks", "kicks"),
        ("https://news.example/2026/11/economy/whelks.html", "purse"),
        ("https://news.example/world/whelks", MORE_NEWS),
        ("https://news.example/2026/whelks-and-sport", MORE_NEWS),
        ("https://[news/sport/x", MORE_NEWS),
    ],
)
def test_a_step_of_the_urls_path_names_a_section_but_not_where_the_news_is_from(
    url: str, section: str
) -> None:
    sections = (*USUAL, Section(id="abroad", title="World"))
    assert filed(replace(unfiled("Whelks"), url=url), sections=sections).section == section


def test_a_source_may_call_a_section_as_newspapers_do() -> None:
    assert filed(replace(unfiled("Whelks"), section="Football"), sections=USUAL).section == "kicks"


def test_what_is_of_an_absent_section_goes_where_a_newsroom_would_have_it() -> None:
    science = (Section(id="lab", title="Science"), Section(id="purse", title="Business"))
    climate = unfiled("Glaciers melt as methane emissions warm the Arctic")
    assert filed(climate, sections=science).section == "lab"
    merger = unfiled(
        "Chipmaker Qualcomm rejects the takeover bid of Broadcom, its shareholders gain"
    )
    assert filed(merger, sections=science).section == "purse"
    assert filed(unfiled("A new browser for Android phones"), sections=science).section == MORE_NEWS


@pytest.mark.parametrize("language", ["sw", "tlh", ""])
def test_a_language_without_words_files_nothing_at_random(language: str) -> None:
    article = unfiled("Rais wa Ufaransa amewasili Nairobi", language)
    assert filed(article, sections=EVERY_DAY).section == MORE_NEWS


def test_a_section_in_which_nothing_can_land_is_found() -> None:
    port, sport = Section(id="port", title="Port"), Section(id="kicks", title="Sport")
    sections, nothing = (port, sport), {"gazette": Source(id="gazette")}
    assert unreachable_sections(sections, nothing, (), {"en"}) == (port,)
    assert unreachable_sections(sections, nothing, (), {"sw"}) == sections
    seeded = replace(port, seeds=("quay",))
    assert unreachable_sections((seeded, sport), nothing, (), {"en"}) == ()
    source = {"gazette": Source(id="gazette", section="Port")}
    assert unreachable_sections(sections, source, (), {"en"}) == ()
    article = replace(unfiled("Whelks"), section="port")
    assert unreachable_sections(sections, nothing, [article], ()) == ()
