"""Briefs: the article's own sentences, whole, within the limit, and never the page's furniture."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from digest.compose.boilerplate import dateline_place
from digest.compose.brief import LONGEST_WHOLE, write_brief
from digest.compose.shorten import compress, shorten
from digest.compose.tokenizer import word_count
from digest.model.article import Article
from digest.model.sentences import balanced

PIER = Article(
    id="pier",
    source="gazette",
    title="Council votes to rebuild the north pier",
    text=(
        "The harbour council voted on Tuesday to rebuild the north pier before winter.\n\n"
        "Engineers had warned that the old timber would not stand another season.\n\n"
        "Engineers had warned that the old timber would not stand another season."
    ),
    authors=("Ada Quill",),
    language="en",
)


def test_a_brief_is_made_of_whole_sentences_in_their_own_order() -> None:
    assert write_brief(PIER, words=25) == (
        "The harbour council voted on Tuesday to rebuild the north pier before winter. "
        "Engineers had warned that the old timber would not stand another season."
    )


@pytest.mark.parametrize(
    "furniture",
    [
        "Read more: Five walks along the quay.",
        "By Ada Quill",
        "Ada Quill, Port Merrow",
        "Photo: The north pier at dawn.",
        "Getty Images shows the pier at dawn in the fog.",
        "Sign up for our newsletter to get the news of the harbour.",
        "Lesen Sie auch: Fünf Spaziergänge am Kai.",
        "Читайте також: П'ять прогулянок набережною.",
        "Lea también: Cinco paseos por el muelle.",
        "He said “the pier is.",
        "Image copyright Getty Images Image caption The pier stood for a hundred years.",
        "Waves break over the pier at dawn on Sunday. Photograph: Ada Quill/Reuters",
        "Waves break over the pier. (Ada Quill/AP)",
        "FILE - In this Dec. 31, 2025 file photo, waves break over the pier. It was built in 1920.",
        "A ferry is seen near the pier in Port Merrow, March 2, 2026.",
        "1 of 4. Fishermen mend their nets beside the pier.",
        "CLOSE The pier has stood for a hundred years. Newslook",
        "Go behind the harbour's curtain in our new weekly newsletter.",
        "Last updated: 3 March 2026, 9.15 am by the harbour desk.",
        "Please turn on JavaScript. Media requires JavaScript to play.",
        "Copyright 2026. The content of this site belongs to the Gazette. All rights reserved.",
        "What this pier needs is a red flag, how many do we want to fall?'",
        "Split: The council and the harbour master at the pier in May.",
    ],
)
def test_furniture_never_enters_a_brief(furniture: str) -> None:
    article = replace(PIER, text=f"{furniture}\n\n{PIER.text}")
    assert furniture[:12] not in write_brief(article, words=80)
    assert "harbour council" in write_brief(article, words=80)


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT MERROW (Reuters) - ",
        "PORT MERROW, March 3 (Reuters) — ",
        "(AP) ",
        "PORT MERROW — ",
        "Port Merrow (dpa) - ",
        "(CNN) -- ",
        "КИЇВ, 3 березня (Укрінформ) — ",
        "КИЇВ, 3 березня — ",
        "LONDON (Reuters) - ",
        "Berlin (dpa) – ",
        "Madrid, 3 mar (EFE).- ",
        "PORT MERROW, Vesh - ",
        "PORT MERROW, Calif. ",
        "Story highlights ",
        "Story highlights One family lost everything Two ships sank (CNN) ",
        "BREAKING: ",
        "[1] ",
        "Council votes to rebuild the north pier ",
    ],
)
def test_a_dateline_is_cut_from_its_sentence(dateline: str) -> None:
    article = replace(PIER, text=dateline + PIER.text)
    assert write_brief(article, words=80).startswith("The harbour council voted")


def test_a_sentence_that_is_the_headline_is_not_said_again() -> None:
    article = replace(PIER, text=f"Council votes to rebuild the north pier.\n\n{PIER.text}")
    assert "Council votes to rebuild" not in write_brief(article, words=80)


def test_an_article_with_nothing_beyond_its_headline_borrows_from_another_of_the_story() -> None:
    bare = replace(PIER, text="")
    assert write_brief(bare, words=80) == ""
    assert write_brief(bare, words=80, others=[PIER]).startswith("The harbour council")


def test_a_headline_too_long_for_its_place_is_cut_at_a_clause() -> None:
    sentence = (
        "The council voted to rebuild the pier, which storms had damaged twice last winter, "
        "and to move the ferry to the south quay until the work is done."
    )
    assert shorten(sentence, 16) == (
        "The council voted to rebuild the pier, which storms had damaged twice last winter…"
    )


def test_a_cut_never_leaves_half_a_quotation() -> None:
    assert shorten("“We will rebuild the pier and the quay before the winter,” he said.", 6) == ""


@settings(deadline=None)  # the first use of a language loads its lemmas
@given(
    some.text(
        alphabet=some.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
        | some.sampled_from(' ."“”,'),
        max_size=600,
    ),
    some.integers(min_value=8, max_value=80),
    some.sampled_from(["en", "uk", "de", ""]),
)
def test_a_brief_of_any_text_keeps_its_limit_and_its_quotations_whole(
    text: str, words: int, language: str
) -> None:
    brief = write_brief(replace(PIER, text=text, language=language), words=words)
    assert word_count(brief) <= max(words, LONGEST_WHOLE)
    assert not brief.endswith("…") or "…" in text
    assert balanced(brief)


@pytest.mark.parametrize(
    "quotation",
    [
        "“We are a savings bank and we stay one,” he said.",
        "“We are a savings bank and we will stay one.”",
        "«Ми ощадний банк і ним залишимося», — сказав він.",
    ],
)
def test_a_quotation_without_a_named_speaker_never_enters_a_brief(quotation: str) -> None:
    article = replace(PIER, text=f"{PIER.text}\n\n{quotation}")
    assert quotation not in write_brief(article, words=80)


def test_a_quotation_with_its_speaker_may_enter_a_brief() -> None:
    article = replace(PIER, text="“We will rebuild the north pier,” said Mayor Ada Quill.")
    assert write_brief(article, words=80) == article.text


def test_a_brief_does_not_open_with_a_sentence_that_leans_on_another() -> None:
    text = "It will cost nine million crowns. Engineers warned that the pier would fall in winter."
    assert write_brief(replace(PIER, text=text), words=10).startswith("Engineers")


def test_a_first_sentence_that_is_too_long_is_shortened_and_not_skipped() -> None:
    text = (
        "The harbour council voted on Tuesday to rebuild the north pier, which storms had damaged "
        "twice last winter and again in the spring, before the summer season begins. "
        "Engineers of the harbour had warned of it for years."
    )
    assert write_brief(replace(PIER, text=text), words=25).startswith(
        "The harbour council voted on Tuesday to rebuild the north pier"
    )


@pytest.mark.parametrize(
    ("language", "sentence", "short"),
    [
        (
            "en",
            "The council voted to rebuild the north pier, which storms had damaged twice, police "
            "said on Tuesday.",
            "The council voted to rebuild the north pier, police said on Tuesday.",
        ),
        (
            "en",
            "Engineers closed the north pier on Tuesday, leaving two ferries without a berth for "
            "the whole of the winter.",
            "Engineers closed the north pier on Tuesday.",
        ),
        (
            "en",
            "The mayor, in office in Port Merrow since 2018, will not stand again in May.",
            "The mayor will not stand again in May.",
        ),
        (
            "en",
            "While the ferries wait in the outer harbour, the council will rebuild the north pier.",
            "The council will rebuild the north pier.",
        ),
        (
            "en",
            "The ferry (built in Vesh in 1920 and repaired twice since then) sank off the pier.",
            "The ferry sank off the pier.",
        ),
        (
            "en",
            "Two days after the mayor declared the harbour all but lost, ferrymen on Friday began "
            "to rebuild the north pier, forcing gulls from the quay with drums, horns and nets — "
            "and seemingly coming closer to a quarrel with Vesh.",
            "Ferrymen on Friday began to rebuild the north pier.",
        ),
        (
            "de",
            "Der Stadtrat hat am Dienstag den Neubau des Piers beschlossen, den zwei Stürme "
            "beschädigt hatten.",
            "Der Stadtrat hat am Dienstag den Neubau des Piers beschlossen.",
        ),
        (
            "de",
            "Der Bürgermeister, der seit zwölf Jahren im Amt ist, hat am Dienstag den Rücktritt "
            "angekündigt.",
            "Der Bürgermeister hat am Dienstag den Rücktritt angekündigt.",
        ),
        (
            "uk",
            "Міська рада ухвалила рішення відбудувати північний пірс, який двічі пошкодили зимові "
            "шторми.",
            "Міська рада ухвалила рішення відбудувати північний пірс.",
        ),
        (
            "es",
            "El ayuntamiento aprobó el martes reconstruir el muelle norte, que dos tormentas "
            "dañaron el pasado invierno.",
            "El ayuntamiento aprobó el martes reconstruir el muelle norte.",
        ),
        (
            "fr",
            "Le conseil municipal a voté mardi la reconstruction de la jetée nord, qui avait été "
            "endommagée deux fois par la tempête.",
            "Le conseil municipal a voté mardi la reconstruction de la jetée nord.",
        ),
    ],
)
def test_a_sentence_is_shortened_by_its_asides(language: str, sentence: str, short: str) -> None:
    assert compress(sentence, word_count(short) + 1, language) == short


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "At least five people died when a ferry sank off the north pier after it had struck a "
            "rock in the dark.",
        ),
        (
            "en",
            "A dozen soldiers placed a tank at the gate of the base that they had held since May.",
        ),
        ("en", "Charities need no leave to bring help to the island, lawyers argued on Monday."),
        ("en", "He won gold in Rio, silver in Tokyo and bronze in Paris and in Rome."),
        ("en", "“We will rebuild the pier, the quay and the sheds before winter,” said Ada Quill."),
        ("en", "The plan for the pier that the council had put off for nine years was approved."),
        (
            "uk",
            "Рада вирішила, що пірс і набережну відбудують коштом міста до кінця наступної зими.",
        ),
        (
            "ja",
            "港の評議会は、火曜日に、北の桟橋を、冬の前に、再建することを、決めた、と、発表した。",
        ),
        (
            "xx",
            "Nobody knows this language, which has no list, and how its sentences are built, yet.",
        ),
    ],
)
def test_a_sentence_is_left_whole_when_no_clause_can_surely_go(
    language: str, sentence: str
) -> None:
    assert compress(sentence, 9, language) == ""


@pytest.mark.parametrize(
    ("language", "leaning"),
    [
        ("en", "It will cost nine million crowns."),
        ("en", "They've closed the harbour for a week."),
        ("en", "The mayor was also at the meeting in the town hall."),
        ("en", "Meanwhile the ferries stay in the outer harbour."),
        ("en", "The zone bears an English name from Tuesday on."),
        ("en", "Using this technique they found four more cracks."),
        ("en", "Police said he had left the harbour at night."),
        ("en", "The FBI says the perpetrator had no helpers in Port Merrow."),
        ("en", "A storm broke planks and beams here twice in winter."),
        ("fr", "Une tempête a brisé ici des planches en hiver."),
        ("de", "Außerdem bleibt die Fähre im Außenhafen liegen."),
        ("de", "Ein Sturm hat hier zwei Kähne zerschlagen."),
        ("de", "Er soll zwei Männer schwer verletzt haben."),
        ("uk", "Він коштуватиме дев'ять мільйонів крон."),
        ("uk", "Шторм двічі ламав тут дошки взимку."),
        ("uk", "Водночас пороми стоять у зовнішній гавані."),
        ("es", "Una tormenta rompió aquí dos barcos en invierno."),
        ("es", "Además, el transbordador sigue en el puerto exterior."),
        ("fr", "Cependant, le ferry reste dans le port extérieur."),
        ("it", "Inoltre il traghetto resta nel porto esterno."),
        ("pl", "Ponadto prom stoi w porcie zewnętrznym."),
        ("pt", "Além disso, o ferry fica no porto exterior."),
        ("nl", "Bovendien blijft de veerboot in de buitenhaven."),
        ("ar", "من جهته رحب الوزير بالقرار الجديد اليوم."),
        ("fa", "وی گفت بندر تا فردا بسته می‌ماند."),
        ("he", "הוא אמר כי הנמל ייסגר מחר בבוקר."),
    ],
)
def test_a_sentence_that_needs_the_one_before_it_never_stands_alone(
    language: str, leaning: str
) -> None:
    first = "“We do not talk about it any more today.”"  # nobody said so, and it is left out
    article = replace(PIER, text=f"{first}\n\n{PIER.text}\n\n{leaning}", language=language)
    assert leaning not in write_brief(article, words=18)
    alone = replace(PIER, text=f"{PIER.text.splitlines()[0]} {leaning}", language=language)
    assert leaning not in write_brief(alone, words=word_count(leaning) + 1)


def test_a_surname_never_stands_without_whom_it_belongs_to() -> None:
    text = (
        "Harbour master Rainer Wendt and the council disagree about the ferries of the island. "
        "Wendt told the Gazette that the north pier will fall."
    )
    assert "Wendt told" not in write_brief(replace(PIER, text=text), words=12)


def test_this_week_needs_no_sentence_before_it() -> None:
    text = "Engineers will close the north pier this week for repairs. Nothing else is planned."
    assert write_brief(replace(PIER, text=text), words=12).startswith("Engineers")


def test_a_brief_says_what_the_second_article_adds() -> None:
    second = replace(
        PIER,
        id="second",
        source="herald",
        title="Pier to be rebuilt for nine million",
        text=(
            "The council voted on Tuesday to rebuild the north pier before the winter.\n\n"
            "Rebuilding the pier will cost 9.2 million crowns, said treasurer Olga Marsh on Monday."
        ),
    )
    brief = write_brief(PIER, words=45, others=[second])
    assert brief.endswith("9.2 million crowns, said treasurer Olga Marsh on Monday.")
    assert "The council voted" not in brief


def test_a_paraphrase_of_another_outlet_adds_nothing() -> None:
    same = replace(
        PIER,
        id="second",
        source="herald",
        text="The harbour council voted Tuesday to rebuild the north pier before winter comes.",
    )
    assert write_brief(PIER, words=60, others=[same]) == write_brief(PIER, words=60)


def test_an_article_in_another_language_lends_nothing() -> None:
    german = replace(
        PIER,
        id="german",
        text="Der Neubau des north pier kostet 9,2 Millionen Kronen, sagte Olga Marsh.",
        language="de",
    )
    assert "Kronen" not in write_brief(PIER, words=60, others=[german])


def test_a_sentence_without_a_safe_cut_is_printed_whole_and_never_broken_off() -> None:
    text = (
        "Harbour charities need no leave of the council to bring relief to ferrymen trapped in the "
        "ice and fog of the outer roads, a group of lawyers and captains argued in a letter."
    )
    assert write_brief(replace(PIER, text=text), words=20) == text


def test_a_sentence_too_long_to_be_whole_gives_way_to_one_that_is_not() -> None:
    text = "Engineers told of " + "planks and nails and " * 20 + "tar. " + PIER.text
    assert write_brief(replace(PIER, text=text), words=15).startswith("The harbour council voted")


@pytest.mark.parametrize(
    "scene",
    [
        "Has there ever been a finer summer evening in Merrow than last Saturday?",
        "Last Saturday a gull sat in the sun and looked at everybody who passed by.",
    ],
)
def test_a_sentence_with_the_headline_s_news_goes_before_one_that_sets_the_scene(
    scene: str,
) -> None:
    article = replace(PIER, text=f"{scene} {PIER.text}")
    assert write_brief(article, words=15).startswith("The harbour council voted")


def test_what_stands_under_about_the_author_is_no_news() -> None:
    text = "About The Author\n\nAda Quill is a pier and harbour enthusiast living in Port Merrow."
    assert write_brief(replace(PIER, text=text), words=25) == ""


def test_a_transcript_s_answers_are_not_printed_as_our_own_words() -> None:
    text = (
        "Reporter: What will happen to the pier?\n\n"
        "Quill: The responsibility for the north pier lies with the former council of Merrow. "
        "The north pier of Merrow fell because the old council never paid for it."
    )
    assert write_brief(replace(PIER, text=text), words=25) == ""


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("PARTYGOERS in Port Merrow will see a new pier.", "Partygoers in Port Merrow"),
        ("AT least two ferries of Port Merrow are lost.", "At least two ferries"),
        ("NASA said a new satellite watches Port Merrow.", "NASA said a new satellite"),
    ],
)
def test_a_first_word_in_capitals_is_set_as_ordinary_text(written: str, printed: str) -> None:
    assert write_brief(replace(PIER, text=written), words=25).startswith(printed)


def test_the_headline_in_other_words_only_is_no_brief() -> None:
    article = replace(PIER, text="The council votes to rebuild the pier in the north.")
    assert write_brief(article, words=25) == ""


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("A PRISONER was questioned in Port Merrow.", "A prisoner was questioned"),
        ("COLIN Marsh was found on the pier.", "Colin Marsh was found"),
        ("THE pier of Port Merrow has burnt down.", "The pier of Port Merrow"),
        ("UNICEF said a new ship has left Port Merrow.", "UNICEF said a new ship"),
        ("A US court ruled on the pier of Port Merrow.", "A US court ruled"),
    ],
)
def test_words_in_capitals_are_set_as_ordinary_text_and_abbreviations_stay(
    written: str, printed: str
) -> None:
    assert write_brief(replace(PIER, text=written), words=25).startswith(printed)


def test_a_sentence_goes_on_only_with_the_one_that_follows_it() -> None:
    text = (
        "The harbour council of Merrow voted on Friday to rebuild the north pier. "
        "Asked about it, the mayor said that nothing else could have been decided in the end by a "
        "council that has known of the pier's condition since the last winter. "
        "The pier was shut last month."
    )
    assert write_brief(replace(PIER, text=text), words=25) == text.partition(". ")[0] + "."


def test_who_said_so_never_goes() -> None:
    sentence = (
        "The pier will be rebuilt before the summer, which nobody had hoped for in the spring, "
        "according to the harbour master Olga Marsh."
    )
    assert compress(sentence, 16, "en") == (
        "The pier will be rebuilt before the summer, according to the harbour master Olga Marsh."
    )


def test_who_somebody_is_goes_only_where_the_headline_names_him() -> None:
    sentence = "Ada Quill, the mayor of Port Merrow since 2018, will not stand again in May."
    assert compress(sentence, 9, "en") == ""
    assert compress(sentence, 9, "en", "Quill gives up") == "Ada Quill will not stand again in May."


@pytest.mark.parametrize(
    "sentence",
    [
        "The pier will be closed to all ferries, unless the council pays for it before the winter.",
        "The pier will be closed to all ferries, if the council does not pay for it by the winter.",
    ],
)
def test_a_condition_never_goes(sentence: str) -> None:
    assert compress(sentence, 9, "en") == ""


def test_a_cut_that_loses_what_the_headline_promises_is_not_made() -> None:
    text = (
        "Four ferrymen and two of their passengers from the island were hurt on Tuesday, "
        "as the council of Merrow voted to rebuild the pier in the north, officials said on Friday."
    )
    assert "rebuild the pier" in write_brief(replace(PIER, text=text), words=18)


@pytest.mark.parametrize(
    "scene",
    [
        "Welcome to the north pier of Merrow, the strangest place of the whole coast.",
        "More than five years ago, engineers went to see the pier and its old planks.",
        "“They should be here around noon today,” harbour master Olga Marsh told reporters.",
    ],
)
def test_the_news_goes_before_what_sets_the_scene(scene: str) -> None:
    article = replace(PIER, text=f"{scene}\n\n{PIER.text}")
    assert write_brief(article, words=15).startswith("The harbour council voted")


def test_a_sentence_that_opens_a_brief_loses_the_but_that_joined_it_to_another() -> None:
    text = (
        "Do you know what a pier is for? "
        "But the council of Merrow voted on Tuesday to rebuild the north pier."
    )
    assert write_brief(replace(PIER, text=text), words=15).startswith("The council of Merrow")


def test_no_brief_begins_with_the_says_that_stood_behind_a_but() -> None:
    text = (
        "Do you know what a pier is for? "
        "But, says harbour master Olga Marsh, the council of Merrow will rebuild the north pier."
    )
    assert not write_brief(replace(PIER, text=text), words=20).startswith("Says")


def test_this_week_opens_a_brief() -> None:
    text = "This week the council voted to rebuild the pier with steel of Vesh."
    assert write_brief(replace(PIER, text=text), words=15) == text


def test_whom_a_pronoun_means_may_stand_behind_it() -> None:
    text = "In her nine years as mayor, Ada Quill has seen the pier rebuilt twice by the harbour."
    assert write_brief(replace(PIER, text=text), words=20) == text


def test_where_nothing_is_fit_to_open_a_brief_there_is_none() -> None:
    text = (
        "He said so by telephone on Saturday to a man of the island. "
        "His second cousin has known that since Monday."
    )
    assert write_brief(replace(PIER, text=text), words=25) == ""


def test_sentences_that_a_page_ran_together_are_two() -> None:
    text = "The master of the north pier of Merrow died on Friday.Mr Marsh was 84 years of age."
    assert write_brief(replace(PIER, text=text), words=12) == (
        "The master of the north pier of Merrow died on Friday."
    )


def test_a_caption_with_the_numbers_of_players_is_no_brief() -> None:
    caption = "Merrow forward Ada Quill (10) reaches for the ball on the pier in the second half."
    article = replace(PIER, text=f"{caption} Quill scored at once.\n\n{PIER.text}")
    assert write_brief(article, words=15).startswith("The harbour council voted")


def test_this_city_is_named_where_the_dateline_is_not_printed() -> None:
    text = "PORT MERROW, Vesh — The council will rebuild the pier of this old city in the spring."
    assert write_brief(replace(PIER, text=text), words=25) == (
        "The council will rebuild the pier of the old city of Port Merrow in the spring."
    )


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("PORT MERROW, Vesh — A storm broke the quay here in", "broke the quay here in winter"),
        ("EDWA (AP) — Two ferrymen died in a storm here last", "died in a storm in Edwa last"),
        ("EDWA, Vesh — Two ferrymen were brought here after", "were brought to Edwa after"),
        ("EDWA, March 3 (Reuters) - Two ferries from here sank", "Two ferries from Edwa sank"),
        ("EDWA — Marsh said “the pier here is lost” and fell", "said “the pier here is lost” and"),
    ],
)
def test_here_is_named_where_the_dateline_surely_says_where(written: str, printed: str) -> None:
    article = replace(PIER, text=f"{written} winter with nine tons of timber for the pier.")
    assert printed in write_brief(article, words=25)


def test_a_label_in_capitals_is_no_place() -> None:
    assert dateline_place("UPDATE — Two ferrymen died in a storm here last winter.") == ""
    assert dateline_place("STRATFORD UPON AVON — Two ferrymen died.") == "Stratford upon Avon"


def test_a_text_of_several_datelines_does_not_say_where_here_is() -> None:
    text = (
        "EDWA, Vesh — Ferrymen of the island wait for the north pier here since the winter.\n\n"
        "MERROW, Vesh — Nothing is known of it."
    )
    assert "Edwa" not in write_brief(replace(PIER, text=text), words=25)


def test_a_first_sentence_that_says_itself_what_was_done_so_is_printed() -> None:
    text = (
        "The Vesh ferryman, who sank a barge and burned the pier, did so on behalf of Merrow's "
        "sailors. The council says the perpetrator had no friends at the north pier."
    )
    assert write_brief(replace(PIER, text=text), words=18).startswith("The Vesh ferryman")


def test_a_scene_gives_way_to_the_sentence_with_the_headline_s_rare_words() -> None:
    text = (
        "Port Merrow is in the midst of a long and windy spring. "
        "Ferrymen know what that means. "
        "Engineers began to rebuild the pier with planks of oak from Vesh."
    )
    assert write_brief(replace(PIER, text=text), words=12).startswith("Engineers began")


def test_a_sentence_far_over_its_place_loses_a_clause_where_it_can() -> None:
    text = (
        "The harbour council of Port Merrow and the ferrymen of the outer islands agreed on "
        "Tuesday after nine hours of talks in the old town hall to rebuild the north pier "
        "together, leaving the cost of it to the next council."
    )
    assert word_count(text) > 36
    brief = write_brief(replace(PIER, text=text), words=20)
    assert brief.endswith("rebuild the north pier together.")
