"""Editions: what a day's articles become, and that every choice can say why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as some

from digest.compose.compose_edition import (
    NO_LINKS,
    Background,
    EditionPlan,
    compose_edition,
    group_articles,
    grouped,
)
from digest.compose.edition_words import Wording
from digest.model.article import Article, Image, Kind
from digest.model.catalogue import catalogue
from digest.model.edit import Links
from digest.model.edition import MORE_NEWS, Edition, SentStory, StoryPlace, Window
from digest.model.settings import Day, Newsletter, Section, Sizes, Source
from tests.examples import examples

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
WINDOW = Window(start=NOW - timedelta(days=1), end=NOW)
SECTIONS = (
    Section(id="politics", title="Politics", seeds=("council", "vote", "minister")),
    Section(id="sport", title="Sport", seeds=("match", "goal", "coach"), aliases=("football",)),
)
SOURCES = {
    "gazette": Source(id="gazette", name="The Harbour Gazette", weight=1.2),
    "courier": Source(id="courier", name="Northern Courier"),
    "herald": Source(id="herald", name="Island Herald"),
}
NEWSLETTER = Newsletter(
    id="morning",
    name="The Morning Tide",
    sender="Gazette <morning@digest.example>",
    days=(Day.MONDAY,),
    send_at=time(6, 30),
    never_after=time(10),
)


def test_the_score_names_a_section_as_the_newsletter_does() -> None:
    politics = replace(SECTIONS[0], titles={"uk": "Політика"}, weight=1.4)
    plan = EditionPlan(
        id="ranok",
        newsletter=NEWSLETTER,
        date=NOW.date(),
        language="uk",
        wording=Wording(catalogue=catalogue("uk")),
        window=WINDOW,
    )
    told = article("a", "Council vote on the ferry", language="uk", section="politics")
    edition = compose_edition(
        [told], plan, Background(sections=(politics,), sources=SOURCES), now=NOW
    )
    why = [str(each) for item in edition.items() for each in item.why]
    assert any("weight of Політика" in each for each in why), why
    assert not any("weight of Politics" in each for each in why)


def article(
    name: str,
    title: str,
    text: str = "",
    *,
    source: str = "gazette",
    hours: float = 2,
    **more: object,
) -> Article:
    plain = Article(
        id=name,
        source=source,
        title=title,
        text=text or f"{title}, officials said on Tuesday after a long day in the {name} office.",
        url=f"https://{source}.example/{name}",
        published=NOW - timedelta(hours=hours),
        gathered=NOW - timedelta(hours=hours),
        language="en",
    )
    return replace(plain, **more)  # type: ignore[arg-type] # the caller's fields


PIER = article(
    "pier",
    "Council votes to rebuild the north pier",
    "The harbour council voted on Tuesday to rebuild the north pier before the winter storms.\n\n"
    "Engineers had warned that the old timber would not stand another season of high water.",
)
PIER_ELSEWHERE = article(
    "pier-courier",
    "North pier to be rebuilt after council vote",
    "The north pier will be rebuilt before the winter storms, the harbour council voted.\n\n"
    "Its timber would not stand another season of high water, engineers warned the council.",
    source="courier",
    hours=1,
)
MATCH = article(
    "match",
    "Late goal wins the island derby",
    "A goal in the last minute gave Merrow United the derby, and the coach ran onto the pitch.",
    hours=3,
    section="Football",
)
WHALES = article(
    "whales",
    "Grey whales return to the sound",
    "Three grey whales were seen off the sound at dawn.",
    source="herald",
)


HEADLINES = (
    "Bakery on Quay Street closes after ninety years",
    "Librarians find a map thought lost in the flood",
    "Schoolchildren plant birches along the river",
    "New buses run on rapeseed oil",
    "Choir wins a silver medal abroad",
    "Tax office moves into the old brewery",
    "Lifeboat crew rescues two kayakers",
    "Windmill turns again for tourists",
    "Beekeepers report a mild spring",
)


def edition_of(
    articles: Sequence[Article],
    *,
    history: Sequence[SentStory] = (),
    newsletter: Newsletter = NEWSLETTER,
    sections: Sequence[Section] = SECTIONS,
    links: Links = NO_LINKS,
) -> Edition:
    return compose_edition(
        articles,
        EditionPlan(
            id="morning-2026-03-04",
            newsletter=newsletter,
            date=NOW.date(),
            language="en",
            wording=Wording(catalogue=catalogue("en")),
            window=WINDOW,
        ),
        Background(sections=sections, sources=SOURCES, history=history),
        now=NOW,
        links=links,
    )


def sized(**sizes: int | float) -> Newsletter:
    return replace(NEWSLETTER, sizes=Sizes(**sizes))  # type: ignore[arg-type] # the caller's fields


def test_articles_of_one_event_become_one_item_that_names_the_other_outlet() -> None:
    edition = edition_of([MATCH, PIER, PIER_ELSEWHERE])
    assert edition.lead is not None
    assert set(edition.lead.articles) == {"pier", "pier-courier"}
    links = {link.source for link in (*edition.lead.also, *edition.lead.related)}
    assert len(links) == 1
    assert [item.headline for item in edition.top] == [MATCH.title]


def test_a_story_told_by_two_outlets_leads_before_a_newer_one_told_by_one() -> None:
    edition = edition_of([replace(MATCH, published=NOW), PIER, PIER_ELSEWHERE])
    assert edition.lead is not None
    assert edition.lead.story == "pier"
    assert "+1.00 told by 2 sources" in map(str, edition.lead.why)


def test_an_agency_text_printed_by_two_outlets_is_one_voice_and_both_are_linked() -> None:
    elsewhere = replace(
        PIER, id="copy", source="courier", url="https://courier.example/copy", published=NOW
    )
    edition = edition_of([PIER, elsewhere])
    assert edition.lead is not None
    assert not any("sources" in str(why) for why in edition.lead.why)
    assert [link.text for link in edition.lead.also] == ["Northern Courier"]


def test_the_only_full_article_leads_and_the_teasers_and_briefs_of_its_source_are_briefs() -> None:
    teaser = article("teaser", "Ferry fares to rise in May", kind=Kind.TEASER, hours=0)
    brief = article(
        "brief", "", "Three grey whales were seen off the sound at dawn.", kind=Kind.BRIEF, hours=0
    )
    edition = edition_of(
        [brief, teaser, replace(PIER, published=WINDOW.start + timedelta(minutes=1))]
    )
    assert edition.lead is not None
    assert edition.lead.story == "pier"
    assert not edition.top
    printed = [item.story for section in edition.sections for item in section.items]
    assert sorted(printed) == ["brief", "teaser"]


def test_a_brief_without_a_headline_is_not_printed_twice() -> None:
    brief = article(
        "brief", "", "Three grey whales were seen off the sound at dawn.", kind=Kind.BRIEF
    )
    edition = edition_of([PIER, brief])
    item = next(item for item in edition.items() if item.story == "brief")
    assert item.headline == "Three grey whales were seen off the sound at dawn."
    assert item.brief == ""


def test_a_story_is_filed_by_its_sources_word_then_by_seeds_then_as_more_news() -> None:
    edition = edition_of([PIER, MATCH, WHALES])
    filed = {item.story: item.section for item in edition.items()}
    assert filed == {"pier": "politics", "match": "sport", "whales": MORE_NEWS}


def test_one_outlet_fills_no_more_than_half_of_the_top_while_others_have_stories() -> None:
    own = [article(f"own{at}", title, title) for at, title in enumerate(HEADLINES[:6])]
    other = [
        article(f"other{at}", title, title, source="herald", hours=9)
        for at, title in enumerate(HEADLINES[6:9])
    ]
    edition = edition_of([*own, *other], newsletter=sized(top_stories=3))
    top = [edition.lead, *edition.top]
    assert [item.source for item in top if item].count("The Harbour Gazette") == 2
    assert len(top) == 4


def test_stories_below_the_floor_are_left_out_with_their_score() -> None:
    edition = edition_of([PIER, MATCH], newsletter=sized(score_floor=99))
    assert edition.lead is None
    assert all("below the floor of 99" in str(left.why) for left in edition.left_out)
    assert len(edition.left_out) == 2


def test_a_section_prints_its_best_and_says_why_the_others_are_missing() -> None:
    days = [article(f"n{at}", title, title, hours=at) for at, title in enumerate(HEADLINES[:4])]
    edition = edition_of(
        [PIER, *[replace(day, kind=Kind.BRIEF) for day in days]],
        newsletter=sized(briefs_per_section=2),
    )
    assert sum(len(section.items) for section in edition.sections) == 2
    assert [str(left.why) for left in edition.left_out] == [
        "the 2 places of its section went to stories with higher scores"
    ] * 2


def test_a_newsletter_of_one_section_carries_nothing_else() -> None:
    edition = edition_of([PIER, MATCH, WHALES], newsletter=replace(NEWSLETTER, sections=("sport",)))
    assert [item.story for item in edition.items()] == ["match"]
    assert edition.section_titles == (("sport", "Sport"),)


def sent_yesterday(*articles: Article) -> SentStory:
    return SentStory(
        story="pier",
        edition="morning-2026-03-03",
        date=date(2026, 3, 3),
        place=StoryPlace.LEAD,
        headline=PIER.title,
        articles=articles,
    )


def test_a_repeat_of_a_story_sent_before_is_left_out() -> None:
    before = sent_yesterday(replace(PIER, published=NOW - timedelta(days=1, hours=3)))
    edition = edition_of([PIER_ELSEWHERE, MATCH], history=[before])
    assert [item.story for item in edition.items()] == ["match"]
    (left,) = edition.left_out
    assert left.id == "pier-courier"
    assert str(left.why).startswith("nothing new in a story sent on Tuesday, 03 March as lead")


def test_a_story_sent_before_comes_back_as_a_marked_update_when_it_says_something_new() -> None:
    before = sent_yesterday(replace(PIER, published=NOW - timedelta(days=1, hours=3)))
    turn = article(
        "turn",
        "Court stops the rebuilding of the north pier",
        "A judge stopped the rebuilding of the north pier on Wednesday.\n\n"
        "Fishermen had sued because the ferry quay loses its crane, their lawyer Ines Marr said, "
        "and the harbour council must answer within twenty days or repay every crown spent so far.",
        hours=1,
    )
    edition = edition_of([turn, MATCH], history=[before])
    update = next(item for item in edition.items() if item.update)
    assert (update.story, update.continues) == ("turn", "pier")
    assert update.articles == ("turn",)
    assert update.link_text.startswith("Read what is new: Court stops")


def test_a_rebuild_of_the_same_edition_does_not_take_itself_for_history() -> None:
    itself = replace(sent_yesterday(PIER), edition="morning-2026-03-04", date=NOW.date())
    edition = edition_of([PIER], history=[itself])
    assert edition.lead is not None
    assert not edition.lead.update


def test_what_an_editor_set_apart_stays_apart_and_what_one_put_together_is_together() -> None:
    edition = edition_of(
        [PIER, PIER_ELSEWHERE, MATCH],
        links=Links(together=(("pier-courier", "match"),), apart=(("pier", "match"),)),
    )
    assert sorted(sorted(item.articles) for item in edition.items()) == [
        ["match", "pier-courier"],
        ["pier"],
    ]


def test_a_later_article_does_not_change_the_name_of_a_story() -> None:
    (one,) = group_articles([PIER])
    (both,) = group_articles([PIER_ELSEWHERE, PIER])
    assert one.id == both.id == "pier"


def test_a_link_names_what_it_leads_to() -> None:
    edition = edition_of([PIER])
    assert edition.lead is not None
    assert edition.lead.link_text == "Read the full story: Council votes to rebuild the north pier"


def test_nothing_is_linked_without_an_address() -> None:
    edition = edition_of([replace(PIER, url="")])
    assert edition.lead is not None
    assert (edition.lead.url, edition.lead.link_text) == ("", "")


def test_a_picture_is_shown_only_where_there_is_enough_of_it() -> None:
    shown = Image(url="https://gazette.example/pier.jpg", alt="The pier", width=1200)
    thumbnail = replace(shown, width=48)
    caption_only = Image(caption="The pier")
    images = []
    for image in (shown, thumbnail, caption_only):
        edition = edition_of([replace(PIER, image=image)])
        assert edition.lead is not None
        images.append(edition.lead.image)
    assert images == [shown, None, None]


def test_an_empty_day_is_an_edition_with_nothing_in_it() -> None:
    edition = edition_of([])
    assert edition.lead is None
    assert list(edition.items()) == []


def test_grouping_prints_one_line_for_every_article_with_one_lead_for_every_story() -> None:
    stories = group_articles([MATCH, PIER, PIER_ELSEWHERE], sections=SECTIONS, sources=SOURCES)
    lines = list(grouped(stories))
    assert sorted(line.id for line in lines) == ["match", "pier", "pier-courier"]
    assert [line.story for line in lines if line.lead] == ["pier", "match"]
    assert {line.topic for line in lines} == {"politics", "sport"}
    assert all(line.why for line in lines)


@examples(40)
@given(
    some.lists(
        some.builds(
            Article,
            id=some.integers(0, 30).map(str),
            source=some.sampled_from(["gazette", "courier", "nobody"]),
            title=some.text(max_size=60),
            text=some.text(max_size=300),
            language=some.sampled_from(["en", "uk", ""]),
            kind=some.sampled_from(Kind),
            published=some.none() | some.just(NOW - timedelta(hours=1)),
        ),
        max_size=15,
        unique_by=lambda article: article.id,
    )
)
def test_every_article_of_any_day_is_printed_or_left_out_with_a_reason(
    articles: list[Article],
) -> None:
    edition = edition_of(articles)
    printed = [name for item in edition.items() for name in item.articles]
    assert len(printed) == len(set(printed))
    missing = {a.id for a in articles} - set(printed)
    told = {left.id for left in edition.left_out}
    stories = group_articles(articles)
    companions = {a.id for story in stories for a in story.articles if story.id in told}
    assert missing <= told | companions
    assert all(left.why for left in edition.left_out)
    assert sorted(a.id for story in stories for a in story.articles) == sorted(
        a.id for a in articles
    )
