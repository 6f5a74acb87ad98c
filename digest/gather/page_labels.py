"""What each line of a page copied as text is: a sequence labeller with learned weights.

Three rounds of hand-written rules read the pages they were written for and few others. So the
question what a line *is* is answered by a small model instead: ``page_features`` measures each
line, neural networks with one hidden layer score how well each label fits (``page_model``), and a
conditional random field (CRF) chooses the sequence of labels that fits best as a whole, with
learned scores for which label follows which, apart for lines that stand together and lines with an
empty one between.

The order of a page is no matter of learning: a state of the field is a label in a zone (above the
headline, header, body, below, a second article), zones follow one another, a header begins with a
headline, a body begins and ends with a paragraph. The chance of each chosen label, given the whole
page (by the forward-backward algorithm), says how sure the reader is.

The weights in ``page_model.npz`` are made by ``python -m tests.bench.copied_pages_fit``; they are
an average over several networks that differ in their random start only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digest.gather.clean import folded
from digest.gather.page_boilerplate import What, see_also
from digest.gather.page_credits import credit_only, credited, is_agency_with_name, signed_caption
from digest.gather.page_features import line_features
from digest.gather.page_lines import Line, is_headline, is_label, is_paragraph, is_prose
from digest.gather.page_model import Floats, Model, stored_model
from digest.gather.page_names import byline_names, names_before_date
from digest.gather.page_pictures import picture_label, without_label

_EVIDENT = 3.0
_HEADER = 10  # lines from a headline within which two paragraphs stand
_ANSWER = 3  # words
_ANSWERED = re.compile(r"\w[.。۔][\"'”’»“]*$")
_ENLARGE = re.compile(
    r"voir en plein écran|agrandir l['’]image|bild vergrößern|enlarge(?: image)?"
    r"|(?:open|view) (?:image )?in (?:gallery|full ?screen)|ampliar(?: imagen)?|ingrandisci"
    r"|vergroot(?: afbeelding)?|powiększ(?: zdjęcie)?|zvětšit|збільшити",
    re.I,
)
_NOTE = 10  # lines of a note about an author
_CAPTION = 1_500  # characters
_FORBIDDEN = -1e4  # the score of what must not follow


class Label(Enum):
    """What a line of a page is."""

    ABOVE = "furniture above the headline"
    HEADLINE = "headline"
    HEADER = "furniture or date in the header"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    CAPTION = "caption"
    CREDIT = "credit"
    CREDITED_CAPTION = "caption with its credit"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    INSET = "furniture in the body"
    TEASER = "headline of another story"
    BELOW = "furniture below the body"
    SECOND_HEADLINE = "headline of a second article"
    SECOND_ARTICLE = "a second article"


class Zone(Enum):
    """The parts of a page, from the top down."""

    ABOVE = 0
    HEADER = 1
    BODY = 2
    BELOW = 3
    SECOND = 4


_PICTURE = (Label.CAPTION, Label.CREDIT, Label.CREDITED_CAPTION)
_OF_ZONE: dict[Zone, tuple[Label, ...]] = {
    Zone.ABOVE: (Label.ABOVE, Label.BYLINE, Label.TEASER, *_PICTURE),
    Zone.HEADER: (
        *(Label.HEADLINE, Label.HEADER, Label.STANDFIRST, Label.BYLINE, Label.TEASER),
        *_PICTURE,
    ),
    Zone.BODY: (
        *(Label.PARAGRAPH, Label.SUBHEADING, Label.INSET, Label.BYLINE, Label.TEASER),
        *_PICTURE,
    ),
    Zone.BELOW: (Label.BELOW, Label.BYLINE, Label.TEASER),
    Zone.SECOND: (Label.SECOND_HEADLINE, Label.SECOND_ARTICLE),
}
STATES = tuple((zone, label) for zone, labels in _OF_ZONE.items() for label in labels)
"""The labels in each zone in which they may stand."""


def _states(label: Label, *zones: Zone) -> list[int]:
    return [at for at, state in enumerate(STATES) if state[1] is label and state[0] in zones]


_PLACES = {
    Label.CAPTION: _states(Label.CAPTION, Zone.HEADER, Zone.BODY),
    Label.CREDIT: _states(Label.CREDIT, Zone.HEADER, Zone.BODY),
    Label.BYLINE: _states(Label.BYLINE, Zone.ABOVE, Zone.HEADER),
    Label.CREDITED_CAPTION: _states(Label.CREDITED_CAPTION, Zone.HEADER, Zone.BODY),
    Label.TEASER: _states(Label.TEASER, Zone.BODY, Zone.BELOW),
    Label.PARAGRAPH: _states(Label.PARAGRAPH, Zone.BODY),
    Label.BELOW: [
        *_states(Label.BELOW, Zone.BELOW),
        *_states(Label.INSET, Zone.BODY),
        *_states(Label.HEADER, Zone.HEADER),
        *_states(Label.ABOVE, Zone.ABOVE),
    ],
}
"""The states that the evidence for a label speaks for."""
_SECOND = STATES.index((Zone.SECOND, Label.SECOND_HEADLINE))
_SUBHEADING = STATES.index((Zone.BODY, Label.SUBHEADING))
_HEADLINE = STATES.index((Zone.HEADER, Label.HEADLINE))


@dataclass(frozen=True, kw_only=True, slots=True)
class Labelled:
    """What a line is. ``chances``: of each label, given the page."""

    line: Line
    zone: Zone
    label: Label
    chances: Mapping[Label, float]

    def chance(self, *labels: Label) -> float:
        """The chance that the line is one of these, or what it is taken for."""
        return sum(self.chances.get(label, 0.0) for label in labels or (self.label,))


def label_lines(lines: Sequence[Line]) -> tuple[Labelled, ...]:
    """What each line of a page is, by the weights that come with this package."""
    return labelled_by(_model(), lines)


def labelled_by(model: Model, lines: Sequence[Line]) -> tuple[Labelled, ...]:
    """What each line of a page is by the weights of ``model``."""
    if not lines:
        return ()
    texts = [line.text for line in lines]
    scores = model.scores(line_features(lines), texts) + _evidence(lines)
    joined = [line.joined for line in lines]
    path = best_path(scores, joined, model.follows)
    chances = state_chances(scores, joined, model.follows)
    found = []
    for line, state, chance in zip(lines, path, chances, strict=True):
        of_label = dict.fromkeys(Label, 0.0)
        for (_, label), one in zip(STATES, chance, strict=True):
            of_label[label] += float(one)
        zone, label = STATES[state]
        found.append(Labelled(line=line, zone=zone, label=label, chances=of_label))
    return tuple(_with_one_headline(found))


def _with_one_headline(found: Sequence[Labelled]) -> Iterator[Labelled]:
    """The lines, those that are taken for the headline below another line that is, and neither
    print it again nor go on with it, for what they are most likely besides: what is printed twice
    there is the caption of a picture."""
    heads = [at for at, one in enumerate(found) if one.label is Label.HEADLINE]
    run = [at for count, at in enumerate(heads) if at == heads[0] + count]
    first = {found[at].line.text for at in run if at == run[0] or found[at].line.joined}
    best = max((one.chance(Label.HEADLINE) for one in found), default=0.0)
    is_sure = any(found[at].chance() == best for at in run)
    for one in found:
        is_stray = is_sure and one.label is Label.HEADLINE
        if not is_stray or any(_is_print(one.line.text, text) for text in first):
            yield one
            continue
        others = (label for zone, label in STATES if zone is Zone.HEADER)
        free = set(others) - {Label.HEADLINE}
        yield replace(one, label=max(free, key=lambda label: (one.chance(label), label.value)))


def _is_print(text: str, other: str) -> bool:
    """Whether one of two lines is the other again, perhaps with more words."""
    first, second = folded(text), folded(other)
    return first in second or second in first


def _evidence(lines: Sequence[Line]) -> Floats:
    """What is added to the scores of lines that say by their words or marks what they are: too few
    of them are in the pages learned from for how sure that is."""
    added = np.zeros((len(lines), len(STATES)))
    known = [_told_label(line) for line in lines]
    for at, label in (*enumerate(known), *_in_cards(lines)):
        if label is not None:
            added[at, _PLACES[label]] += _EVIDENT
    for at in _captioned(lines):
        added[at, _HEADLINE] -= 2 * _EVIDENT
        added[at, _PLACES[Label.CAPTION]] += _EVIDENT
    for at in _second_headlines(lines):
        added[at, _SECOND] += 3 * _EVIDENT
    for at in _enlarged(lines):
        for label in (Label.CAPTION, Label.CREDITED_CAPTION):
            added[at, _PLACES[label]] += _EVIDENT
    for at, line in enumerate(lines):
        if _is_no_headline(line):
            added[at, _HEADLINE] -= _EVIDENT
        if known[at] is Label.PARAGRAPH:
            added[at, _PLACES[Label.PARAGRAPH]] += 2 * _EVIDENT
        if _is_between_paragraphs(lines, at):
            added[at, _SUBHEADING] += _EVIDENT
    return added


def _told_label(line: Line) -> Label | None:
    """What a line says that it is."""
    if credit_only(line.text) or picture_label(line.text) == "source":
        return Label.CREDIT
    if _names_authors(line):
        return Label.BYLINE
    if len(line.text) <= _CAPTION and (credited(line.text) or _is_signed(line.text)):
        return Label.CREDITED_CAPTION
    if see_also(line.text):
        return Label.TEASER
    if len(line.text.split()) <= _ANSWER and _ANSWERED.search(line.text):
        return Label.PARAGRAPH  # no button ends in a full stop
    return None


def _is_signed(text: str) -> bool:
    """Whether a line ends in an outlet or agency and a name, as captions do."""
    signed = signed_caption(text)
    return signed is not None and is_agency_with_name(signed.credit)


def _captioned(lines: Sequence[Line]) -> Iterator[int]:
    """The lines behind the label of a picture's caption, wherever they stand once more."""
    told = set()
    for at, line in enumerate(lines):
        if picture_label(line.text) == "caption":
            below = lines[at + 1].text if at + 1 < len(lines) else ""
            told.add(without_label(line.text) or below)
    return (at for at, line in enumerate(lines) if line.text in told)


def _enlarged(lines: Sequence[Line]) -> Iterator[int]:
    """The lines of some words right above the button that shows their picture in full."""
    for at, (line, below) in enumerate(pairwise(lines)):
        is_told = below.joined and _ENLARGE.fullmatch(below.text)
        if is_told and line.is_text and len(line.text.split()) > _ANSWER:
            yield at


def _is_between_paragraphs(lines: Sequence[Line], at: int) -> bool:
    """Whether a few words stand alone between two paragraphs."""
    if not 0 < at < len(lines) - 1 or lines[at].joined or lines[at + 1].joined:
        return False
    above, line, below = lines[at - 1 : at + 2]
    is_heading = line.is_text and is_label(line.text) and line.text[-1].isalpha()
    return is_heading and is_paragraph(above.text) and is_paragraph(below.text)


def _second_headlines(lines: Sequence[Line]) -> list[int]:
    """Where further articles begin: below paragraphs, a headline with a byline or date in the next
    line and paragraphs under it. More than two of them are the entries of one article."""
    told = np.concatenate([[0], np.cumsum([is_paragraph(line.text) for line in lines])])
    found = []
    for at, (line, below) in enumerate(pairwise(lines)):
        dated = _names_authors(below) or any(stamp.day for stamp in below.stamps)
        follow = told[min(at + _HEADER, len(lines))] - told[at + 1]
        if told[at] >= 2 and dated and follow >= 2 and line.is_text and below.joined:
            found += [at] if is_headline(line.text) and not is_prose(line.text) else []
    return found if len(found) <= 2 else []


def _in_cards(lines: Sequence[Line]) -> Iterator[tuple[int, Label]]:
    """The lines of teasers that end in what is left of a picture, and of notes about authors from
    their avatar on, which are told by these marks, whatever else they look like."""
    for at, line in enumerate(lines):
        if line.what is What.PICTURE and at > 1 and line.joined:
            if lines[at - 1].joined and lines[at - 1].is_text and lines[at - 2].is_text:
                yield from ((at - 2, Label.TEASER), (at - 2, Label.TEASER))
                yield from ((at - 1, Label.BELOW), (at - 1, Label.BELOW))
        elif line.what is What.AVATAR:
            ends = (to for to in range(at, min(at + _NOTE, len(lines))) if _ends_note(lines[to]))
            end = next(ends, None)  # a note that is closed stands below everything of the article
            for note in range(at, len(lines) if end else min(at + 4, len(lines))):
                yield from ((note, Label.BELOW), (note, Label.BELOW))


def _ends_note(line: Line) -> bool:
    return line.what in (What.READ_MORE, What.NEWS_FEED)


def _names_authors(line: Line) -> bool:
    return bool(
        byline_names(line.text)
        or any(map(byline_names, line.parts))
        or names_before_date(line.text)
    )


def _is_no_headline(line: Line) -> bool:
    return not line.is_text or _names_authors(line) or any(stamp.day for stamp in line.stamps)


@cache
def allowed() -> tuple[Floats, Floats, Floats]:
    """0 where a state may follow another, a very low score elsewhere; the same for the first and
    the last line."""
    count = len(STATES)
    follows = np.full((count, count), _FORBIDDEN)
    first, last = np.full(count, _FORBIDDEN), np.full(count, _FORBIDDEN)
    for at, state in enumerate(STATES):
        first[at] = 0.0 if _may_begin(state) else _FORBIDDEN
        last[at] = 0.0 if _may_end(state) else _FORBIDDEN
        for to, next_state in enumerate(STATES):
            follows[at, to] = 0.0 if _may_follow(state, next_state) else _FORBIDDEN
    return follows, first, last


def _may_begin(state: tuple[Zone, Label]) -> bool:
    zone, label = state
    return zone is Zone.ABOVE or label in (Label.HEADLINE, Label.PARAGRAPH)


def _may_end(state: tuple[Zone, Label]) -> bool:
    return state[0] is not Zone.BODY or state[1] is Label.PARAGRAPH


def _may_follow(before: tuple[Zone, Label], after: tuple[Zone, Label]) -> bool:
    (zone, label), (next_zone, next_label) = before, after
    if zone is next_zone:
        return next_label is not Label.SECOND_HEADLINE
    if next_zone is Zone.HEADER:
        return zone is Zone.ABOVE and next_label is Label.HEADLINE
    if next_zone is Zone.BODY:
        return zone in (Zone.ABOVE, Zone.HEADER) and next_label is Label.PARAGRAPH
    if next_zone is Zone.BELOW:
        return zone is Zone.BODY and label is Label.PARAGRAPH
    return next_label is Label.SECOND_HEADLINE and (
        zone is Zone.BELOW or (zone is Zone.BODY and label is Label.PARAGRAPH)
    )


def best_path(scores: Floats, joined: Sequence[bool], follows: Floats) -> list[int]:
    """The sequence of states with the highest score as a whole (Viterbi's algorithm)."""
    may, first, last = allowed()
    steps = (follows[0] + may, follows[1] + may)
    best = scores[0] + first
    came: list[NDArray[np.intp]] = []
    for at in range(1, len(scores)):
        total = best[:, None] + steps[joined[at]]
        came.append(total.argmax(axis=0))
        best = total.max(axis=0) + scores[at]
    path = [int((best + last).argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def state_chances(scores: Floats, joined: Sequence[bool], follows: Floats) -> Floats:
    """The chance of each state at each line, given all lines (forward-backward algorithm)."""
    may, first, last = allowed()
    steps = np.exp(np.stack([follows[0] + may, follows[1] + may]))
    local = np.exp(scores - scores.max(axis=1, keepdims=True))
    count = len(scores)
    ahead, behind = np.empty_like(local), np.empty_like(local)
    ahead[0] = local[0] * np.exp(first)
    ahead[0] /= ahead[0].sum()
    for at in range(1, count):
        ahead[at] = (ahead[at - 1] @ steps[int(joined[at])]) * local[at]
        ahead[at] /= ahead[at].sum() or 1.0
    behind[-1] = np.exp(last)
    for at in range(count - 2, -1, -1):
        behind[at] = steps[int(joined[at + 1])] @ (behind[at + 1] * local[at + 1])
        behind[at] /= behind[at].sum() or 1.0
    chances = ahead * behind
    return np.asarray(chances / np.maximum(chances.sum(axis=1, keepdims=True), 1e-300))


@cache
def _model() -> Model:
    with files("digest.gather").joinpath("page_model.npz").open("rb") as stored:
        return stored_model(stored)
