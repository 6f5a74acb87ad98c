"""Forms become edits: what an editor sent, read as one change, and written into the log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from starlette.responses import Response

from digest.desk.block_forms import read_block_form
from digest.desk.board import read_shelf
from digest.desk.edition_page import Conflict, Draft, show_edition
from digest.desk.request_context import Visit
from digest.edit.placements import shifted
from digest.model.blocks import CorrectionBlock
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
    RemoveBlock,
    RemoveImage,
    RetitleSection,
    Split,
)
from digest.model.errors import DatabaseError, DigestError, UsageError, text_of
from digest.model.message import Message
from digest.pipelines.edit import change, earlier_blocks, edited, redo, undo
from digest.store.editions import edition_record
from digest.store.edits import ConflictError


def take_change(visit: Visit) -> Response:
    """Writes what the form says into the log and shows the edition again.

    What cannot be written is shown with the reason, and with the text as it was typed: nothing is
    lost. A text that met a newer one of somebody else stands beside it.
    """
    kind = visit.field("change")
    try:
        if kind == "texts":
            return _save_texts(visit)
        _save(visit, kind)
    except DatabaseError:
        raise
    except DigestError as error:
        why = visit.words.say(text_of(error))
        return show_edition(visit, notice=why, draft=_draft(visit), status=409)
    if kind.endswith("_block"):
        return visit.go(visit.edition_path(open="", anchor="blocks"))
    return visit.go(visit.edition_path(anchor=visit.field("story")))


def _save(visit: Visit, kind: str) -> None:
    """One change that is no text.

    :raises UsageError: the form asks for nothing we know, or for what cannot be.
    :raises StateError: the edition went out, or somebody changed the same thing meanwhile.
    """
    if kind in _STEPS_BACK:
        _STEPS_BACK[kind](
            visit.database,
            visit.part("edition"),
            who=visit.person.name,
            now=visit.now,
            number=_number(visit.field("number")),
        )
        return
    if kind not in _READERS:
        raise UsageError(visit.words("no_change", change=kind))
    wanted = _READERS[kind](visit)
    if wanted is not None:
        _write(visit, wanted)


def _write(visit: Visit, wanted: Change) -> None:
    draft = Edit(edition=visit.part("edition"), who=visit.person.name, at=visit.now, change=wanted)
    change(visit.newsroom, draft, expected=_number(visit.field("expected")) or 0)


def _save_texts(visit: Visit) -> Response:
    """Every text of the form that is not the one it was loaded with, each as its own edit."""
    draft, conflicts = _draft(visit), list[Conflict]()
    edition = visit.part("edition")
    now = edited(visit.newsroom, edition, now=visit.now)
    for field, text in _typed(visit, draft):
        try:
            _write(visit, _text_change(visit, draft, field, text, now))
        except ConflictError as error:
            newest = error.newer[-1]
            theirs = getattr(newest.change, "text", "")
            conflicts.append(Conflict(field=field, theirs=theirs, who=newest.who))
    if conflicts:
        return show_edition(visit, draft=draft, conflicts=tuple(conflicts), status=409)
    return visit.go(visit.edition_path(anchor=draft.story))


def _typed(visit: Visit, draft: Draft) -> Iterator[tuple[str, str]]:
    for field, text in draft.texts:
        if text != visit.field(f"was-{field}"):
            yield field, text


def typed_texts(visit: Visit, now: Edited) -> tuple[Change, ...]:
    """The texts of the form that are not those it was loaded with, as edits that nobody saved.

    :raises UsageError: there is no such field.
    """
    draft = _draft(visit)
    return tuple(
        _text_change(visit, draft, field, text, now) for field, text in _typed(visit, draft)
    )


def _draft(visit: Visit) -> Draft:
    """The texts of the form as they were typed."""
    own = visit.field("change") == "add" and not visit.field("correction")
    fields = (field.removeprefix("text-") for field in visit.form if field.startswith("text-"))
    return Draft(
        story=visit.field("story"),
        section=visit.field("section"),
        block=visit.field("block"),
        texts=tuple((field, visit.field(f"text-{field}").strip()) for field in fields),
        own={name: visit.field(name) for name in _ITEM_FIELDS} if own else {},
    )


def _text_change(visit: Visit, draft: Draft, field: str, text: str, now: Edited) -> Change:
    """The edit that writes ``text``; the source's own words written again mean the source.

    :raises UsageError: there is no such field.
    """
    try:
        if draft.story:
            source = now.source_of(draft.story)
            own = source.headline if source and field == ItemField.HEADLINE else ""
            return Override(
                story=draft.story, field=ItemField(field), text="" if text == own else text
            )
        if draft.section:
            return RetitleSection(section=draft.section, text=text)
        return OverrideEdition(field=EditionField(field), text=text)
    except ValueError:
        raise UsageError(visit.words("no_text", field=field)) from None


def _shift(by: int) -> Callable[[Visit], Change | None]:
    def read(visit: Visit) -> Change | None:
        edition = visit.part("edition")
        now = edited(visit.newsroom, edition, now=visit.now)
        return shifted(now.edition, visit.field("story"), by)

    return read


def _read_move(visit: Visit) -> Change:
    """A story dropped, or sent, to a shelf: after another one there, or as the first of it."""
    try:
        place, section = read_shelf(visit.field("shelf"))
    except ValueError:
        raise UsageError(visit.words("no_place", place=visit.field("shelf"))) from None
    return Move(
        story=visit.field("story"),
        place=place,
        section=section,
        after=visit.field("after"),
        index=_number(visit.field("index")),
    )


def _read_item(visit: Visit) -> Change:
    if not visit.field("headline").strip():
        raise UsageError(Message("edit.item_needs_headline"))
    try:
        place, section = read_shelf(visit.field("shelf"))
    except ValueError:
        raise UsageError(visit.words("no_place", place=visit.field("shelf"))) from None
    return AddItem(
        headline=visit.field("headline").strip(),
        brief=visit.field("brief").strip(),
        url=visit.field("url").strip(),
        link_text=visit.field("link_text").strip(),
        place=place,
        section=section,
        correction=_number(visit.field("correction")),
    )


def _copied_block(visit: Visit) -> Change:
    """A block of the last edition, as it was sent, for this one.

    :raises UsageError: another edition went out meanwhile, or there is no such block in it.
    """
    record = edition_record(visit.database, visit.part("edition"))
    earlier = earlier_blocks(visit.database, record)
    for each in earlier.blocks:
        if (earlier.edition, each.id) == (visit.field("from"), visit.field("block_id")):
            return AddBlock(block=each.content)
    raise UsageError(Message("edit.no_such_block"))


_ITEM_FIELDS = ("headline", "brief", "url", "link_text", "shelf")
"""What the form of an item of one's own is filled in with."""


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _articles(visit: Visit) -> tuple[str, ...]:
    return tuple(str(one) for one in visit.form.getlist("article"))


_READERS: Mapping[str, Callable[[Visit], Change | None]] = {
    "up": _shift(-1),
    "down": _shift(1),
    "move": _read_move,
    "lead": lambda visit: PinLead(story=visit.field("story")),
    "merge": lambda visit: Merge(story=visit.field("story"), into=visit.field("into")),
    "split": lambda visit: Split(story=visit.field("story"), articles=_articles(visit)),
    "hide": lambda visit: Hide(story=visit.field("story"), reason=visit.field("reason").strip()),
    "back": lambda visit: BringBack(story=visit.field("story")),
    "accept": lambda visit: Accept(story=visit.field("story")),
    "no_image": lambda visit: RemoveImage(story=visit.field("story")),
    "add": _read_item,
    "add_block": lambda visit: AddBlock(block=read_block_form(visit)),
    "change_block": lambda visit: ChangeBlock(
        id=visit.field("block_id"), block=read_block_form(visit)
    ),
    "remove_block": lambda visit: RemoveBlock(id=visit.field("block_id")),
    "copy_block": _copied_block,
    "print_correction": lambda visit: AddBlock(
        block=CorrectionBlock(
            text=visit.field("text").strip(), correction=_number(visit.field("correction"))
        )
    ),
}
"""How each form becomes a change; None where there is nothing to do, at the end of a list."""

_STEPS_BACK = {"undo": undo, "redo": redo}
