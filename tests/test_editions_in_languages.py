"""Whole editions in the languages of newsrooms: gathered, built, checked, approved, sent."""

from __future__ import annotations

import json
import re
import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from digest.cli.output import printable
from digest.cli.project import Project
from digest.compose.edition_words import Wording
from digest.model.catalogue import FOLDER, catalogue, languages, read_folder
from digest.model.languages import base_language, direction
from digest.model.own_words import MAILS, has_words
from digest.present.templates import open_templates, our_templates
from digest.readers.reader_words import words_in
from tests.cli.commands import run

AT = "2026-11-27T05:45"
EDITION = "morning-2026-11-27"
DATES = {
    "en-GB": "Friday, 27 November 2026",
    "uk-UA": "Пʼятниця, 27 листопада 2026\u202fр.",
    "de-AT": "Freitag, 27. November 2026",
    "ar": "الجمعة، 27 نوفمبر 2026",
    "fa": "جمعه ۲۷ نوامبر ۲۰۲۶",
    "he": "יום שישי, 27 בנובמבר 2026",
    "fr": "Vendredi 27 novembre 2026",
    "pl": "Piątek, 27 listopada 2026",
    "pt-BR": "Sexta-feira, 27 de novembro de 2026",
    "ja": "2026年11月27日金曜日",
}
"""The languages, Japanese among them, which nobody wrote words for, and how each says the day."""

NEWS: dict[str, list[tuple[str, str]]] = {
    "en": [
        ("Council approves new ferry line", "The council approved a new ferry line on Thursday."),
        ("Storm closes the coastal road", "A storm closed the coastal road for nine hours."),
        ("Library opens on Sundays", "The city library opens on Sundays from December."),
    ],
    "uk": [
        ("Рада погодила нову поромну лінію", "Міська рада в четвер погодила нову поромну лінію."),
        ("Шторм перекрив приморську дорогу", "Через шторм приморську дорогу закрили на день."),
        ("Бібліотека працюватиме в неділю", "Міська бібліотека з грудня працюватиме щонеділі."),
    ],
    "de": [
        ("Gemeinderat beschließt Fährlinie", "Der Gemeinderat hat die Fährlinie beschlossen."),
        ("Sturm sperrt die Küstenstraße", "Ein Sturm hat die Küstenstraße neun Stunden gesperrt."),
        ("Bücherei öffnet am Sonntag", "Die Bücherei der Stadt öffnet ab Dezember am Sonntag."),
    ],
    "ar": [
        ("المجلس يقر خط عبّارات جديدًا", "أقر مجلس المدينة يوم الخميس خط عبّارات جديدًا."),
        ("عاصفة تغلق الطريق الساحلي", "أغلقت عاصفة الطريق الساحلي تسع ساعات."),
        ("المكتبة تفتح أبوابها يوم الأحد", "تفتح مكتبة المدينة أبوابها يوم الأحد بدءًا من ديسمبر."),
    ],
    "fa": [
        ("شورای شهر خط تازهٔ کشتی را تصویب کرد", "شورای شهر پنجشنبه خط تازهٔ کشتی را تصویب کرد."),
        ("توفان جادهٔ ساحلی را بست", "توفان جادهٔ ساحلی را نه ساعت بست."),
        ("کتابخانه یکشنبه‌ها باز است", "کتابخانهٔ شهر از ماه دسامبر یکشنبه‌ها باز است."),
    ],
    "he": [
        ("המועצה אישרה קו מעבורת חדש", "מועצת העיר אישרה ביום חמישי קו מעבורת חדש."),
        ("סערה סגרה את כביש החוף", "סערה סגרה את כביש החוף לתשע שעות."),
        ("הספרייה תיפתח בימי ראשון", "ספריית העיר תיפתח בימי ראשון החל מדצמבר."),
    ],
    "fr": [
        ("Le conseil approuve une ligne de ferry", "Le conseil municipal a approuvé la ligne."),
        ("La tempête ferme la route côtière", "Une tempête a fermé la route côtière neuf heures."),
        ("La bibliothèque ouvre le dimanche", "La bibliothèque ouvre le dimanche dès décembre."),
    ],
    "pl": [
        ("Rada zatwierdziła linię promową", "Rada miasta zatwierdziła w czwartek linię promową."),
        ("Sztorm zamknął drogę nadmorską", "Sztorm zamknął drogę nadmorską na dziewięć godzin."),
        (
            "Biblioteka otwarta w niedziele",
            "Biblioteka miejska od grudnia jest otwarta w niedziele.",
        ),
    ],
    "pt": [
        ("Câmara aprova nova linha de balsa", "A câmara aprovou na quinta-feira a nova linha."),
        ("Temporal fecha a estrada costeira", "Um temporal fechou a estrada por nove horas."),
        ("Biblioteca abre aos domingos", "A biblioteca da cidade abre aos domingos em dezembro."),
    ],
    "ja": [
        ("市議会が新しいフェリー航路を承認", "市議会は木曜日、新しいフェリー航路を承認した。"),
        ("嵐で海岸道路が通行止め", "嵐のため海岸道路が九時間通行止めになった。"),
        ("図書館が日曜日も開館", "市立図書館は十二月から日曜日も開館する。"),
    ],
}

NAMES = {"ar": "المد", "fa": "جزر و مد", "he": "הגאות"}
"""The newspaper's name, where it is not called Tide."""

SETTINGS = """
[publication]
name = "{name}"
base_url = "https://tide.example"
address = "Tide, 1 Quay"
time_zone = "Europe/Kyiv"
language = "{language}"

[newsletters.morning]
name = "{name}"
sender = "{name} <morning@tide.example>"
days = ["friday"]
send_at = 06:30:00
never_after = 10:00:00

[newsletters.morning.sizes]
top_stories = 0

[sections.politics]
title = "Politics"

[sources.tide]
path = "news.jsonl"
kind = "lines"
"""


def newsroom_in(
    language: str, folder: Path, *, news: list[tuple[str, str]] | None = None, name: str = ""
) -> Path:
    """A newsroom whose only newsletter is in the language, with three stories gathered, none of
    which has a section, and one reader."""
    folder.mkdir(exist_ok=True)
    if not has_words(language, "mail"):
        write_words(language, folder)
    spoken = base_language(language)
    settings = SETTINGS.format(language=language, name=name or NAMES.get(spoken, "Tide"))
    (folder / "schedules.toml").write_text(settings, "utf-8")
    regions = [spoken, f"{spoken}-US", language]  # as sources name one language
    lines = [
        {
            "id": f"story-{number}",
            "source": "tide",
            "title": title,
            "text": text,
            "url": f"https://tide.example/{number}",
            "published": f"2026-11-26T1{number}:00:00Z",
            "language": regions[number],
        }
        for number, (title, text) in enumerate(news or NEWS[spoken])
    ]
    (folder / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert run(folder, "init", "--bare", str(folder)).code == 0
    assert run(folder, "gather", "--at", AT).code == 0
    assert run(folder, "recipients", "add", "morning", "ada@example.com").code == 0
    return folder


@pytest.mark.parametrize("language", DATES)
@pytest.mark.one_in(3)
def test_an_edition_in_a_real_language_goes_all_the_way_to_its_reader(
    language: str, tmp_path: Path
) -> None:
    project = newsroom_in(language, tmp_path / "newsroom")
    built = run(project, "build", "morning", "--at", AT, "--json")
    (line,) = built.lines
    assert (built.code, line["left_out"]) == (0, 0), built.err
    assert run(project, "check", EDITION).code == 0
    assert run(project, "approve", EDITION).code == 0
    assert run(project, "send", EDITION, "--at", "2026-11-27T06:30").code == 0
    (file,) = (project / "outbox" / EDITION).glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert mail["content-language"] == language
    assert re.search(rf'<html[^>]* lang="{language}"[^>]* dir="{direction(language)}"', html)
    assert DATES[language] in html
    assert catalogue(language)("story.more_news") in html
    assert open_templates().words(language).unsubscribe in html
    assert 'lang="en-US"' not in html  # a region is no language of its own
    for title, _ in NEWS[base_language(language)]:
        assert title in html


SPELT = {
    "fa": "می\u200cخواهند کتاب\u200cخانه\u200cها را باز کنند",
    "hi": "प्रक्\u200dरिया और क्\u200cष की वर्तनी बनी रहती है",
    "ar": "المجلـــس يقر خط عبّارات جديدًا في الميناء",
    "en": "The 👩\u200d👩\u200d👧 family wins the harbour race again",
}
"""Words that are spelt with what nobody sees: joiners, and the Arabic tatweel."""
OTHERWISE = (
    "Calder bridge closes in March for repairs of its cables",
    "Museum roof leaks above the Lindholm paintings again",
    "Rovers sign goalkeeper Okafor from Thornmouth until summer",
)


@pytest.mark.parametrize("language", SPELT)
def test_what_nobody_sees_and_spells_words_reaches_terminal_and_reader_as_it_was(
    language: str, tmp_path: Path
) -> None:
    words = SPELT[language]
    text = f"{words}. {words}! {words} \u202eevil\u202c to\u00adday."
    # what has more in common than these few words is a copy
    news = [(f"{words}: {other}", f"{other}, {words}. {text}") for other in OTHERWISE]
    project = newsroom_in(language, tmp_path, news=news)
    built = run(project, "build", "morning", "--at", AT)
    (shown,) = [line for line in built.out.splitlines() if "Subject:" in line]
    assert words in shown
    assert run(project, "approve", EDITION).code == 0
    assert run(project, "send", EDITION, "--at", "2026-11-27T06:30").code == 0
    (file,) = (project / "outbox" / EDITION).glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    html, text = (mail.get_body((kind,)).get_content() for kind in ("html", "plain"))  # type: ignore[union-attr]
    assert words in mail["subject"]
    assert words in re.search(r"display:none[^>]*>([^<]*)<", html)[1]  # type: ignore[index]
    assert words in html
    assert words in text.replace("\n", " ")
    subject = mail["subject"].removeprefix("\u200f\u202b").removesuffix("\u202c")  # our own frame
    assert not re.search("[\u202a-\u202e\u00ad]", shown + subject + html + text)


def test_a_terminal_gets_no_mark_that_turns_its_lines() -> None:
    assert printable("a\u202eb\u2066c\x1b[31m\u00add\ufeff") == "abc [31md"
    assert printable("می\u200cخواهم א\u200e") == "می\u200cخواهم א\u200e"


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
@pytest.mark.parametrize("name", ["Tide", "The Harbour Gazette", "Tide!", "24 Hours"])
@pytest.mark.one_in(3)
def test_a_latin_name_over_a_newsletter_that_runs_from_right_to_left_is_no_finding(
    language: str, name: str, tmp_path: Path
) -> None:
    project = newsroom_in(language, tmp_path, name=name)
    assert run(project, "build", "morning", "--at", AT).code == 0
    checked = run(project, "check", EDITION)
    assert (checked.code, "57-" in checked.out) == (0, False), checked.out


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh-Hant", ["市議會週四批准了新的渡輪航線計畫。", "新航線將於十二月開始營運並連接兩岸。"]),
        (
            "ja",
            [
                "市議会は木曜日に新しいフェリー航路を承認した。",
                "新航路は十二月から運航を始める予定だ。",
            ],
        ),
        (
            "ko",
            [
                "시의회는 목요일 새 여객선 노선을 승인했다.",
                "새 노선은 다음 달부터 운항을 시작한다.",
            ],
        ),
        ("th", ["สภาเมืองอนุมัติเส้นทางเรือข้ามฟากสายใหม่", "เส้นทางใหม่จะเริ่มให้บริการในเดือนธันวาคม"]),
    ],
)
def test_sentences_stand_side_by_side_as_their_language_sets_them(
    language: str, sentences: list[str], tmp_path: Path
) -> None:
    gap = "" if language in ("zh-Hant", "ja") else " "
    joined = gap.join(sentences)
    title = sentences[0][:12]
    # as an article has them: two paragraphs where its language has a sign for their end
    between = " " if language == "th" else "\n\n"
    news = [(f"{number}. {title}", f"{number}：{between.join(sentences)}") for number in range(3)]
    project = newsroom_in(language, tmp_path, news=news)
    for template in ("morning", "brief"):
        settings = project / "schedules.toml"
        plain = settings.read_text("utf-8").replace('template = "morning"\n', "")
        head, sign, rest = plain.partition("[newsletters.morning]\n")
        settings.write_text(f'{head}{sign}template = "{template}"\n{rest}', "utf-8")
        folder = tmp_path / template
        built = run(project, "build", "morning", "--at", AT, "--rehearse", "--out", str(folder))
        assert built.code == 0, built.err
        html = next(folder.rglob("*.html")).read_text("utf-8")
        assert joined in html


def test_a_language_that_nobody_has_words_for_is_refused_with_those_there_are(
    tmp_path: Path,
) -> None:
    project = newsroom_in("de", tmp_path)
    settings = project / "schedules.toml"
    settings.write_text(settings.read_text("utf-8").replace('"de"', '"ja"'), "utf-8")
    for command in (("doctor",), ("build", "morning", "--at", AT, "--rehearse")):
        refused = run(project, *command)
        assert refused.code == 3
        assert "there are no words in 'ja', but in ar, de, en" in refused.err
        assert f"{project}/templates/words/ja.toml" in refused.err


def test_with_files_of_its_own_a_newsroom_adds_a_language(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "pages"
    project = newsroom_in("ja", tmp_path)
    assert problem_with_languages(project) == ""
    assert words_in("ja-JP", own) == words_in("en") != words_in("de", own)
    (own / "ja.toml").write_text('leave_title = "x"', "utf-8")
    problem = problem_with_languages(project)
    assert f"say in English what {own}/ja.toml lacks: leave_question" in problem
    warned = run(project, "build", "morning", "--at", AT, "--rehearse").err
    assert "warning: the readers' pages of morning say in English" in warned
    (own / "ja.toml").write_text('leave_title = "{newletter}"', "utf-8")
    assert "leave_title: the placeholder {newletter}" in problem_with_languages(project)
    (own / "ja.toml").unlink()
    assert f"translate {FOLDER}/en/pages.toml as {own}/ja.toml" in problem_with_languages(project)


@pytest.mark.parametrize(
    ("folder", "content", "wrong"),
    {
        "a key that there is not": ("words", 'nothing = "x"', "nothing: unknown key"),
        "a wrong placeholder in a mail": (
            "words",
            'unsubscribe = "{sender}"',
            "unsubscribe: the placeholder {sender} is not one of the English sentence",
        ),
        "a wrong placeholder on a reader's page": (
            "pages",
            'leave_title = "{sender}"',
            "leave_title: the placeholder {sender} is not one of the English sentence",
        ),
        "a missing plural form": (
            "words",
            'reading_time = { one = "{count} хв", other = "{count} хв" }',
            "reading_time: the plural form `few` is missing",
        ),
        "words of blanks": ("words", 'unsubscribe = "  "', "unsubscribe: must not be empty"),
        "words of nothing": ("words", 'top_stories = ""', "top_stories: must not be empty"),
        "a NUL": ("words", 'also = "a\\u0000"', "also: must be one line without control"),
        "a line break": ("pages", 'leave_title = "a\\nb"', "leave_title: must be one line"),
        "a key that is there twice": (
            "words",
            'top_stories = "a"\ntop_stories = "b"',
            "in the line of the key top_stories",
        ),
    }.values(),
)
def test_a_mistake_in_a_newsrooms_own_words_is_named_by_file_and_key_at_the_start(
    tmp_path: Path, folder: str, content: str, wrong: str
) -> None:
    project = newsroom_in("de", tmp_path)
    file = project / "templates" / folder / "uk.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")
    for command in (("run", "--once"), ("desk",), ("languages",)):
        refused = run(project, *command)
        assert refused.code == 3
        assert str(file) in refused.err
        assert wrong in refused.err


FINNISH = {
    "more_news": "Muita uutisia",
    "read_full": "Lue koko juttu: {headline}",
    "read_update": "Lue uusi tieto: {headline}",
    "read_on": "Jatka lukemista: {headline}",
    "genre_live": "Suora",
    "genre_interview": "Haastattelu",
    "genre_long_read": "Pitkä juttu",
    "genre_obituary": "Muistokirjoitus",
    "genre_opinion": "Mielipide",
    "genre_forecast": "Sää",
    "genre_correction": "Oikaisu",
    "genre_advertorial": "Mainos",
}


def finnish_newsroom(tmp_path: Path, *, story: bool = True, name: str = "fi") -> Path:
    """A newsroom in Finnish, which we do not have: its own files, marked "FI" beside our words."""
    project = newsroom_in("fi", tmp_path / "newsroom", news=NEWS["de"])
    for folder, area in (("words", "mail"), ("pages", "pages")):
        (project / "templates" / folder / "fi.toml").unlink()
        ours = (FOLDER / "en" / f"{area}.toml").read_text("utf-8").replace(' = "', ' = "FI ')
        if area == "mail" and story:
            ours = "".join(f'{key} = "{words}"\n' for key, words in FINNISH.items()) + ours
        (project / "templates" / folder / f"{name}.toml").write_text(ours, "utf-8")
    return project


def built_html(project: Path, out: Path) -> str:
    built = run(project, "build", "morning", "--at", AT, "--rehearse", "--out", str(out))
    assert built.code == 0, built.err
    return next(out.rglob("*.html")).read_text("utf-8")


def test_one_file_of_a_newsrooms_own_has_all_words_of_its_mails(tmp_path: Path) -> None:
    project = finnish_newsroom(tmp_path)
    html = built_html(project, tmp_path / "out")
    assert "Muita uutisia" in html
    assert "FI Read the story" in html
    assert "More news" not in html
    assert "Read the full story" not in html
    assert problem_with_languages(project) == ""
    assert run(project, "languages").code == 0


def test_what_stands_beside_stories_is_printed_anew_in_the_newsrooms_words(tmp_path: Path) -> None:
    project = finnish_newsroom(tmp_path)
    with Project(project).open_newsroom() as newsroom:
        assert newsroom.wording("fi-FI").full("A") == "Lue koko juttu: A"
    (project / "templates" / "words" / "fi.toml").write_text('nothing = "x"', "utf-8")
    with Project(project).open_newsroom() as newsroom:
        assert newsroom.wording("fi").full("A") == "A"  # the mail's words say what is wrong


def test_words_beside_stories_that_a_newsrooms_file_lacks_are_named(tmp_path: Path) -> None:
    project = finnish_newsroom(tmp_path, story=False)
    lacks = "words/fi.toml lacks: " + ", ".join(FINNISH)
    assert lacks in problem_with_languages(project)
    built = run(project, "build", "morning", "--at", AT, "--rehearse")
    assert lacks in built.err
    asked = run(project, "languages")
    assert asked.code == 1
    assert lacks in asked.err


def test_no_key_of_the_words_around_a_mail_is_one_of_those_beside_stories() -> None:
    areas = [{key.partition(".")[2] for key in of_area(area)} for area in MAILS]
    assert len(set().union(*areas)) == sum(map(len, areas))


def of_area(area: str) -> set[str]:
    return {key for key in read_folder("en") if key.startswith(f"{area}.")}


def test_a_language_of_the_newsrooms_own_is_shown_with_what_it_lacks(tmp_path: Path) -> None:
    project = finnish_newsroom(tmp_path, story=False)
    (line,) = [line for line in run(project, "languages").out.splitlines() if line[:3] == "fi "]
    assert f"mail, pages; lacks {', '.join(FINNISH)}; in English: " in line
    assert line.endswith("; your own: templates/words/fi.toml, templates/pages/fi.toml")
    told = {each["language"]: each for each in run(project, "languages", "--json").lines}
    assert told["fi"]["own"] == ["templates/words/fi.toml", "templates/pages/fi.toml"]
    assert told["de"]["own"] == []


@pytest.mark.parametrize("name", ["FI", "fi_FI", "Fi-fi"])
def test_a_file_of_words_is_found_however_its_tag_is_written(name: str, tmp_path: Path) -> None:
    project = finnish_newsroom(tmp_path, name=name)
    settings = project / "schedules.toml"
    settings.write_text(settings.read_text("utf-8").replace('"fi"', '"fi-FI"'), "utf-8")
    assert "Muita uutisia" in built_html(project, tmp_path / "out")
    assert problem_with_languages(project) == ""


def test_a_file_of_words_that_nobody_reads_is_named_with_the_reason(tmp_path: Path) -> None:
    project = finnish_newsroom(tmp_path)
    words = project / "templates" / "words"
    (project / "templates" / "story").mkdir()
    for file in (words / "english.toml", words / "FI.toml", project / "templates/story/fi.toml"):
        file.write_text('more_news = "x"', "utf-8")
    (words / "vi.toml").write_text('unsubscribe = "x"', "utf-8")
    asked, built = run(project, "languages"), run(project, "build", "morning", "--at", AT)
    doctor = run(project, "doctor").out
    assert asked.code == built.code == 0
    for told in (asked.err, built.err, doctor):
        assert f"nobody reads {words}/english.toml: name it by its language's tag" in told
        assert f"nobody reads {words}/FI.toml: name it by its language's tag, once" in told
        assert f"nobody reads {words}/vi.toml: no newsletter is in 'vi'" in told
        assert f"nobody reads {project}/templates/story/fi.toml: words of mails are in" in told
        assert f"{words}/fi.toml" not in told


def test_a_mistake_in_a_newsrooms_own_words_is_a_mistake_in_the_settings_and_said_once(
    tmp_path: Path,
) -> None:
    project = newsroom_in("de", tmp_path)
    assert run(project, "build", "morning", "--at", AT).code == 0
    file = project / "templates" / "words" / "de.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('nothing = "x"', "utf-8")
    for command in (("build", "morning", "--at", AT), ("approve", EDITION)):
        refused = run(project, *command)
        assert refused.code == 3
        assert refused.err.count("nothing: unknown key") == 1


def test_values_that_a_newsrooms_own_words_leave_out_are_named(tmp_path: Path) -> None:
    project = newsroom_in("de", tmp_path)
    file = project / "templates" / "words" / "de.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    few = 'reading_time = { one = "Eine Minute", other = "Minuten" }'
    file.write_text(f'reason = "Sie wollten das."\n{few}', "utf-8")
    asked = run(project, "languages")
    assert asked.code == 0
    assert f"{file}: reason leaves out {{name}}" in asked.err
    assert f"{file}: reading_time leaves out {{count}}" in asked.err
    file.write_text('reading_time = { one = "Eine Minute", other = "{count} Minuten" }', "utf-8")
    assert "leaves out" not in run(project, "languages").err


def test_what_stands_in_a_words_files_place_and_is_none_is_said_in_plain_words(
    tmp_path: Path,
) -> None:
    project = newsroom_in("de", tmp_path)
    file = project / "templates" / "words" / "en.toml"
    file.mkdir(parents=True)
    assert f"{file}: is a folder, not a file" in run(project, "languages").err
    file.rmdir()
    file.symlink_to(tmp_path / "nowhere.toml")
    assert f"{file}: is a link to a file that is not there" in run(project, "languages").err


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    project = newsroom_in("de", tmp_path / "newsroom")
    templates = project / "templates"
    (templates / "words").mkdir(parents=True, exist_ok=True)
    (templates / "words" / "de.toml").write_text('more_news = "Mehr"', "utf-8-sig")
    settings = project / "schedules.toml"
    settings.write_text(settings.read_text("utf-8"), "utf-8-sig")
    for name in ("theme.toml", "morning.mjml"):
        ours = (our_templates() / name).read_text("utf-8")
        (templates / name).write_text(ours, "utf-8-sig")
    html = built_html(project, tmp_path / "out")
    assert "Mehr" in html
    assert "\ufeff" not in html


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
@pytest.mark.parametrize("name", ["schedules.toml", "templates/words/de.toml"])
def test_a_file_in_another_encoding_is_named_with_what_to_do(
    name: str, encoding: str, tmp_path: Path
) -> None:
    project = newsroom_in("de", tmp_path)
    file = project / name
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text("utf-8") if file.exists() else ""
    file.write_text(f"# für Müller\n{before}", encoding)
    refused = run(project, "build", "morning", "--at", AT)
    assert refused.code == 3
    assert f"{file}: is not in UTF-8" in refused.err
    assert "save it as UTF-8" in refused.err
    assert "codec" not in refused.err


def test_a_publication_without_a_language_is_refused_by_file_and_key(tmp_path: Path) -> None:
    project = newsroom_in("de", tmp_path)
    settings = project / "schedules.toml"
    written = settings.read_text("utf-8")
    settings.write_text(written.replace('language = "de"', 'language = ""'), "utf-8")
    assert f"{settings}: publication.language: is empty" in run(project, "languages").err
    settings.write_text(written.replace('language = "de"', 'language = "ja"'), "utf-8")
    assert f"{settings}: publication.language: there are no words" in run(project, "doctor").err


def test_a_mistake_in_our_own_words_is_named_by_file_and_key_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = newsroom_in("de", tmp_path / "newsroom")
    ours = Path(shutil.copytree(FOLDER, tmp_path / "languages"))
    file = ours / "uk" / "alert.toml"
    file.write_text(file.read_text("utf-8") + 'nothing = "x"\n', "utf-8")
    monkeypatch.setattr("digest.model.catalogue.FOLDER", ours)
    read_folder.cache_clear()
    catalogue.cache_clear()
    try:
        refused = run(project, "run", "--once")
    finally:
        read_folder.cache_clear()
        catalogue.cache_clear()
    assert refused.code == 3
    assert f"{file}: nothing: unknown key" in refused.err


def write_words(language: str, project: Path) -> None:
    """Words of the newsroom's own for a language, which are the English ones."""
    for folder, areas in (("words", ("story", "mail")), ("pages", ("pages",))):
        (project / "templates" / folder).mkdir(parents=True)
        ours = "".join((FOLDER / "en" / f"{area}.toml").read_text("utf-8") for area in areas)
        (project / "templates" / folder / f"{language}.toml").write_text(ours, "utf-8")


def problem_with_languages(project: Path) -> str:
    lines = run(project, "doctor", "--json").lines
    return next(str(line["problem"]) for line in lines if line["about"] == "languages")


def test_a_command_says_what_each_language_lacks(tmp_path: Path) -> None:
    told = run(tmp_path, "languages", "--json")
    lines = {str(line["language"]): line for line in told.lines}
    assert lines.keys() >= {"ar", "de", "en", "es", "fr", "pl", "uk"}
    assert [tag for tag, line in lines.items() if line["lacks"]] == []
    assert lines["en"]["none"] == lines["uk"]["none"] == []
    assert {"mail", "pages", "story"} <= {*lines["de"]["whole"]}


def test_each_language_has_words_everywhere_that_readers_look() -> None:
    mails = set(languages("mail"))
    assert set(languages("pages")) == set(languages("story")) == mails
    known = {language: Wording(catalogue=catalogue(language)) for language in mails}
    assert [language for language in mails if known[language].full("A") == "A"] == []
    titles = [each.more_news for language, each in known.items() if language != "en"]
    assert known["en"].more_news not in titles
    for language in mails:
        assert words_in(language).leave_title.count("{newsletter}") == 1
        assert words_in(language).choose_sentence.count("{address}") == 1
