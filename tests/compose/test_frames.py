"""Headlines of one pattern: bulletins are events of their own, reports of one event are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.compose.copies import fold_copies
from digest.compose.frames import share_only_a_frame
from digest.compose.stories import build_stories
from digest.model.article import Article

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
PLACES = {
    "en": "Port Merrow,Dunmore,Thornmouth,Vesh,Callow Bay,Ostrand,Lindham",
    "de": "Hafenstadt,Dünenbach,Lindau,Westrup,Moorheim,Kielow,Ostra",
    "uk": "Затоки,Бережан,Лиману,Вишгорода,Сосниці,Калинівки,Остра",
    "es": "Puerto Claro,Villamar,Costa Baja,Rocalta,Solana,Marejada,Río Hondo",
    "ja": "港町,砂丘市,北浜,西田,東原,南野,中川",
    "ar": "المرفأ,الرمال,الشاطئ,الواحة,القلعة,الجزيرة,الوادي",
}
WEATHER = {
    "en": (
        "Weather for {}",
        "The day in {} begins with a light wind from the west. It will be {} degrees at noon and"
        " {} at night. The sea is calm. Take a coat if you go out after dark.",
    ),
    "de": (
        "Das Wetter für {}",
        "In {} beginnt der Tag bei leichtem Wind aus Westen. Mittags werden {} Grad erreicht,"
        " nachts {}. Die See bleibt ruhig, und der Himmel klart am Abend auf.",
    ),
    "uk": (
        "Погода для {}",
        "У місті {} день почнеться з легким вітром із заходу. Удень буде {} градусів, уночі {}."
        " Море спокійне, увечері небо проясниться.",
    ),
    "es": (
        "El tiempo en {}",
        "En {} el día empieza con viento flojo del oeste. La máxima será de {} grados y la mínima"
        " de {}. La mar estará en calma y el cielo se despejará por la tarde.",
    ),
    "ja": (
        "{}の天気予報",
        "{}では朝は西から弱い風が吹く見込みです。日中の最高気温は{}度、夜は{}度まで下がります。"
        "海は穏やかで、夕方には空が晴れるでしょう。",
    ),
    "ar": (
        "الطقس في {}",
        "يبدأ اليوم في {} مع رياح خفيفة من الغرب. تصل الحرارة إلى {} درجة ظهرا وتنخفض إلى {} ليلا."
        " البحر هادئ والسماء صافية في المساء.",
    ),
}
TEAMS = "Harbour Rovers,Quay United,Merrow Town,Dunmore Eleven,Vesh Athletic,Callow Rangers"
CUPS = "Coast Cup,Winter Shield,Island League,Northern Vase,Ladies' Plate,Masters Bowl"


def day(language: str, *told: tuple[str, str]) -> list[Article]:
    return [
        Article(
            id=f"{language}-{number}",
            source="gazette",
            url=f"https://gazette.example/{language}/{number}",
            title=title,
            text=text,
            language=language,
            published=NOW + timedelta(minutes=number),
        )
        for number, (title, text) in enumerate(told)
    ]


def bulletins(language: str) -> list[Article]:
    title, text = WEATHER[language]
    places = PLACES[language].split(",")
    return day(
        language,
        *((title.format(at), text.format(at, 8 + n, n)) for n, at in enumerate(places)),
    )


@pytest.mark.parametrize("language", WEATHER)
def test_bulletins_of_one_pattern_are_stories_of_their_own(language: str) -> None:
    articles = bulletins(language)
    assert len(fold_copies(articles)) == len(articles)
    assert [len(story.articles) for story in build_stories(articles).stories] == [1] * len(articles)


def test_seven_matches_under_one_headline_pattern_are_seven_stories() -> None:
    teams, cups = TEAMS.split(","), CUPS.split(",")
    text = (
        "{0} won the {1} on Saturday after beating {2} in the final. The captain lifted it in front"
        " of a full house. The coach thanked the supporters and said that the season was not over."
    )
    told = [
        (f"{team} wins {cup}", text.format(team, cup, teams[(number + 3) % len(teams)]))
        for number, (team, cup) in enumerate(zip(teams, cups, strict=True))
    ]
    assert len(build_stories(day("en", *told)).stories) == len(told)


def test_tables_of_the_same_teams_are_stories_of_their_own() -> None:
    teams = TEAMS.split(",")
    told = []
    for number, cup in enumerate(CUPS.split(",")):
        rows = [f"{at + 1}. {team} {30 - 3 * at - number} points" for at, team in enumerate(teams)]
        told.append((f"Table: {cup}", "\n".join(rows)))
    assert len(build_stories(day("en", *told)).stories) == len(told)


def test_a_boilerplate_text_under_two_names_is_no_copy() -> None:
    text = (
        "{} said on Friday that it had named a new chief executive, who takes over in January. The"
        " bank did not give a reason for the change. Its shares rose in early trading, and analysts"
        " called the choice a safe one after a difficult year for savings banks on the coast. The"
        " new head worked for an insurer before, and will move to the harbour with the family."
    )
    banks = ("Quay Trust", "Merrow Credit")
    told = [(f"{bank} names new chief executive", text.format(bank)) for bank in banks]
    assert len(build_stories(day("en", *told)).stories) == 2


def test_two_reports_of_one_event_are_one_story_though_their_headlines_differ_in_a_word() -> None:
    text = (
        "A storm closed the coastal road between Dunmore and Vesh for nine hours on Thursday. {}"
        " Fallen trees blocked both lanes, and the ferry stayed in until noon. No one was hurt."
    )
    one, other = day(
        "en",
        ("Storm closes coastal road at Dunmore", text.format("The storm blocked it at dawn.")),
        ("Storm blocks coastal road at Dunmore", text.format("It closes often in winter.")),
    )
    assert not share_only_a_frame(one, other)
    assert len(build_stories([one, replace(other, source="courier")]).stories) == 1


def test_small_words_alone_are_no_pattern() -> None:
    told = (
        ("Storm in the harbour", "A gale closed the port of Vesh."),
        ("Ferry in the fog", "The boat to Dunmore waited for hours."),
    )
    one, other = day("en", *told)
    assert not share_only_a_frame(one, other)


def test_headlines_that_share_the_name_and_differ_in_the_verb_are_no_pattern() -> None:
    told = (
        ("Mayor Quillander resigns over harbour leak", "Ada Quillander left her office at noon."),
        ("Mayor Quillander resigns over harbour scandal", "Ada Quillander is to step down today."),
    )
    one, other = day("en", *told)
    assert not share_only_a_frame(one, other)
