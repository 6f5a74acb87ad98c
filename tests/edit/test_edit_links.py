"""What merges and splits tell the next build."""

from __future__ import annotations

from dataclasses import replace

from digest.edit.story_links import links
from digest.model.edit import Edit, Hide, Links, Merge, Split, Undo
from tests.edit.pages import log


def split(story: str, *leaving: str, of: tuple[str, ...], number: int = 1) -> Edit:
    edit = log(Split(story=story, articles=leaving))[0]
    return replace(edit, number=number, articles=of)


def test_merged_stories_belong_together() -> None:
    assert links(log(Merge(story="b", into="a"))) == Links(together=(("a", "b"),))


def test_a_split_article_is_apart_from_all_that_stayed() -> None:
    found = links([split("a", "c", of=("a", "b", "c"))])
    assert found == Links(apart=(("a", "c"), ("b", "c")))


def test_what_was_undone_says_nothing() -> None:
    assert links(log(Merge(story="b", into="a"), Undo(number=1))) == Links()


def test_other_edits_say_nothing() -> None:
    assert links(log(Hide(story="b"))) == Links()


def test_of_a_split_and_a_merge_of_the_same_articles_the_later_counts() -> None:
    merge = log(Merge(story="b", into="a"))[0]
    edits = [split("a", "b", of=("a", "b")), replace(merge, number=2)]
    assert links(edits) == Links(together=(("a", "b"),))
    again = [merge, split("a", "b", of=("a", "b"), number=2)]
    assert links(again) == Links(apart=(("a", "b"),))
