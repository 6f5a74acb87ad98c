"""One edition's page: its stories left, the real mail right, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import unquote

from starlette.responses import Response

from digest.desk.block_forms import MEDIA, block_cards, block_form, copied_to
from digest.desk.board import Board, Card, board_of, retitled, written_in_edition
from digest.desk.edit_history import HistoryLine, lines_of
from digest.desk.edition_actions import choices_for
from digest.desk.mail_pane import frame_of
from digest.desk.request_context import Visit
from digest.desk.status_text import Situation, in_words
from digest.desk.today import situation_of
from digest.desk.view_as import note_shown, topics_to_choose
from digest.edit.descriptions import named
from digest.edit.difference import difference
from digest.model.blocks import BlockKind
from digest.model.edit import Difference, Edit, Edited, Redo, Undo
from digest.model.edition import GONE_OUT, EditionRecord, State, StateChange
from digest.model.errors import DatabaseError, StateError
from digest.model.users import Role
from digest.pipelines.edit import earlier_blocks, edited, offered_corrections
from digest.pipelines.source_changes import look_at_sources
from digest.store.alerts import troubles_of
from digest.store.articles import articles_by_id
from digest.store.editions import approved_edition, edition_record, moves_of
from digest.store.edits import EDITABLE, corrections_of
from digest.store.last_seen import LastSeen, last_look, save_look, was_shown

TEST_COOKIE = "digest-test-to"
"""Where this person's last test went, kept in their browser for the next one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """Texts as somebody typed them, by field, that are not saved; empty for no form at all.

    ``own`` are the fields of an item of the editor's own, by name.
    """

    story: str = ""
    section: str = ""
    block: str = ""  # the key of the form that writes a block
    texts: tuple[tuple[str, str], ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)

    def text(self, field: str, otherwise: str) -> str:
        return dict(self.texts).get(field, otherwise)


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Somebody else's newer text for a field of the draft."""

    field: str
    theirs: str
    who: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What differs from an earlier sight of the edition; ``about`` is "look" or "approval"."""

    about: str
    when: str
    differences: tuple[Difference, ...]


def show_edition(
    visit: Visit,
    *,
    notice: str = "",
    draft: Draft | None = None,
    conflicts: tuple[Conflict, ...] = (),
    status: int = 200,
) -> Response:
    """The page. ``notice`` says what could not be done; a ``draft`` keeps what was typed.

    :raises StateError: there is no such edition.
    """
    record = _after_a_look_at_its_sources(visit, visit.part("edition"))
    # taken before anything is read: an edit made meanwhile must look like news to this page
    signature = visit.desk.live.signature([record.id])[record.id]
    newsletter = visit.newsroom.settings.newsletters.get(record.newsletter)
    if newsletter is None:
        words = visit.words("no_newsletter", edition=record.id, newsletter=record.newsletter)
        raise StateError(words)
    situation = situation_of(visit, record, newsletter)
    common = {
        "record": record,
        "newsletter": newsletter,
        "stands": in_words(situation, visit.words),
        "alerts": [alert.words for alert in troubles_of(visit.database, record.id)],
        "notice": notice,
    }
    if record.edition is None:
        return visit.show("unbuilt.html", status=status, **common)
    now = edited(visit.newsroom, record.id, now=visit.now)
    return visit.show(
        "edition.html",
        status=status,
        **common,
        signature=signature,
        conflicts={conflict.field: conflict for conflict in conflicts},
        corrections=offered_corrections(visit.database, newsletter.id, now=visit.now),
        **_stories(visit, record, now, draft or Draft()),
        **_mail(visit, situation, now),
    )


def _after_a_look_at_its_sources(visit: Visit, edition: str) -> EditionRecord:
    """The record; what sources changed of frozen words is noticed now. A draft shows it anyway."""
    record = edition_record(visit.database, edition)
    if record.state not in {State.APPROVED, *GONE_OUT}:
        return record
    try:
        return look_at_sources(visit.newsroom, edition, now=visit.now).record
    except (DatabaseError, StateError):  # a locked database keeps nobody from reading
        return edition_record(visit.database, edition)


def _stories(visit: Visit, record: EditionRecord, now: Edited, draft: Draft) -> dict[str, object]:
    """What the left side shows, by the names that its templates have for it."""
    board = board_of(now)
    return {
        "edited": now,
        "board": board,
        "opened": _opened(visit, board, draft),
        "draft": draft,
        "written": written_in_edition(now),
        "retitled": retitled(now),
        "editable": is_editable(visit, record),
        "titles": _titles(visit, now),
        "changes": _changes(visit, record, now),
        "dropped": _dropped(visit, record),
        **_blocks(visit, record, now, draft),
        "notes": corrections_of(visit.database, record.id),
        "log": _log(visit, now),
    }


def _blocks(visit: Visit, record: EditionRecord, now: Edited, draft: Draft) -> dict[str, object]:
    """What stands besides the stories, and what of the last edition's may be copied."""
    earlier = earlier_blocks(visit.database, record)
    return {
        "block_cards": block_cards(now),
        "block_form": block_form(now, draft.block or visit.asked("open")),
        "block_kinds": tuple(BlockKind),
        "media": MEDIA,
        "earlier_edition": earlier.edition,
        "earlier_blocks": [
            (each.id, named(each.content)) for each in copied_to(now, earlier.blocks)
        ],
    }


def _mail(visit: Visit, situation: Situation, now: Edited) -> dict[str, object]:
    """What the right side shows, and what may be done with the mail."""
    frame = frame_of(visit, situation.record, now)
    shown = frame.shown
    if shown.mail and frame.sight and frame.view in {"text", "source"}:
        note_shown(visit, situation.record.id, shown.mail, frame.sight)
    return {
        "frame": frame,
        "topics": topics_to_choose(frame.sight, shown.mail, dict(now.edition.section_titles)),
        "troubled": frozenset(jump.story for jump in frame.jumps if jump.story),
        "test_to": visit.field("to") or unquote(visit.request.cookies.get(TEST_COOKIE, "")),
        "choices": choices_for(
            visit,
            situation,
            errors=len(shown.errors),
            trouble=bool(shown.trouble),
            empty=shown.mail is None,
        ),
    }


def is_editable(visit: Visit, record: EditionRecord) -> bool:
    """Whether this person may change this edition now."""
    return visit.may(Role.EDITOR) and record.state in EDITABLE


def take_look(visit: Visit) -> Response:
    """Notes that the editor has seen the edition as it is."""
    edition = visit.part("edition")
    now = edited(visit.newsroom, edition, now=visit.now)
    save_look(visit.database, visit.person.id, now.edition, now=visit.now)
    return visit.go(visit.edition_path())


def look_first(visit: Visit, record: EditionRecord, seen: str) -> str:
    """Why this person has to look before they approve the mail with the hash ``seen``: others
    changed the edition since their last look, or they were never shown that mail. Empty if neither.
    """
    now = edited(visit.newsroom, record.id, now=visit.now)
    look = last_look(visit.database, visit.person.id, record.id)
    changed = look and _somebody_else_changed(visit, record, now, look)
    found = difference(look.edition, now.edition, visit.words) if look and changed else ()
    if look and found:
        return _who_changed_what(visit, now, look, found)
    if not was_shown(visit.database, visit.person.id, record.id, seen):
        return visit.words("mail_not_shown")
    return ""


def _who_changed_what(
    visit: Visit, now: Edited, look: LastSeen, found: tuple[Difference, ...]
) -> str:
    """Who else changed the edition, and how many of its stories; or what else did."""
    theirs = [edit for edit in now.log if edit.at >= look.at and edit.who != visit.person.name]
    if not theirs:
        return visit.words("rebuilt_since")
    who = ", ".join(map(visit.words.who, sorted({edit.who for edit in theirs})))
    stories = {one.story for one in found if one.story} & set(_touched(now.log, theirs))
    if not stories:
        return visit.words("others_changed", who=who)
    return visit.words("others_changed_stories", who=who, count=len(stories))


def _touched(log: Sequence[Edit], theirs: Sequence[Edit]) -> Iterator[str]:
    """The ids of the stories that these edits, of the whole log, change or step back on."""
    numbered = {edit.number: edit for edit in log}
    for edit in theirs:
        meant = edit
        if isinstance(edit.change, Undo | Redo):
            meant = numbered.get(edit.change.number, edit)
        for name in ("story", "into"):
            yield getattr(meant.change, name, "")
        yield f"own-{meant.number}"  # what an edit adds is called by its number


def _opened(visit: Visit, board: Board, draft: Draft) -> Card | None:
    """The story whose form is open: the one typed in, or the one the address names."""
    return board.card(draft.story or visit.asked("open"))


def _titles(visit: Visit, now: Edited) -> Mapping[str, str]:
    """The titles of the articles of stories that have several, by id: what may be split out."""
    ids = [one for item in now.edition.items() if len(item.articles) > 1 for one in item.articles]
    sources = visit.newsroom.settings.sources
    names = {key: source.name for key, source in sources.items()}
    return {
        one.id: f"{one.title} ({names.get(one.source, one.source)})"
        for one in articles_by_id(visit.database, ids)
    }


def _changes(visit: Visit, record: EditionRecord, now: Edited) -> tuple[Changes, ...]:
    """What changed since the approval that was dropped, and since this editor's last look."""
    found = []
    approved = approved_edition(visit.database, record.id)
    if approved and record.state in {State.READY, State.HELD}:
        turns = difference(approved, now.edition, visit.words)
        found.append(Changes(about="approval", when="", differences=turns))
    look = last_look(visit.database, visit.person.id, record.id)
    if look is None:
        with suppress(DatabaseError):  # a locked database keeps nobody from reading
            save_look(visit.database, visit.person.id, now.edition, now=visit.now)
    elif _somebody_else_changed(visit, record, now, look):
        turns = difference(look.edition, now.edition, visit.words)
        when = visit.words.moment(look.at, now=visit.now)
        found.append(Changes(about="look", when=when, differences=turns))
    return tuple(each for each in found if each.differences)


def _somebody_else_changed(
    visit: Visit, record: EditionRecord, now: Edited, look: LastSeen
) -> bool:
    """Whether others, a new build or a source changed it since: one's own edits are no news."""
    rebuilt = record.ready_at is not None and record.ready_at > look.at
    gone_or_new = bool(now.withdrawn or now.corrected)
    return bool(_others_since(visit, now, look)) or rebuilt or gone_or_new


def _others_since(visit: Visit, now: Edited, look: LastSeen) -> set[str]:
    """The names of everybody else who edited since the look."""
    return {edit.who for edit in now.log if edit.at >= look.at} - {visit.person.name}


def _dropped(visit: Visit, record: EditionRecord) -> StateChange | None:
    """The move that dropped the approval, while nobody has approved again; None otherwise."""
    moves = moves_of(visit.database, record.id)
    return moves[-1] if moves and moves[-1].drops_approval else None


def _log(visit: Visit, now: Edited) -> tuple[HistoryLine, ...]:
    """The last edits, the newest first."""
    return lines_of(now, visit.words)[:30]
