"""Which line of a copied page is the headline, and which lines are put among the paragraphs, by the
chances that a model gives them."""

from __future__ import annotations

from collections.abc import Mapping

from digest.gather.page_article import is_of_body
from digest.gather.page_boilerplate import What
from digest.gather.page_headline import headline_of
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line

FERRIES = "Ferries run again after the storm"
BODY = 2_000  # characters


def labelled(
    text: str, chances: Mapping[Label, float], *, joined: bool = False, what: What = What.TEXT
) -> Labelled:
    label = max(chances, key=lambda one: chances[one])
    line = Line(number=1, text=text, what=what, joined=joined)
    return Labelled(line=line, zone=Zone.HEADER, label=label, chances=chances)


def likely(text: str, chance: float, *, joined: bool = False) -> Labelled:
    chances = {Label.HEADLINE: chance, Label.STANDFIRST: 0.9 - chance, Label.ABOVE: 0.1}
    return labelled(text, chances, joined=joined)


def test_the_likeliest_line_is_the_headline_though_it_is_labelled_something_else() -> None:
    above = labelled(FERRIES, {Label.ABOVE: 0.5, Label.HEADLINE: 0.45})
    below = labelled("The harbour opens its gates", {Label.HEADER: 0.6, Label.HEADLINE: 0.4})
    assert headline_of([above, below]) == FERRIES


def test_two_lines_that_are_one_or_the_other_are_not_put_together() -> None:
    assert headline_of([likely(FERRIES, 0.55), likely("One in three", 0.4, joined=True)]) == FERRIES


def test_a_headline_takes_no_line_with_it_that_is_likelier_none() -> None:
    standfirst = likely("The port tells why", 0.3, joined=True)
    assert headline_of([likely(FERRIES, 0.95), standfirst]) == FERRIES


def test_of_a_title_with_its_kicker_the_headline_is_what_stands_under_the_kicker() -> None:
    title = likely(f"Storm over the quay: {FERRIES}", 0.9)
    kicker, headline = (likely(one, 0.05, joined=True) for one in ("Storm over the quay", FERRIES))
    assert headline_of([title, kicker, headline]) == FERRIES


def test_two_lines_that_are_both_of_the_headline_are_put_together() -> None:
    two = [likely("Ferries run again", 0.8), likely("after the storm", 0.7, joined=True)]
    assert headline_of(two) == FERRIES


def test_lines_with_an_empty_one_between_are_no_headline_of_two_lines() -> None:
    assert headline_of([likely(FERRIES, 0.8), likely("One in three is late", 0.7)]) == FERRIES


def test_a_headline_at_the_end_of_its_path_is_given_as_it_stands_alone() -> None:
    path = likely(f"Home / Harbour / {FERRIES}", 0.6)
    assert headline_of([path, likely(FERRIES, 0.3)]) == FERRIES


def test_the_second_line_of_a_headline_is_no_headline_of_its_own() -> None:
    lines = [likely("Storm over the quay:", 0.8), likely(FERRIES, 0.7, joined=True)]
    assert headline_of(lines) == f"Storm over the quay: {FERRIES}"


def test_a_page_without_lines_has_no_headline() -> None:
    assert headline_of([]) == ""


def test_a_line_is_of_the_body_from_a_lower_chance_on_the_shorter_it_is() -> None:
    chances = {Label.BELOW: 0.75, Label.PARAGRAPH: 0.25}
    assert is_of_body(labelled("Nobody knows.", chances), BODY)
    assert not is_of_body(labelled("Nobody knows what the harbour costs. " * 3, chances), BODY)


def test_a_subheading_is_of_the_body_only_if_it_is_likely() -> None:
    for chance in (0.4, 0.6):
        one = labelled("What it costs", {Label.INSET: 1 - chance, Label.SUBHEADING: chance})
        assert is_of_body(one, BODY) == (chance > 0.5)


def test_a_time_is_never_of_the_body() -> None:
    time = labelled("10:42", {Label.PARAGRAPH: 0.9}, what=What.STAMP)
    assert not is_of_body(time, BODY)
