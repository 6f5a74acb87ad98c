"""What holds for every log of edits over every build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as some

from digest.edit.apply import apply
from digest.edit.descriptions import described
from digest.edit.difference import against_yesterday, difference
from digest.edit.edit_log import redo, undo
from digest.edit.placements import shifted
from digest.edit.story_links import links
from digest.model.article import Article
from digest.model.blocks import EditionBlock, NumberBlock, QuoteBlock
from digest.model.edit import (
    Accept,
    AddBlock,
    AddItem,
    BringBack,
    Change,
    ChangeBlock,
    Edit,
    Edited,
    EditionField,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    Redo,
    RemoveBlock,
    RemoveImage,
    RetitleSection,
    Split,
    Undo,
)
from digest.model.edition import Edition, Item, StoryPlace
from digest.wording.desk_words import words_for
from tests.edit.pages import NOON, article, log, page, press, told_by, with_item
from tests.examples import examples

LETTERS = "abcdefgh"
OUTLETS = "klmnop"  # articles that no story is called by
MORE = 25
"""Edits in the longest logs: what can go wrong takes several that follow one another."""

stories = some.sampled_from([*LETTERS, "own-1", "own-3", "split-2", "nobody"])
articles = some.lists(some.sampled_from(LETTERS + OUTLETS), min_size=1, max_size=3).map(tuple)
sections = some.sampled_from(["", "politics", "business", "culture", "nowhere"])
places = some.sampled_from(StoryPlace)
texts = some.text(max_size=8)
numbers = some.integers(min_value=0, max_value=MORE)
block_ids = some.sampled_from(["number-1", "quote-1", "own-1", "own-2", "own-7"])
blocks = some.one_of(
    some.builds(NumberBlock, figure=texts, text=texts, url=some.just("")),
    some.builds(QuoteBlock, text=texts, who=texts, url=some.just("")),
)

changes: some.SearchStrategy[Change] = some.one_of(
    some.builds(PinLead, story=stories),
    some.builds(
        Move,
        story=stories,
        place=places,
        section=sections,
        after=some.one_of(some.just(""), stories),
        index=some.one_of(some.none(), some.integers(min_value=-3, max_value=9)),
    ),
    some.builds(Merge, story=stories, into=stories),
    some.builds(Split, story=stories, articles=articles),
    some.builds(Hide, story=stories, reason=texts),
    some.builds(BringBack, story=stories),
    some.builds(Accept, story=stories),
    some.builds(Override, story=stories, field=some.sampled_from(ItemField), text=texts),
    some.builds(RemoveImage, story=stories),
    some.builds(OverrideEdition, field=some.sampled_from(EditionField), text=texts),
    some.builds(RetitleSection, section=sections, text=texts),
    some.builds(AddItem, headline=texts, place=places, section=sections, after=stories),
    some.builds(AddBlock, block=blocks),
    some.builds(ChangeBlock, id=block_ids, block=blocks),
    some.builds(RemoveBlock, id=block_ids),
    some.builds(Undo, number=numbers),
    some.builds(Redo, number=numbers),
)
logs = some.lists(changes, max_size=MORE).map(lambda made: log(*made))


@some.composite
def editions(draw: some.DrawFn) -> Edition:
    """A page of some of the stories, in any order, some told by articles of the others."""
    order = draw(some.permutations(LETTERS))
    size = draw(some.integers(min_value=0, max_value=len(order)))
    cuts = sorted(draw(some.lists(some.integers(1, 7), min_size=4, max_size=4)))
    shown, spare = order[:size], [*order[size:], *OUTLETS]
    parts = ["".join(shown[i:j]) for i, j in zip((1, *cuts), (*cuts, None), strict=True)]
    built = page("".join(shown[:1]), *parts[:4])
    for each in tuple(built.items()):
        others = [spare.pop() for _ in range(draw(some.integers(0, 3))) if spare]
        built = with_item(built, told_by(each, *others))
    settings_own = draw(some.lists(blocks, max_size=2, unique_by=lambda block: block.kind))
    own = (EditionBlock(id=f"{block.kind}-1", content=block) for block in settings_own)
    return replace(built, blocks=tuple(own))


def printed(each: Item) -> Item:
    """A press that knows most of the articles."""
    known = [one for one in each.articles if one not in "aceko"]
    return replace(each, headline=each.headline or "".join(known))


withdrawals = some.lists(some.sampled_from(LETTERS + OUTLETS), max_size=2, unique=True).map(
    lambda names: [article(name) for name in names]
)


def laid(
    built: Edition, edits: Sequence[Edit], proof: Edition, withdrawn: Sequence[Article]
) -> Edited:
    return apply(built, edits, proof=proof, withdrawn=withdrawn, reprint=press(printed))


ENGLISH = words_for(["en"], ZoneInfo("UTC"))


@given(editions(), logs)
def test_any_edits_undone_one_by_one_give_back_the_build(
    built: Edition, edits: tuple[Edit, ...]
) -> None:
    while mark := undo(edits, "ada"):
        edits = (*edits, _next(edits, mark))
        laid(built, edits, built, ())
    assert laid(built, edits, built, ()).edition == built


@given(editions(), logs)
def test_every_undo_is_taken_back_by_a_redo(built: Edition, edits: tuple[Edit, ...]) -> None:
    before = laid(built, edits, built, ())
    count = 0
    while mark := undo(edits, "ada"):
        edits = (*edits, _next(edits, mark))
        count += 1
    for _ in range(count):
        again = redo(edits, "ada")
        assert again is not None
        edits = (*edits, _next(edits, again))
    assert laid(built, edits, built, ()).edition == before.edition


@given(editions(), editions(), logs, withdrawals)
def test_every_story_of_the_build_is_somewhere_and_nowhere_twice(
    built: Edition, proof: Edition, edits: tuple[Edit, ...], withdrawn: list[Article]
) -> None:
    edited = laid(built, edits, proof, withdrawn)
    shown = [each.story for each in edited.edition.items()]
    trays = [each.item.story for each in edited.hidden]
    trays += [each.story for each in edited.late]
    assert len({*shown, *trays}) == len(shown) + len(trays)
    told = {one for each in edited.sources for one in each.articles}
    gone = {one for each in edited.withdrawn for one in each.item.articles}
    gone |= {each.id for each in withdrawn}
    assert {one for each in built.items() for one in each.articles} <= told | gone


@given(editions(), editions(), logs, withdrawals)
def test_nothing_that_was_withdrawn_is_printed(
    built: Edition, proof: Edition, edits: tuple[Edit, ...], withdrawn: list[Article]
) -> None:
    edited = laid(built, edits, proof, withdrawn)
    taken = {each.id for each in withdrawn}
    assert not taken & {one for each in edited.edition.items() for one in each.articles}


@given(editions(), editions(), logs, withdrawals)
def test_the_same_edits_give_the_same_edition(
    built: Edition, proof: Edition, edits: tuple[Edit, ...], withdrawn: list[Article]
) -> None:
    assert laid(built, edits, proof, withdrawn) == laid(built, edits, proof, withdrawn)


@given(editions(), editions(), logs)
def test_an_edition_has_a_lead_whenever_it_has_a_top_story(
    built: Edition, proof: Edition, edits: tuple[Edit, ...]
) -> None:
    edited = laid(built, edits, proof, ()).edition
    assert edited.lead is not None or not edited.top or edited == built


@given(editions(), editions(), logs)
def test_every_item_stands_where_it_says(
    built: Edition, proof: Edition, edits: tuple[Edit, ...]
) -> None:
    edited = laid(built, edits, proof, ())
    if edited.standing:
        assert all(each.place is StoryPlace.TOP for each in edited.edition.top)
        for section in edited.edition.sections:
            assert {(each.place, each.section) for each in section.items} == {
                (StoryPlace.BRIEF, section.id)
            }


@given(editions(), editions(), logs)
def test_every_edit_and_every_difference_has_words(
    built: Edition, proof: Edition, edits: tuple[Edit, ...]
) -> None:
    edited = laid(built, edits, proof, ())
    assert all(described(edit, edited, ENGLISH) for edit in edits)
    assert all(each.words for each in difference(proof, edited.edition, ENGLISH))
    assert all(each.words for each in against_yesterday(proof, edited.edition, ENGLISH))
    assert set(links(edits).together).isdisjoint(links(edits).apart)


@given(editions(), editions(), logs)
def test_no_block_stands_twice_and_none_is_there_that_nobody_put_there(
    built: Edition, proof: Edition, edits: tuple[Edit, ...]
) -> None:
    shown = [each.id for each in laid(built, edits, proof, ()).edition.blocks]
    added = {f"own-{edit.number}" for edit in edits if isinstance(edit.change, AddBlock)}
    assert len(shown) == len(set(shown))
    assert set(shown) <= added | {each.id for each in built.blocks}


@given(editions(), some.sampled_from(LETTERS), some.sampled_from([-1, 1]))
def test_a_step_is_undone_by_the_opposite_step(built: Edition, story: str, by: int) -> None:
    first = shifted(built, story, by)
    if first is None:
        return
    once = apply(built, log(first)).edition
    assume(not _emptied(built, once))
    back = shifted(once, story, -by)
    assert back is not None
    assert _order(apply(built, log(first, back)).edition) == _order(built)


@given(editions(), some.sampled_from(LETTERS))
@examples(40)
def test_steps_up_bring_every_story_to_the_lead(built: Edition, story: str) -> None:
    if story not in _order(built):
        return
    current, moves = built, list[Change]()
    while move := shifted(current, story, -1):
        moves.append(move)
        current = apply(built, log(*moves)).edition
        assert len(moves) < 2 * len(LETTERS)
    assert current.lead is not None
    assert current.lead.story == story


def _next(edits: tuple[Edit, ...], mark: Undo | Redo) -> Edit:
    number = edits[-1].number + 1
    return Edit(number=number, edition="morning-2026-03-12", who="ada", at=NOON, change=mark)


def _order(edition: Edition) -> list[str]:
    return [each.story for each in edition.items()]


def _emptied(before: Edition, after: Edition) -> bool:
    """Whether the step closed a section, or filled an empty place above: no step leads back."""
    return len(before.sections) != len(after.sections) or not before.top or before.lead is None
