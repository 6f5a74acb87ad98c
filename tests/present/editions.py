"""Editions to present in tests: a fictional newspaper's morning, written for this purpose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from digest.model.article import Image
from digest.model.edition import Edition, EditionSection, Item, Link, StoryPlace, Window
from digest.model.settings import Day, Newsletter, Publication

PUBLICATION = Publication(
    name="The Harbour Gazette",
    base_url="https://digest.example.com",
    address="The Harbour Gazette, 4 Quay Street, Port Merrow",
    time_zone="Europe/Kyiv",
)
NEWSLETTER = Newsletter(
    id="morning",
    name="The Morning Tide",
    sender="The Harbour Gazette <morning@digest.example.com>",
    days=(Day.MONDAY,),
    send_at=time(6, 30),
    never_after=time(10, 0),
)
DAY = date(2026, 11, 23)
END = datetime(2026, 11, 23, 3, 45, tzinfo=UTC)
WINDOW = Window(start=END - timedelta(hours=24), end=END)
TITLES = (
    ("politics", "Politics"),
    ("business", "Business"),
    ("science", "Science & health"),
    ("culture", "Culture & sport"),
)


def link(path: str) -> str:
    """A URL of the fictional newspaper."""
    return f"https://news.example.com/2026/11/23/{path}"


LEAD = Item(
    story="s-bridge",
    place=StoryPlace.LEAD,
    section="politics",
    headline="Council votes to close the Old Swing Bridge for two years",
    brief=(
        "Port Merrow’s council decided by nine votes to six late on Sunday to close the Old Swing"
        " Bridge from January. Engineers had found cracks in four of its eight bearings. The ferry"
        " “Saint Ninian”, laid up since 2019, is to carry up to 400 people an hour across the"
        " harbour, free of charge, until the bridge opens again."
    ),
    source="The Harbour Gazette",
    url=link("swing-bridge-closes"),
    link_text="Read the Swing Bridge story",
    byline="By Orla Tennant and Marek Doyle",
    reading_minutes=4,
    image=Image(
        url="https://images.example.com/swing-bridge.jpg",
        alt="The iron swing bridge, half open, with a queue of lorries on the quay",
        caption="The bridge last week: it has carried the quay road since 1911.",
        credit="Ines Calloway/Harbour Pictures",
        width=1104,
        height=621,
    ),
    language="en",
    note="Every second lorry to the container terminal uses the bridge; the detour is 31 km.",
    also=(
        Link(url="https://channel7.example.org/bridge", text="Bridge to shut", source="Channel 7"),
        Link(url="https://merrowpost.example.net/a/81", text="Closed", source="The Merrow Post"),
    ),
    related=(
        Link(url=link("bearings"), text="What the engineers found in the bearings"),
        Link(url=link("ferry-timetable"), text="The ferry’s timetable, pier by pier"),
    ),
    score=9.0,
)
TOP = (
    Item(
        story="s-bank",
        place=StoryPlace.TOP,
        section="business",
        headline="Savings bank keeps its rate, and hints at a cut in spring",
        brief=(
            "The Coastal Savings Bank left its main rate at 3.25 per cent for the fifth time. Its"
            " governor said that prices were “nearly where we want them” and that the board would"
            " look at a cut in March."
        ),
        source="The Harbour Gazette",
        url=link("bank-rate"),
        link_text="Read the savings bank story",
        byline="By Tomas Reuel",
        reading_minutes=3,
        image=Image(
            url="https://images.example.com/bank.jpg",
            alt="A bank’s counter",
            width=1200,
            height=800,
        ),
        language="en",
        score=7.5,
    ),
    Item(
        story="s-oysters",
        place=StoryPlace.TOP,
        section="science",
        headline="Oysters are back in the estuary after ninety years",
        brief=(
            "Researchers counted 1,140 wild oysters on two reefs off Merrow Point. They think that"
            " larvae drifted in from farms, and settled because the water is cleaner since the"
            " tannery closed."
        ),
        source="Channel 7",
        url="https://channel7.example.org/oysters",
        link_text="Read the oyster story",
        reading_minutes=5,
        image=Image(
            url="https://images.example.com/oyster.jpg",
            alt="Oysters on rock",
            width=900,
            height=900,
        ),
        language="en",
        update=True,
        also=(Link(url=link("oysters"), text="Oysters", source="The Harbour Gazette"),),
        score=6.8,
    ),
    Item(
        story="s-port",
        place=StoryPlace.TOP,
        section="business",
        headline="Port workers and owners meet again tomorrow",
        brief=(
            "The sixth round of talks ended after eleven hours without a result. Both sides say"
            " that only the night rates are still open; a strike would begin on Friday at six."
        ),
        source="The Merrow Post",
        url="https://merrowpost.example.net/a/84",
        link_text="Read the port talks story",
        byline="By Dana Whitlock",
        reading_minutes=2,
        language="en",
        score=6.1,
    ),
)


def brief(number: int, section: str, headline: str, text: str, **more: object) -> Item:
    """A brief of the fictional newspaper; later ones score less."""
    item = Item(
        story=f"s-{section}-{number}",
        place=StoryPlace.BRIEF,
        section=section,
        headline=headline,
        brief=text,
        source="The Harbour Gazette",
        url=link(f"{section}-{number}"),
        link_text=f"Read the {section} story",
        reading_minutes=1 + number % 3,
        language="en",
        score=5.0 - number / 10,
    )
    return replace(item, **more)  # type: ignore[arg-type]  # fields of Item, checked when it runs


SECTIONS = (
    EditionSection(
        id="politics",
        title="Politics",
        items=(
            brief(
                1,
                "politics",
                "Mayor names a deputy for housing",
                "Ada Quill, a planner, takes over 1,900 unfinished flats on Thursday.",
            ),
            brief(
                2,
                "politics",
                "Library hours go to a vote",
                "Residents decide in May whether the branches open on Sundays.",
                slug="Referendum.",
            ),
        ),
    ),
    EditionSection(
        id="business",
        title="Business",
        items=(
            brief(
                3,
                "business",
                "Shipyard wins an order for two ferries",
                "The order keeps 340 people in work until 2029, the yard said.",
                also=(
                    Link(
                        url="https://merrowpost.example.net/a/90",
                        text="Yard",
                        source="The Merrow Post",
                    ),
                ),
            ),
            brief(
                4,
                "business",
                "Bakers’ union agrees on 3.1 per cent",
                "The contract covers 62 bakeries and runs for eighteen months.",
            ),
            brief(
                5,
                "business",
                "Old cinema sold to its ushers",
                "Eleven of them pooled their savings; films return in February.",
            ),
        ),
    ),
    EditionSection(
        id="science",
        title="Science & health",
        items=(
            brief(
                6,
                "science",
                "Flu arrives three weeks early",
                "Two wards at Saint Brannoc’s hospital are closed to visitors.",
            ),
            brief(
                7,
                "science",
                "A comet for the naked eye",
                "Look west after sunset from Wednesday, if the fog allows it.",
            ),
        ),
    ),
    EditionSection(
        id="culture",
        title="Culture & sport",
        items=(
            brief(
                8,
                "culture",
                "Rovers draw at home, again",
                "It is the seventh draw in a row, a record that nobody wanted.",
            ),
            brief(
                9,
                "culture",
                "Harbour choir looks for basses",
                "Rehearsals are on Tuesdays; reading music is no condition.",
            ),
        ),
    ),
)

EDITION = Edition(
    id="morning-2026-11-23",
    newsletter="morning",
    name="The Morning Tide",
    date=DAY,
    window=WINDOW,
    language="en",
    opening=(
        "Good morning. The bridge that everybody curses, and nobody can do without, is to close."
        " Here is what that means, and eleven other things. — Orla"
    ),
    lead=LEAD,
    top=TOP,
    sections=SECTIONS,
    section_titles=TITLES,
    reading_minutes=4,
)

ONE_ITEM = replace(EDITION, lead=LEAD, top=(), sections=(), opening="", reading_minutes=1)


def without_links(item: Item) -> Item:
    """The item as the text of a page gives it: no URL, no picture file."""
    image = replace(item.image, url="") if item.image is not None else None
    return replace(item, url="", link_text="", also=(), related=(), image=image)


NO_LINKS = replace(
    EDITION,
    lead=without_links(LEAD),
    top=tuple(without_links(item) for item in TOP),
    sections=tuple(
        replace(section, items=tuple(without_links(item) for item in section.items))
        for section in SECTIONS
    ),
)

ARABIC = Item(
    story="s-arabic",
    place=StoryPlace.TOP,
    section="culture",
    headline="مهرجان الميناء يعود بعد غياب ثلاث سنوات",
    brief="يفتتح المهرجان يوم الجمعة بعروض موسيقية على الرصيف القديم، ويستمر حتى نهاية الأسبوع.",
    source="صوت الميناء",
    url="https://mina.example.org/festival",
    link_text="اقرأ خبر المهرجان",
    reading_minutes=2,
    image=Image(url="https://images.example.com/fair.jpg", alt="أضواء", width=1200, height=800),
    language="ar",
    direction="rtl",
    score=5.9,
)
MIXED = replace(EDITION, top=(TOP[0], ARABIC, TOP[2]))


def of_size(count: int) -> Edition:
    """An edition with a lead and ``count`` briefs in one section, the first ones scoring best."""
    items = tuple(
        brief(
            number,
            "business",
            f"Story number {number} of this long morning",
            "The story in one sentence, which is as long as a brief’s sentence usually is.",
        )
        for number in range(count)
    )
    section = EditionSection(id="business", title="Business", items=items)
    return replace(EDITION, top=(), sections=(section,), opening="")


def arabic(number: int, place: StoryPlace, headline: str, text: str) -> Item:
    """A story of the fictional newspaper's Arabic pages."""
    return Item(
        story=f"s-ar-{number}",
        place=place,
        section="culture",
        headline=headline,
        brief=text,
        source="The Harbour Gazette" if number % 2 else "صوت الميناء",
        url=link(f"ar-{number}"),
        link_text="اقرأ الخبر كاملًا عن الجسر" if place is StoryPlace.LEAD else "",
        byline="بقلم ليلى حداد" if place is StoryPlace.LEAD else "",
        reading_minutes=number + 1,
        image=replace(LEAD.image, alt="الجسر المتحرك", caption="الجسر في الأسبوع الماضي.")
        if place is StoryPlace.LEAD and LEAD.image is not None
        else None,
        language="ar",
        direction="rtl",
        score=9.0 - number,
    )


ARABIC_EDITION = replace(
    EDITION,
    id="morning-ar-2026-11-23",
    name="مدّ الصباح",
    language="ar",
    direction="rtl",
    opening="صباح الخير. الجسر الذي يشكو منه الجميع سيغلق أبوابه، وهذا ما يعنيه ذلك لكم.",
    lead=arabic(
        1,
        StoryPlace.LEAD,
        "المجلس يقرر إغلاق الجسر المتحرك عامين كاملين",
        "قرر مجلس بورت ميرو بأغلبية تسعة أصوات مقابل ستة إغلاق الجسر القديم ابتداءً من كانون الثاني،"
        " بعد أن وجد المهندسون شقوقًا في أربعة من محامله الثمانية.",
    ),
    top=(
        replace(ARABIC, image=None),
        arabic(
            2,
            StoryPlace.TOP,
            "المصرف يبقي سعر الفائدة عند 3.25 في المئة",
            "قال المحافظ إن الأسعار باتت قريبة مما نريد، وإن المجلس سينظر في خفض في آذار.",
        ),
        TOP[2],
    ),
    sections=(
        EditionSection(
            id="culture",
            title="ثقافة ورياضة",
            items=(
                arabic(
                    3,
                    StoryPlace.BRIEF,
                    "تعادل جديد للفريق على أرضه",
                    "إنه التعادل السابع على التوالي.",
                ),
                arabic(
                    4, StoryPlace.BRIEF, "الجوقة تبحث عن أصوات", "التدريب كل ثلاثاء في قاعة الرصيف."
                ),
            ),
        ),
    ),
    section_titles=(("culture", "ثقافة ورياضة"), ("business", "أعمال")),
)
