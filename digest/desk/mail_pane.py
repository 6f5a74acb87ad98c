"""The right side: the real mail, and how the editor wants to see it, as the address says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from digest.desk.findings import Broken, Jump, jumps_of, rule_by_rule
from digest.desk.page_templates import query
from digest.desk.previews import Shown
from digest.desk.request_context import Visit
from digest.desk.view_as import Sight, sight_of
from digest.model.edit import Edited
from digest.model.edition import GONE_OUT, EditionRecord, State
from digest.pipelines.publish import sample_letter
from digest.store.editions import approved_mail

SCHEMES = ("light", "dark")
VIEWS = ("html", "text", "source", "headers", "inbox", "checks")
LIGHTS = ("system", "light", "dark", "inverted")
"""System is the mail byte for byte; light and dark answer its question for the reader's scheme."""

PHONE = 360
"""Pixels across: the narrowest phone that newsletters are designed for."""
_NARROWEST, _WIDEST = 240, 1600

_FROZEN = GONE_OUT | {State.APPROVED}


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """A mail in the view, width and light that the address asks for.

    ``width`` is in pixels, 0 for all the room there is; ``height`` is more than the mail needs, so
    that the page scrolls and not the frame: a frame loads anew with every change and would lose its
    place. ``frozen`` tells that this is the mail that was approved. ``sight`` is the mail as those
    get it whom the editor looks as; None without a mail. ``source`` is where the frame gets it, and
    ``draft`` where a script asks for it with what is being typed.
    """

    shown: Shown
    sight: Sight | None
    frozen: bool
    view: str
    light: str
    images: bool
    width: int
    height: int
    source: str
    draft: str
    letter_head: str = ""
    jumps: tuple[Jump, ...] = ()

    @property
    def broken(self) -> tuple[Broken, ...]:
        """The rules that the mail breaks, with their findings."""
        return rule_by_rule(self.jumps)


def frame_of(visit: Visit, record: EditionRecord, edited: Edited) -> Frame:
    """The frame that the visit's address asks for; what it does not say is as most people like."""
    view = visit.asked("view")
    checked = view == "checks" or visit.asked("checked") == "yes"
    shown, frozen = mail_of(visit, record, edited, checked=checked)
    sight = sight_of(visit, record, shown.mail) if shown.mail else None
    light = visit.asked("light")
    images = visit.asked("images") != "off"
    width = _width(visit.asked("width"))
    looks = {
        "images": "" if images else "off",
        "scheme": light if light in SCHEMES else "",
        "as": visit.asked("as"),
    }
    return Frame(
        shown=shown,
        sight=sight,
        frozen=frozen,
        view=view if view in VIEWS else VIEWS[0],
        light=light if light in LIGHTS else LIGHTS[0],
        images=images,
        width=width,
        height=_height(edited, width),
        source=visit.path("mail", edition=record.id) + query(version=shown.version, **looks),
        draft=visit.path("draft", edition=record.id) + query(**looks),
        letter_head=_letter_head(visit, record, sight) if view == "headers" else "",
        jumps=jumps_of(shown, edited.edition),
    )


def mail_of(
    visit: Visit, record: EditionRecord, edited: Edited, *, checked: bool = False
) -> tuple[Shown, bool]:
    """The mail as it would be sent, and whether it is frozen: then it is what was approved."""
    shown = visit.desk.previews.shown(
        visit.newsroom, record, edited, now=visit.now, checked=checked
    )
    if record.state in _FROZEN and record.mail:
        mail = approved_mail(visit.database, record.id)
        return replace(shown, mail=mail, version=record.mail, trouble=""), True
    return shown, False


def _letter_head(visit: Visit, record: EditionRecord, sight: Sight | None) -> str:
    """The header lines of one reader's letter, as they go over the wire."""
    if sight is None:
        return ""
    newsletter = visit.newsroom.settings.newsletters[record.newsletter]
    letter = sample_letter(
        visit.newsroom.settings,
        newsletter,
        sight.variant.mail,
        at=visit.now,
        address=sight.reader.address if sight.reader else "",
    )
    return letter.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace")


def _width(asked: str) -> int:
    if asked == "phone":
        return PHONE
    if asked.isdecimal() and len(asked) < 6:
        return min(max(int(asked), _NARROWEST), _WIDEST)
    return 0


def _height(edited: Edited, width: int) -> int:
    """Pixels that the mail surely fits in: each story, its picture and its lines of text."""
    column = min(width or 640, 640) - 48
    height = 1_100
    for item in edited.edition.items():
        words = len(item.headline) * 2 + len(item.brief) + len(item.note) + 120
        lines = words * 8.5 / column + 4
        picture = column * 0.75 if item.image and item.image.url else 0
        height += round(lines * 25 + picture)
    return height
