"""An edit in plain words, for the history that editors read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.model.edit import (
    Accept,
    AddItem,
    BringBack,
    Change,
    Edit,
    Edited,
    Hide,
    ItemField,
    Merge,
    Move,
    Override,
    OverrideEdition,
    PinLead,
    Redo,
    RemoveImage,
    RetitleSection,
    Split,
    Undo,
)
from digest.model.edition import Place

_NAMES = {
    ItemField.HEADLINE: "headline",
    ItemField.BRIEF: "brief",
    ItemField.LINK_TEXT: "link text",
    ItemField.IMAGE_URL: "picture",
    ItemField.IMAGE_ALT: "description of the picture",
    ItemField.NOTE: "note",
}


def described(edit: Edit, edited: Edited) -> str:
    """What the edit did: "moved “Ferry stays” to Politics". Stories go by their sources' headlines,
    and by their ids where they are known no longer."""
    known = (*edited.built.items(), *edited.sources)
    headlines = {item.story: item.headline for item in known}
    return _words(edit.change, headlines, dict(edited.built.section_titles), edited.log)


def _words(
    change: Change, headlines: Mapping[str, str], titles: Mapping[str, str], log: Sequence[Edit]
) -> str:
    def story(name: str) -> str:
        return f"“{headlines.get(name, name)}”"

    match change:
        case PinLead() | Move(place=Place.LEAD):
            return f"made {story(change.story)} the lead"
        case Move(place=Place.TOP):
            return f"moved {story(change.story)} among the top stories"
        case Move(section=section):
            where = f"to {titles.get(section, section)}" if section else "within its section"
            return f"moved {story(change.story)} {where}"
        case Merge():
            return f"merged {story(change.story)} into {story(change.into)}"
        case Split():
            count = len(change.articles)
            what = "an article" if count == 1 else f"{count} articles"
            return f"split {what} out of {story(change.story)}"
        case Hide():
            reason = f": {change.reason}" if change.reason else ""
            return f"hid {story(change.story)}{reason}"
        case BringBack():
            return f"brought {story(change.story)} back"
        case Accept():
            return f"accepted the late {story(change.story)}"
        case Override(field=field, text=text):
            return f"{_wrote(text)} the {_NAMES[field]} of {story(change.story)}"
        case RemoveImage():
            return f"removed the picture of {story(change.story)}"
        case OverrideEdition(field=edition_field, text=text):
            return f"{_wrote(text)} the {edition_field.value}"
        case RetitleSection(section=section, text=text):
            name = f"section “{titles.get(section, section)}”"
            return f"called the {name} “{text}”" if text else f"took back the title of the {name}"
        case AddItem():
            return f"added “{change.headline}”"
        case Undo(number=number) | Redo(number=number):
            verb = "undid" if isinstance(change, Undo) else "restored"
            target = next((edit.change for edit in log if edit.number == number), None)
            if target is None or isinstance(target, Undo | Redo):
                return f"{verb} an edit that is not there"
            return f"{verb}: {_words(target, headlines, titles, log)}"


def _wrote(text: str) -> str:
    return "wrote" if text.strip() else "took back"
