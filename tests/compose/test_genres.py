"""What kind of text an article is, by its source and its headline; and what that changes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

import digest.compose
from digest.compose.edition_words import Wording
from digest.compose.genres import SHOWN, genre_of, headline_without_label, with_genre
from digest.compose.items import Printer
from digest.compose.layout import EditionLayout, Placed, lay_out
from digest.compose.rank import rank
from digest.model.article import Article, Genre
from digest.model.catalogue import catalogue
from digest.model.edition import Item, Story, StoryPlace
from digest.model.settings import Section, Sizes
from digest.model.toml_file import read_toml

GENRES = Path(digest.compose.__path__[0]) / "genres.toml"
NOW = datetime(2026, 3, 12, 7, 0, tzinfo=UTC)
TEXT = "The council met in the town hall on Tuesday and voted on the plan. " * 4


def article(title: str = "Council votes on plan", **said: object) -> Article:
    known: dict[str, object] = {"id": title, "source": "gazette", "language": "en", "text": TEXT}
    return Article(**{"title": title, **known, **said})  # type: ignore[arg-type]


def story(*articles: Article, **said: object) -> Story:
    numbered = [replace(one, id=f"{one.title}-{at}") for at, one in enumerate(articles)]
    known: dict[str, object] = {"id": articles[0].title, "section": "news", "why_together": ""}
    return with_genre(Story(articles=tuple(numbered), **{**known, **said}))  # type: ignore[arg-type]


def laid_out(*stories: Story, like_news: tuple[Genre, ...] = ()) -> EditionLayout:
    sections = [Section(id="news", title="News")]
    ranked = rank(stories, sections=sections, sources={}, now=NOW, like_news=like_news)
    return lay_out(ranked, sections=["news"], sizes=Sizes(), like_news=like_news)


def printed(one: Story, place: StoryPlace = StoryPlace.TOP, language: str = "en") -> Item:
    wording = Wording(catalogue=catalogue(language))
    printer = Printer(language=language, wording=wording, sizes=Sizes(), sources={})
    return printer.item(Placed(story=one, place=place, why=""))


@pytest.mark.parametrize(
    ("label", "genre"),
    [
        ("Opinion", Genre.OPINION),
        ("KOMMENTAR", Genre.OPINION),
        ("колонка", Genre.OPINION),
        ("tribune", Genre.OPINION),
        ("opinión", Genre.OPINION),
        ("felieton", Genre.OPINION),
        ("رأي", Genre.OPINION),
        ("OpinionNewsArticle", Genre.OPINION),
        ("brought to you by Corvid Bank", Genre.ADVERTORIAL),
        ("Verlagssonderveröffentlichung", Genre.ADVERTORIAL),
        ("на правах реклами", Genre.ADVERTORIAL),
        ("live blog", Genre.LIVE),
        ("Obituaries", Genre.OBITUARY),
        ("the lantern interview", Genre.INTERVIEW),
        ("Politics", Genre.NEWS),
        ("opinion polls", Genre.NEWS),
    ],
)
def test_the_source_s_label_tells_the_genre_in_any_letters(label: str, genre: Genre) -> None:
    assert genre_of(article(labels=("Politics", label))) is genre


def test_a_word_that_is_a_subject_too_is_a_genre_only_where_the_text_is_filed_so() -> None:
    assert genre_of(article(labels=("UK", "Weather"))) is Genre.NEWS
    assert genre_of(article(labels=("Weather",))) is Genre.FORECAST
    assert genre_of(article(labels=("UK", "Weather"), section="Weather")) is Genre.FORECAST


@pytest.mark.parametrize(
    ("url", "genre"),
    [
        ("https://paper.example/opinion/2026/port", Genre.OPINION),
        ("https://paper.example/meinung/streik", Genre.OPINION),
        ("https://paper.example/live/2026/storm", Genre.LIVE),
        ("https://paper.example/%D0%BF%D0%BE%D0%B3%D0%BE%D0%B4%D0%B0/a", Genre.FORECAST),
        ("https://paper.example/news/opinion", Genre.NEWS),
        ("https://[broken", Genre.NEWS),
    ],
)
def test_a_folder_of_the_address_tells_the_genre(url: str, genre: Genre) -> None:
    assert genre_of(article(url=url)) is genre


@pytest.mark.parametrize(
    ("language", "title", "genre"),
    [
        ("en", "OPINION | The port should never have been sold", Genre.OPINION),
        ("en", "Your weekend weather: brollies first, sunglasses later", Genre.FORECAST),
        ("en", "Corrections and clarifications", Genre.CORRECTION),
        ("en", "Plane crash: what we know so far", Genre.ROUND_UP),
        ("en", "Win a weekend for two at the spa", Genre.SERVICE),
        ("de", "Leitartikel: Was bleibt von Aulinger?", Genre.OPINION),
        ("de", "So wird das Wetter am Freitag", Genre.FORECAST),
        ("uk", "Реклама. Кредит за п'ять хвилин", Genre.ADVERTORIAL),
        ("uk", "Якою буде погода у вихідні", Genre.FORECAST),
        ("fr", "Météo : le soleil revient", Genre.FORECAST),
        ("es", "Fe de errores", Genre.CORRECTION),
        ("pl", "Felieton | O zimie", Genre.OPINION),
        ("ar", "رأي | لماذا نكتب اليوم", Genre.OPINION),
        ("", "Kommentar: Bitter, aber nötig", Genre.OPINION),
        ("en", "Weather kills 12 as floods sweep the coast", Genre.NEWS),
        ("en", "Weather: 12 killed as floods sweep the coast", Genre.NEWS),
        ("en", "Live music returns to the pier", Genre.NEWS),
        ("en", "Opinion polls put Labour ahead", Genre.NEWS),
        ("en", "Corrections officer charged", Genre.NEWS),
        ("uk", "Удар по порту: що відомо", Genre.NEWS),
        ("en", "A drier week after Monday's drenching", Genre.FORECAST),
        ("en", "Your Wednesday catch-up", Genre.ROUND_UP),
        ("en", "Comedian Iris Poll on grief, goats and giving up applause", Genre.INTERVIEW),
        ("de", "Warme Jacke nicht vergessen", Genre.FORECAST),
        ("de", "Was Sie zur Wahl wissen müssen", Genre.ROUND_UP),
        ("de", "Zehn Fragen an Lea Voss", Genre.INTERVIEW),
        ("uk", "Що ви могли пропустити за вихідні", Genre.ROUND_UP),
        ("uk", "Чому мені соромно за наш вокзал", Genre.OPINION),
        ("en", "Storm Edda leaves 30,000 without power", Genre.NEWS),
        ("en", "Chef jailed for stealing recipes", Genre.NEWS),
        ("en", "How to fix the lake: experts present plan", Genre.NEWS),
        ("de", "Der Trainer, der Falkau rettete, geht", Genre.NEWS),
        ("de", "Gewinnspiel-Betrüger in Ostrach gefasst", Genre.NEWS),
        ("de", "Hitzerekord: 41,2 Grad in Weserthal gemessen", Genre.NEWS),
        ("uk", "Помер ексмер Рясного Іван Кут", Genre.NEWS),
        ("uk", "Через снігопад закрили перевал", Genre.NEWS),
        ("en", "", Genre.NEWS),
    ],
)
def test_a_headline_s_form_tells_the_genre_where_no_label_does(
    language: str, title: str, genre: Genre
) -> None:
    assert genre_of(article(title, language=language)) is genre


@pytest.mark.parametrize(
    ("language", "title", "text", "genre"),
    [
        (
            "en",
            "Brollies up",
            "Showers will spread from the west by noon. Highs of 6C.",
            "forecast",
        ),
        ("en", "Plum cake", "Cream the butter and sugar, then fold in the plums.", "service"),
        ("en", "My neighbour's hedge", "I have hated it for years. Now I miss it.", "opinion"),
        (
            "en",
            "Bernard Oakshott",
            "The maker, who has died aged 91, built 212 of them.",
            "obituary",
        ),
        ("de", "Wider das Rathaus", "Ich frage mich, wovor wir uns fürchten.", "opinion"),
        ("de", "Linsencurry", "Zwiebeln anschwitzen und mit Kokosmilch aufgießen.", "service"),
        ("uk", "Сирник, який не осідає", "На чотири порції візьміть пів кіло сиру.", "service"),
        ("uk", "Весна бере своє", "Уночі прохолодно, вдень тепло, до +18, без дощу.", "forecast"),
        ("en", "Oakshott dies", "The maker, who has died aged 91, built 212 of them.", "news"),
        ("en", "Mill to close", "“I am heartbroken,” said Ann Lee. “I want a job.”", "news"),
        ("de", "Mühle schließt", "»Ich bin entsetzt«, sagte Anna Lehr am Dienstag.", "news"),
        ("uk", "Млин закривають", "«Я приголомшена», — сказала Ганна Лис.", "news"),
        ("en", "Rain halts play", "Showers, wind and cloud left 22 overs. Highs of 9C.", "news"),
    ],
)
def test_the_first_sentences_tell_the_genre_where_nothing_else_does(
    language: str, title: str, text: str, genre: str
) -> None:
    assert genre_of(article(title, language=language, text=text)) is Genre(genre)


def test_further_on_the_text_is_not_asked() -> None:
    assert genre_of(article(text=TEXT + "I for one am tired of this.")) is Genre.NEWS


def test_a_byline_tells_the_genre() -> None:
    assert genre_of(article(authors=("Ann Lee, columnist",))) is Genre.OPINION
    assert genre_of(article(authors=("Ann Lee",))) is Genre.NEWS


def test_each_pattern_is_one_and_no_list_of_them() -> None:
    for table in read_toml(GENRES).values():
        for name in ("headlines", "openings", "unless", "measures", "bylines"):
            for pattern in (one for many in table.get(name, {}).values() for one in many):
                inner, outer = re.sub(r"\\.|\[[^\]]*\]", "", pattern), ""
                while outer != inner:
                    outer, inner = inner, re.sub(r"\([^()]*\)", "", inner)
                assert "|" not in inner, pattern


@pytest.mark.parametrize("title", ["a" * 20_000, "a " * 20_000, "»" * 20_000, "a, " * 20_000])
def test_a_hostile_headline_takes_no_time(title: str) -> None:
    genre_of(article())
    begun = process_time()
    genre_of(article(title, text=title, language="de"))
    assert process_time() - begun < 0.5


def test_a_story_has_the_genre_that_most_of_its_outlets_print_it_as() -> None:
    report = article(source="gazette")
    column = article("Column: enough", source="herald", labels=("column",))
    advert = article("Buy now", source="post", labels=("sponsored",))
    assert story(column, replace(column, source="post")).genre is Genre.OPINION
    assert story(column, report).genre is Genre.NEWS
    assert story(advert, report, replace(report, source="echo")).genre is Genre.NEWS
    assert story(column, replace(column, source="post"), report).genre is Genre.OPINION


def test_a_report_leads_its_story_whatever_its_outlet_prints_beside_it() -> None:
    report = article(source="gazette")
    live = article("LIVE: council votes", source="gazette")
    both = story(live, report)
    assert both.genre is Genre.NEWS
    assert both.leading.title == report.title


NEVER = [
    ("forecast", article("Weather forecast", labels=("weather forecast",))),
    ("correction", article("Corrections")),
    ("round-up", article("The week in pictures")),
    ("service", article("Quiz: how well do you know the town?")),
    ("advertorial", article("Sleep well at last", labels=("advertorial",))),
]


@pytest.mark.parametrize("text", [text for _, text in NEVER], ids=[name for name, _ in NEVER])
def test_some_genres_are_briefs_however_many_outlets_have_them(text: Article) -> None:
    everywhere = story(*(replace(text, source=f"outlet{number}") for number in range(5)))
    small = story(article("Library hours cut"))
    layout = laid_out(everywhere, small)
    assert layout.lead is not None
    assert layout.lead.story.id == small.id
    assert not layout.top
    ((_, briefs),) = layout.briefs
    assert "is kept from the top" in str(briefs[0].why)


def test_a_column_stands_in_the_top_and_does_not_lead() -> None:
    column = [article("Column: enough", source=f"outlet{n}", labels=("column",)) for n in range(5)]
    layout = laid_out(story(*column), story(article("Library hours cut")))
    assert layout.lead is not None
    assert layout.lead.story.genre is Genre.NEWS
    assert [placed.story.genre for placed in layout.top] == [Genre.OPINION]


def test_something_leads_on_a_day_of_nothing_that_may_and_the_reason_says_so() -> None:
    texts = [story(text) for _, text in NEVER]
    layout = laid_out(*texts)
    assert layout.lead is not None
    assert layout.lead.story.genre is not Genre.ADVERTORIAL
    assert "nothing better" in str(layout.lead.why)
    assert not layout.top
    alone = laid_out(texts[-1]).lead
    assert alone is not None
    assert alone.story.genre is Genre.ADVERTORIAL
    column = story(article("Column: enough", labels=("column",)))
    lead = laid_out(*texts, column).lead
    assert lead is not None
    assert lead.story.id == column.id


def test_a_newsletter_can_have_a_genre_placed_like_news() -> None:
    feature = story(article("The last keeper", labels=("long read",), text=TEXT * 3))
    small = story(article("Library hours cut", text="Hours are cut."))
    for like_news, leader in (((), small), ((Genre.LONG_READ,), feature)):
        lead = laid_out(feature, small, like_news=like_news).lead
        assert lead is not None
        assert lead.story.id == leader.id


@pytest.mark.parametrize(
    ("title", "genre", "language", "bare"),
    [
        ("Opinion | Venn has only himself", Genre.OPINION, "en", "Venn has only himself"),
        ("Long read: the last keeper of Skell", Genre.LONG_READ, "en", "The last keeper of Skell"),
        ("Kommentar: Bitter, aber nötig", Genre.OPINION, "de", "Bitter, aber nötig"),
        ("КОЛОНКА | Хто прийде після", Genre.OPINION, "uk", "Хто прийде після"),
        ("The port is lost – Opinion", Genre.OPINION, "en", "The port is lost"),
        ("[Anzeige] Gut hören, gut leben", Genre.ADVERTORIAL, "de", "Gut hören, gut leben"),
        ("Corrections", Genre.CORRECTION, "en", "Corrections"),
        ("Opinion: Venn", Genre.OPINION, "en", "Opinion: Venn"),
        ("Quiz: how well do you know it?", Genre.OPINION, "en", "Quiz: how well do you know it?"),
        ("", Genre.OPINION, "en", ""),
    ],
)
def test_a_headline_loses_the_label_that_is_shown_above_it(
    title: str, genre: Genre, language: str, bare: str
) -> None:
    assert headline_without_label(title, genre, language) == bare


def test_an_item_says_its_genre_once() -> None:
    item = printed(story(article("Opinion | Venn has only himself to blame")))
    assert (item.label, item.headline) == ("Opinion", "Venn has only himself to blame")
    assert printed(story(article())).label == ""
    assert printed(story(article("Quiz: know the town?"))).headline == "Quiz: know the town?"


def test_what_was_paid_for_has_its_label_in_every_language() -> None:
    advert = story(article("Sleep well at last", labels=("advertorial",)))
    for language in ("en", "de", "uk", "ar", "sv"):
        assert printed(advert, StoryPlace.BRIEF, language).label


def test_the_words_above_headlines_exist_in_all_our_languages() -> None:
    for language in ("ar", "de", "en", "es", "fa", "fr", "he", "it", "nl", "pl", "pt", "uk"):
        wording = Wording(catalogue=catalogue(language))
        assert all(wording.genre(genre) for genre in SHOWN)
