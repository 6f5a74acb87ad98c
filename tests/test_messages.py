"""Messages and their catalogues: rendered by key, kept as JSON, mistakes named by file and key."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.catalogue import (
    FOLDER,
    SOURCE,
    Catalogue,
    CatalogueError,
    Sentence,
    catalogue,
    english,
    forms_of,
    in_english,
    read_file,
    read_folder,
)
from digest.model.errors import DigestError
from digest.model.message import Message, Text, text_from_json, text_to_json

LANGUAGES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())


def speaking(language: str, **sentences: str | dict[str, str]) -> Catalogue:
    return Catalogue(
        language=language,
        sentences={
            f"test.{key}": Sentence(
                language=language,
                forms=said if isinstance(said, dict) else {"other": said},
                counts=isinstance(said, dict),
            )
            for key, said in sentences.items()
        },
    )


@pytest.mark.parametrize(
    ("language", "sentence", "value", "said"),
    [
        ("en", "{x:,} bytes", 102998, "102,998 bytes"),
        ("uk", "{x:,} Б", 102998, "102\u00a0998 Б"),
        ("uk", "контраст {x:.2f}:1", 1.66, "контраст 1,66:1"),
        ("fa", "{x}", 12, "۱۲"),
        ("en", "{x:.0%} sure", 0.77, "77% sure"),
        ("en", "on {x:EEEE, dd MMMM}", date(2026, 3, 5), "on Thursday, 05 March"),
        ("uk", "надіслано {x:d MMMM}", date(2026, 3, 5), "надіслано 5 березня"),
        ("en", "{x:yyyy-MM-dd HH:mm}", datetime(2026, 3, 5, 6, 7, tzinfo=UTC), "2026-03-05 06:07"),
        ("en", "the link {x!r}", "a b", "the link 'a b'"),
        ("uk", "посилання «{x!e}»", "a\nb", "посилання «a\\nb»"),
        ("en", "{x:; }", ("one", Message("test.inner")), "one; inner"),
        ("en", "{x}", Message("test.inner"), "inner"),
        ("en", "{x:d MMMM}", "soon", "soon"),
        ("en", "{{ {x} }}", "css", "{ css }"),
    ],
)
def test_a_value_is_written_as_its_placeholder_asks(
    language: str, sentence: str, value: str | float | date | Message, said: str
) -> None:
    says = speaking(language, it=sentence, inner="inner")
    assert says.say(Message("test.it", x=value)) == said


def test_what_is_counted_takes_the_form_of_its_own_language() -> None:
    forms = {"one": "{count} лист", "few": "{count} листи", "many": "{count} листів"}
    says = speaking("uk", it=forms | {"other": "{count} листа"})
    said = [says.say(Message("test.it", count=count)) for count in (1, 3, 5, 4210)]
    assert said == ["1 лист", "3 листи", "5 листів", "4\u00a0210 листів"]


def test_plain_text_is_said_as_it_is() -> None:
    assert catalogue("uk").say("550 no {such} user") == "550 no {such} user"


def test_a_message_of_another_version_is_said_as_far_as_it_can_be() -> None:
    assert english().say(Message("gone.long_ago", who="ada", count=3)) == "gone.long_ago: ada: 3"
    assert speaking("en", it="{who} left {what}").say(Message("test.it", who="ada")) == "ada left …"
    counted = speaking("en", it={"one": "{count} letter", "other": "{count} letters"})
    assert counted.say(Message("test.it", count="many")) == "many letters"


def test_code_that_forgets_a_value_is_told() -> None:
    with pytest.raises(KeyError):
        speaking("en", it="{who} left")("test.it")


TEXTS = st.recursive(
    st.text(),
    lambda inner: st.builds(
        lambda key, values: Message(key, **values),
        st.text(min_size=1),
        st.dictionaries(
            st.from_regex(r"[a-z]{1,5}", fullmatch=True),
            st.one_of(inner, st.integers(), st.floats(allow_nan=False), st.lists(inner).map(tuple)),
            max_size=3,
        ),
    ),
    max_leaves=8,
)


@given(TEXTS)
def test_a_text_comes_back_from_the_database_as_it_was(text: Text) -> None:
    assert text_from_json(text_to_json(text)) == text


@pytest.mark.parametrize("stored", ['{"key": 3', '{"key": "a.b"}', '{"key": "a.b", "values": 3}'])
def test_a_stored_text_that_only_looks_like_a_message_is_text(stored: str) -> None:
    assert text_from_json(stored) == stored


def test_messages_are_values() -> None:
    one, same = Message("test.it", a="1", b=2), Message("test.it", b=2, a="1")
    assert one == same
    assert hash(one) == hash(same)
    assert pickle.loads(pickle.dumps(one)) == one
    moment = datetime(2026, 3, 5, 6, 7, tzinfo=UTC)
    assert text_from_json(text_to_json(Message("test.it", at=moment))) == Message(
        "test.it", at=moment
    )


def test_an_error_carries_its_message() -> None:
    error = DigestError(Message("desk.no_such_page"))
    assert error.message == Message("desk.no_such_page")
    assert str(error) == "There is no such page."
    assert DigestError("plain words").message == "plain words"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_of_ours_is_whole_as_far_as_it_goes(language: str) -> None:
    sentences = read_folder(language)  # raises with every mistake
    begun = {key.partition(".")[0] for key in sentences}
    # an area is translated whole, or not at all
    assert in_english(catalogue(language), tuple(begun)) == ()


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ("today = 3", "today: must be text, or a table of plural forms"),
        ("tomorow = 'x'", "tomorow: unknown key"),
        ("no_step = '{stop!r}'", "no_step: the placeholder {stop} is not one of the English"),
        ("no_step = '{step'", "no_step: "),
        ("readers = { one = '{count}', other = '{count}' }", "readers: the plural form `few` is"),
        ("readers = { one = '1', paucal = '3', other = '5' }", "readers: paucal is no plural form"),
        ("today = { one = 'a', other = 'b' }", "today: must be text: nothing is counted in it"),
        ("today = ", "desk.toml: "),
    ],
)
def test_a_mistake_in_a_catalogue_is_named_by_file_and_key(
    tmp_path: Path, content: str, wrong: str
) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(CatalogueError) as refused:
        read_file(file, language="uk", areas=("desk",))
    assert str(refused.value).startswith(str(file))
    assert wrong in str(refused.value)


def test_a_sentence_that_is_the_same_for_every_number_needs_one_form(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text("readers = { other = 'читачів: {count}' }", "utf-8")
    assert read_file(file, language="uk", areas=("desk",)).keys() == {"desk.readers"}


def test_what_a_language_lacks_is_said_in_english() -> None:
    assert catalogue("zz").say(Message("desk.today")) == "Today"
    assert catalogue("uk-UA").say(Message("desk.today")) == catalogue("uk")("desk.today")


def test_the_forms_of_a_language_are_those_of_cldr() -> None:
    assert forms_of("uk") == {"one", "few", "many", "other"}
    assert forms_of(SOURCE) == {"one", "other"}
    assert forms_of("ar") == {"zero", "one", "two", "few", "many", "other"} - {"zero"}
