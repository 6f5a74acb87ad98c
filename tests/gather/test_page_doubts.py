"""What is said to be uncertain about a copied page, by the chances that a model gives its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.gather.page_article import is_of_body
from digest.gather.page_boilerplate import What
from digest.gather.page_doubts import doubts_about
from digest.gather.page_labels import Label, Labelled, Zone
from digest.gather.page_lines import Line
from digest.model.article import Image

TEXT = "The harbour bridge will close to all traffic on Monday, the port authority said. " * 4
CAPTION = "The bridge at low tide"


def labelled(text: str, zone: Zone, chances: Mapping[Label, float], number: int = 1) -> Labelled:
    label = max(chances, key=lambda one: chances[one])
    line = Line(number=number, text=text, what=What.TEXT, joined=False)
    return Labelled(line=line, zone=zone, label=label, chances=chances)


def page(
    headline: float = 1.0, byline: float = 1.0, caption: float = 1.0, paragraph: float = 1.0
) -> list[Labelled]:
    """A page whose lines are with these chances what they are taken for."""
    head = {Label.HEADLINE: headline, Label.ABOVE: 1 - headline}
    by = {Label.BYLINE: byline, Label.HEADER: 1 - byline}
    picture = {Label.CAPTION: caption, Label.HEADER: 1 - caption}
    text = {Label.PARAGRAPH: paragraph, Label.INSET: 1 - paragraph}
    return [
        labelled("Harbour bridge closes", Zone.HEADER, head, 1),
        labelled("Ada Quill", Zone.HEADER, by, 2),
        labelled(CAPTION, Zone.HEADER, picture, 3),
        labelled(TEXT, Zone.BODY, text, 4),
    ]


def told(found: Sequence[Labelled], *, credit: str = "Bo Lee") -> list[str]:
    image = Image(caption=CAPTION, credit=credit)
    doubts = doubts_about(found, names=["Ada Quill"], image=image, is_of_body=is_of_body)
    return [str(one) for one in doubts]


def test_of_a_page_whose_lines_are_likely_nothing_is_said() -> None:
    assert told(page()) == []


def test_each_line_that_is_not_likely_enough_is_named_with_what_it_may_not_be() -> None:
    assert ["headline" in one for one in told(page(headline=0.7))] == [True]
    assert ["byline" in one for one in told(page(byline=0.6))] == [True]
    assert ["caption" in one for one in told(page(caption=0.6))] == [True]
    assert ["paragraph" in one for one in told(page(paragraph=0.9))] == [True]


def test_a_caption_without_a_credit_is_doubted() -> None:
    assert ["line 3" in one for one in told(page(), credit="")] == [True]


def test_a_line_that_is_not_taken_for_a_byline_and_may_be_one_is_named() -> None:
    other = {Label.HEADER: 0.6, Label.BYLINE: 0.4}
    found = [*page(), labelled("Cy Marsh", Zone.HEADER, other, 5)]
    assert ["Cy Marsh" in one and "may be" in one for one in told(found)] == [True]
