"""Sections learned from the newsroom's own archive, and known by the words usual in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from digest.compose.compose_edition import group_articles
from digest.compose.default_sections import called_after, words_of_absent
from digest.compose.filing import Filer, Filing, learn, sections_named
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
    assert learn(archive(), sections=(), sources=SOURCES, language="en") is None


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
    for language in ("en", "de", "es", "uk"):
        absent = words_of_absent((), language)
        assert set(absent) == USUAL_SECTIONS
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
