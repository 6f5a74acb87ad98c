"""A new event of a saga is a story of its own, which carries on from the one that was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.compose.stories import build_stories
from digest.compose.updates import judge
from digest.model.article import Article
from digest.model.edition import SentStory, StoryPlace

NOW = datetime(2026, 3, 12, 5, 0, tzinfo=UTC)
BREACH = Article(
    id="breach",
    source="gazette",
    title="Tallypay confirms breach of three million customers' records",
    text="The payment firm Tallypay said that intruders copied the records of three million "
    "customers from its helpdesk. The intruders used the account of a contractor.",
    published=NOW - timedelta(days=15),
    language="en",
)
HEARING = replace(
    BREACH,
    id="hearing",
    source="courier",
    title="Tallypay's chief faces parliament over stolen records",
    text="Ines Malcorra told parliament on Thursday that warnings of the breach had been "
    "overlooked for weeks. She promised to pay for new cards, and refused to resign.",
    published=NOW,
)
ORCHESTRA = replace(
    BREACH,
    id="orchestra",
    source="herald",
    title="Orchestra names its first woman conductor",
    text="Lena Brandt will lead the Merrow orchestra from autumn, its board said on Thursday.",
    published=NOW,
)
FILLER = [
    replace(ORCHESTRA, id=f"filler-{at}", title=f"Note {at}", text=f"Word{at} thing{at} item{at}.")
    for at in range(80)
]


def sent(*articles: Article) -> SentStory:
    return SentStory(
        story=articles[0].id,
        edition="morning-1",
        date=(NOW - timedelta(days=15)).date(),
        place=StoryPlace.TOP,
        headline=articles[0].title,
        articles=articles,
    )


def test_a_later_event_of_a_saga_carries_on_from_the_story_that_was_sent() -> None:
    told = build_stories([HEARING, ORCHESTRA], archive=FILLER, history=[sent(BREACH)])
    by_id = {story.id: story for story in told.stories}
    assert set(by_id) == {"hearing", "orchestra"}
    before = by_id["hearing"].update_of
    assert before is not None
    assert before.story == "breach"
    assert by_id["orchestra"].update_of is None
    assert not told.left_out, "an event of its own is never left out for saying nothing new"


def test_of_several_sent_stories_the_likest_is_carried_on() -> None:
    other = replace(ORCHESTRA, id="old", published=NOW - timedelta(days=15))
    told = build_stories([HEARING], archive=FILLER, history=[sent(other), sent(BREACH)])
    before = told.stories[0].update_of
    assert before is not None
    assert before.story == "breach"


def test_without_a_history_nothing_carries_on() -> None:
    told = build_stories([HEARING, ORCHESTRA], archive=FILLER)
    assert all(story.update_of is None for story in told.stories)


FEE = replace(
    BREACH,
    id="fee",
    title="Parliament votes for a fee on every flight from Merrow",
    text="Parliament voted on Wednesday for a fee of nine crowns on every flight from Merrow, "
    "which the airlines have to pay from June.",
    published=NOW - timedelta(days=1),
)


def test_a_short_item_with_a_headline_of_its_own_is_news_of_a_story_that_was_sent() -> None:
    threat = replace(
        FEE,
        id="threat",
        title="Airlines threaten to cut routes over flight fee",
        text="Airlines said they would cut eleven routes from Merrow if the fee on flights that "
        "parliament voted for is not taken back before June.",
        published=NOW,
    )
    assert judge(threat, [FEE]).new
    again = replace(FEE, id="again", title="Parliament votes for fee on flights", published=NOW)
    assert not judge(again, [FEE]).new


def test_a_correction_of_a_sent_story_is_never_left_out_for_its_words() -> None:
    correction = replace(FEE, id="sorry", title=f"Correction: {FEE.title}", published=NOW)
    assert judge(correction, [FEE]).new
