"""Headlines: an article's own, or the opening of an item that has none."""

from __future__ import annotations

from dataclasses import replace

from digest.compose.headlines import headline_and_rest
from digest.compose.tokenizer import plain
from digest.model.article import Article, Kind

ITEM = Article(
    id="item",
    source="gazette",
    title="",
    text=(
        'The harbour inquiry said the death of Ada Quill in September "exposed the careless '
        'treatment of pilots by three companies, and brought new urgency to the need for rest."'
    ),
    kind=Kind.BRIEF,
    language="en",
)
IMPORTS = (
    "Among the seven ports buying more, Merrow saw a 40% jump, taking in 2.2 million crates. "
    "Thornmouth and Dunmore bought more too. Vesh recorded a rise of 11%."
)


def test_an_articles_own_headline_is_kept() -> None:
    article = replace(ITEM, title="Inquiry blames three companies", kind=Kind.ARTICLE)
    assert headline_and_rest(article) == ("Inquiry blames three companies", "")


def test_an_item_without_a_headline_breaks_before_its_quotation() -> None:
    headline, rest = headline_and_rest(ITEM)
    assert headline == "The harbour inquiry said the death of Ada Quill in September…"
    assert rest.startswith('…"exposed the careless')


def test_an_item_without_a_headline_breaks_where_it_pauses() -> None:
    headline, rest = headline_and_rest(replace(ITEM, text=IMPORTS))
    assert headline == "Among the seven ports buying more, Merrow saw a 40% jump…"
    assert rest.startswith("…taking in 2.2 million crates.")


def test_headline_and_rest_lose_none_of_a_short_items_words() -> None:
    headline, rest = headline_and_rest(replace(ITEM, text=IMPORTS))
    assert plain(f"{headline} {rest}") == plain(IMPORTS)


def test_a_title_that_is_only_the_cut_off_text_is_taken_for_none() -> None:
    cut = replace(ITEM, title=ITEM.text[:90].rsplit(" ", 1)[0] + "…")
    assert headline_and_rest(cut) == headline_and_rest(ITEM)


def test_a_short_first_sentence_is_the_headline() -> None:
    item = replace(ITEM, text="Three grey whales were seen at dawn. Boats must keep away.")
    assert headline_and_rest(item) == ("Three grey whales were seen at dawn.", "")


def test_a_headline_of_five_hundred_characters_is_cut() -> None:
    long = replace(ITEM, title="harbour " * 60, kind=Kind.ARTICLE)
    headline, _ = headline_and_rest(long)
    assert headline == "harbour " * 29 + "harbour…"
