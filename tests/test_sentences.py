"""Sentences end where a reader would end them."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from digest.model.sentences import balanced, sentences


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Dr. Smith met Sen. J. K. Rowe on Oct. 10.", "They agreed."]),
        ("en", ["The U.S. Senate voted 51.5 to 48.", "Nobody was surprised!", "Was it over?"]),
        ("en", ['"I hope peace will come. It can begin now," she said.', "She left."]),
        ("en", ["“We won. We really won.”", "The crowd cheered."]),
        ("en", ["Shares of Acme Inc. rose 3.4%.", "Analysts shrugged."]),
        ("de", ["Am 3. Oktober sprach Dr. Meier mit z. B. drei Gästen.", "Es regnete."]),
        ("de", ["„Wir bauen weiter. Das ist klar“, sagte er.", "Danach ging er."]),
        ("uk", ["Це сталося 10 жовтня 2025 р. у м. Києві.", "Постраждалих немає."]),
        ("uk", ["Президент В. Зеленський виділив 5 млн. грн. на ремонт.", "Роботи тривають."]),
        ("uk", ["«Ми готові. Чекаємо», — сказав мер.", "Міст відкриють."]),
        ("es", ["El Sr. López llegó a EE. UU. ayer.", "¿Volverá pronto?", "Nadie lo sabe."]),
        ("fr", ["M. Dupont a parlé.", "« C’est fini. Partons », a-t-il dit."]),
        ("zh", ["今天下雨。", "明天晴。"]),
    ],
)
def test_a_text_falls_into_its_sentences(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


def test_a_sentence_never_runs_over_a_paragraph() -> None:
    assert sentences("No full stop here\n\nAnother paragraph.", "en") == [
        "No full stop here",
        "Another paragraph.",
    ]


@pytest.mark.parametrize(
    ("sentence", "whole"),
    [
        ('He said "yes".', True),
        ('He said "yes.', False),
        ("“Yes,” he said.", True),
        ("“Yes, he said.", False),
        ("„Ja“, sagte er.", True),
        ("„Ja, sagte er.", False),
        ("«Так», сказав він (усміхаючись).", True),
        ("Так», сказав він.", False),
    ],
)
def test_half_a_quotation_is_noticed(sentence: str, whole: bool) -> None:
    assert balanced(sentence) is whole


def test_quotations_that_never_close_are_read_in_a_few_seconds() -> None:
    started = process_time()
    assert len(sentences("“The harbour was closed. " * 5_000, "en")) == 5_000
    assert process_time() - started < 5


@given(some.text(max_size=300), some.sampled_from(["en", "de", "uk", "zh", ""]))
def test_nothing_but_white_space_is_lost_between_sentences(text: str, language: str) -> None:
    assert "".join("".join(sentences(text, language)).split()) == "".join(text.split())
