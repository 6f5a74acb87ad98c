"""Greetings read well with a name and without one, in every language that mails are written in."""

from __future__ import annotations

import pytest

from digest.model.catalogue import languages
from digest.model.greetings import first_name, greeting_to

GREETINGS = (
    ("en", "Good morning, {name}!", "Good morning!"),
    ("en", "Dear {name},", "Hello!"),
    ("en", "{name}, good morning!", "Good morning!"),
    ("en", "Good morning, dear {name}!", "Good morning!"),
    ("de", "Guten Morgen, {name}!", "Guten Morgen!"),
    ("de", "Guten Tag, liebe/r {name},", "Guten Tag"),
    ("de", "Liebe/r {name},", "Guten Tag!"),
    ("fr", "Bonjour {name} !", "Bonjour !"),
    ("fr", "Cher·e {name},", "Bonjour !"),
    ("es", "¡Buenos días, {name}!", "¡Buenos días!"),
    ("es", "Estimado/a {name}:", "¡Hola!"),
    ("it", "Buongiorno, {name}!", "Buongiorno!"),
    ("it", "Caro/a {name},", "Buongiorno!"),
    ("nl", "Goedemorgen {name},", "Goedemorgen"),
    ("nl", "Beste {name},", "Goedendag!"),
    ("pl", "Dzień dobry, {name}!", "Dzień dobry!"),
    ("pl", "Drogi/a {name}!", "Dzień dobry!"),
    ("pt", "Bom dia, {name}!", "Bom dia!"),
    ("pt", "Caro/a {name},", "Olá!"),
    ("pt-BR", "Prezado(a) {name},", "Olá!"),
    ("uk", "Доброго ранку, {name}!", "Доброго ранку!"),
    ("uk", "Шановний/а {name}!", "Вітаємо!"),
    ("uk", "Доброго ранку, пані {name}!", "Доброго ранку!"),
    ("ar", "صباح الخير يا {name}!", "صباح الخير!"),
    ("ar", "صباح الخير، {name}!", "صباح الخير!"),
    ("ar", "عزيزي {name}،", "أهلًا بك!"),
    ("fa", "صبح بخیر، {name}!", "صبح بخیر!"),
    ("fa", "سلام {name} عزیز!", "سلام!"),
    ("he", "בוקר טוב, {name}!", "בוקר טוב!"),
    ("he", "{name} היקר/ה,", "שלום!"),
)


@pytest.mark.parametrize(("language", "greeting", "to_nobody"), GREETINGS)
def test_a_greeting_without_a_name_reads_as_if_it_never_had_one(
    language: str, greeting: str, to_nobody: str
) -> None:
    assert greeting_to("", greeting, language) == to_nobody
    assert greeting_to("Ada", greeting, language) == greeting.replace("{name}", "Ada")


def test_every_language_of_mails_is_greeted_here() -> None:
    assert {language for language, _, _ in GREETINGS} == set(languages("mail"))


def test_a_greeting_that_names_nobody_stays_as_it_is() -> None:
    assert greeting_to("", "Good morning!", "en") == "Good morning!"
    assert greeting_to("", "", "en") == ""


@pytest.mark.parametrize(
    ("name", "language", "called"),
    [
        ("Ada Lovelace", "en", "Ada"),
        ("Lovelace, Ada", "en", "Ada"),
        ("Ada Lovelace, PhD", "en", "Ada"),
        ("Dr Ada Lovelace", "en", "Ada"),
        ("ADA LOVELACE", "en", "Ada"),
        ("ada", "en", "Ada"),
        ("Ms Lovelace", "en", ""),
        ("A. Lovelace", "en", ""),
        ("A", "en", ""),
        ("McKay DeShawn", "en", "McKay"),
        ("Marie-Hélène Dupont", "fr", "Marie-Hélène"),
        ("Mme Dupont", "fr", ""),
        ("Prof. Dr. Jürgen Groß", "de", "Jürgen"),
        ("Herr Groß", "de", ""),
        ("Łucja Dąbrowska", "pl", "Łucja"),
        ("عبد الله الحدّاد", "ar", "عبد الله"),
        ("مُحَمَّد الحداد", "ar", "مُحَمَّد"),
        ("נועה לוי", "he", "נועה"),
        ("王小明", "en", "王小明"),
        ("Олена Шевчук", "uk", "Олено"),
        ("Шевчук, Олена", "uk", "Олено"),
        ("Олена Шевчук", "en", "Олена"),
        ("Марія", "uk", "Маріє"),
        ("Наталя", "uk", "Наталю"),
        ("Ілля", "uk", "Ілле"),
        ("Анна-Марія Гнатюк", "uk", "Анно-Маріє"),
        ("Сергій", "uk", "Сергію"),
        ("Іван Франко", "uk", "Іване"),
        ("Павло", "uk", "Павле"),
        ("Олег", "uk", "Олеже"),
        ("Ярослав", "uk", "Ярославе"),
        ("Емілі Браун", "uk", "Емілі"),
        ("Ada Lovelace", "uk", "Ada"),
        ("ada@example.com", "en", ""),
        ("<b>Ada</b>", "en", ""),
        ("Ada {{ name }}", "en", ""),
        ("https://evil.example", "en", ""),
        ("Ada" * 30, "en", ""),
        ("Win 1000", "en", ""),
        ("", "en", ""),
        (",", "en", ""),
        ("Dr.", "en", ""),
    ],
)
def test_people_are_called_by_their_first_name_or_by_none(
    name: str, language: str, called: str
) -> None:
    assert first_name(name, language) == called
