"""Article lines: one JSON object per line, the form in which articles travel between programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from digest.gather.clean import shown
from digest.gather.dates import moment_of
from digest.gather.decoding import text_of
from digest.gather.finish import finish
from digest.gather.language import UNDETERMINED
from digest.gather.raw import RawArticle, status_of
from digest.model.article import Article, Image, Kind, Status
from digest.model.errors import text_of as cause_of
from digest.model.message import Message, Text
from digest.model.reading import Document, Reading, Unplaced
from digest.model.settings import Source

_Object = Mapping[str, Any]

_LABELS = ("labels", "genre", "category", "categories", "tags")


def article_to_line(article: Article) -> dict[str, object]:
    """``article`` as a JSON object with stable names; what is unknown or empty is left out.

    ``id, source, title, language`` and ``kind`` are always there. Dates are ISO 8601 in UTC. A
    language that nobody knows is "und" (BCP 47), so that it is not guessed anew from less.
    ``read_lines`` makes an equal article of it again.
    """
    line: dict[str, object] = {"id": article.id, "url": article.url, "source": article.source}
    line |= {"title": article.title, "dek": article.dek, "text": article.text}
    for name in ("published", "updated", "embargo", "gathered"):
        moment: datetime | None = getattr(article, name)
        line[name] = moment.isoformat() if moment else None
    line |= {"authors": list(article.authors), "section": article.section}
    line |= {"labels": list(article.labels)}
    line |= {"language": article.language or UNDETERMINED, "kind": article.kind.value}
    line |= {"reading_minutes": article.reading_minutes}
    if article.image is not None:
        image = asdict(article.image).items()
        line["image"] = {name: value for name, value in image if value not in (None, "")}
    if article.status is not Status.USABLE:
        line["status"] = article.status.value
    return {name: value for name, value in line.items() if value not in (None, "", [])}


def read_lines(document: Document, *, source: Source, now: datetime) -> Reading:
    """The articles of a document of article lines; a bad line is reported by its number.

    A line must be a JSON object with a ``title`` or a ``text``; one that takes an article back
    needs neither. A field of the wrong type, an embargo that is no date and an unknown ``kind`` or
    ``status`` make the whole line a bad one, for half of what its writer meant is not what he
    meant. Without its date of publication, an article
    is still one: that is only remarked on. Unknown names are ignored.
    """
    left: list[Unplaced] = []
    raws: list[RawArticle] = []
    # splitlines() would also split at U+2028, which JSON allows within a string
    first = max(document.first_line, 1)
    for number, text in enumerate(text_of(document.content).split("\n"), start=first):
        if not text.strip():
            continue
        where = Message("reading.line", number=number)
        try:
            raws.append(_raw(_parsed(text), where=where))
        except ValueError as error:
            left.append(Unplaced(where=where, text=shown(text), why=cause_of(error)))
    return finish(raws, source=source, document="", now=now, unplaced=left)


def read_objects(values: Sequence[object], *, source: Source, now: datetime) -> Reading:
    """The articles of a JSON list of what would else be article lines."""
    left: list[Unplaced] = []
    raws: list[RawArticle] = []
    for number, value in enumerate(values, start=1):
        where = Message("reading.item", number=number)
        try:
            raws.append(_raw(value, where=where))
        except ValueError as error:
            text = shown(json.dumps(value, ensure_ascii=False))
            left.append(Unplaced(where=where, text=text, why=cause_of(error)))
    return finish(raws, source=source, document="", now=now, unplaced=left)


def _parsed(text: str) -> object:
    """
    :raises ValueError: ``text`` is not JSON; the message says where.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" starting at")
        raise ValueError(
            Message("reading.line_not_json", error=what, column=error.colno)
        ) from error
    except RecursionError as error:
        raise ValueError(Message("reading.line_nested_too_deeply")) from error


def _raw(line: object, *, where: Text) -> RawArticle:
    """One line's article.

    :raises ValueError: the line is not an article line; the message says why.
    """
    if not isinstance(line, dict):
        raise ValueError(Message("reading.line_not_an_object"))
    remarks: list[Text] = []
    published, date, updated = (
        _moment_if_any(line, name, remarks) for name in ("published", "date", "updated")
    )
    return RawArticle(
        where=where,
        id=_identifier(line),
        url=_text(line, "url"),
        source=_text(line, "source"),
        title=_text(line, "title"),
        dek=_text(line, "dek"),
        text=_text(line, "text"),
        authors=_authors(line),
        published=published or date,
        updated=updated,
        section=_text(line, "section"),
        language=_text(line, "language"),
        # whoever writes a text without a word on its kind means an article, however short
        kind=_kind(line) or (Kind.ARTICLE if _text(line, "text").strip() else None),
        reading_minutes=_number(line, "reading_minutes"),
        image=_image(line),
        embargo=_moment(line, "embargo"),
        status=_status(line),
        gathered=_moment(line, "gathered"),
        labels=_labels(line),
        remarks=tuple(remarks),
    )


def _text(line: _Object, name: str) -> str:
    value = line.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(Message("reading.field_not_text", field=name))
    return value


def _identifier(line: _Object) -> str:
    value = line.get("id")
    return (
        str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(line, "id")
    )


def _number(line: _Object, name: str) -> int | None:
    value = line.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 100_000:
        raise ValueError(Message("reading.field_not_a_whole_number", field=name))
    return value


def _moment(line: _Object, name: str) -> datetime | None:
    text = _text(line, name)
    moment = moment_of(text)
    if text and moment is None:
        raise ValueError(Message("reading.field_not_a_date", field=name, found=shown(text, 40)))
    return moment


def _moment_if_any(line: _Object, name: str, remarks: list[Text]) -> datetime | None:
    """The date; where it is none, that goes into ``remarks``."""
    try:
        return _moment(line, name)
    except ValueError as error:
        remarks.append(cause_of(error))
        return None


def _authors(line: _Object) -> tuple[str, ...]:
    value = line.get("authors") or []
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError(Message("reading.field_not_names", field="authors"))
    return tuple(value)


def _labels(line: _Object) -> tuple[str, ...]:
    """What the line says the text is, under any of the names that programs have for it; what is
    no text there is ignored."""
    found: list[str] = []
    for name in _LABELS:
        value = line.get(name)
        values = value if isinstance(value, list) else [value]
        found.extend(one for one in values if isinstance(one, str))
    return tuple(found)


def _kind(line: _Object) -> Kind | None:
    text = _text(line, "kind")
    try:
        return Kind(text) if text else None
    except ValueError as error:
        raise _unknown_value("kind", text) from error


def _status(line: _Object) -> Status:
    text = _text(line, "status")
    status = status_of(text) if text else Status.USABLE
    if status is None:
        raise _unknown_value("status", text)
    return status


def _unknown_value(field: str, text: str) -> ValueError:
    return ValueError(Message("reading.field_unknown_value", field=field, found=shown(text, 40)))


def _image(line: _Object) -> Image | None:
    value = line.get("image")
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise ValueError(Message("reading.field_not_an_object", field="image"))
    return Image(
        url=_text(value, "url"),
        alt=_text(value, "alt"),
        caption=_text(value, "caption"),
        credit=_text(value, "credit"),
        width=_number(value, "width"),
        height=_number(value, "height"),
        focus_x=_share(value, "focus_x"),
        focus_y=_share(value, "focus_y"),
    )


def _share(value: _Object, name: str) -> float | None:
    """A number from 0 to 1: a place in a picture, as a part of its side."""
    number = value.get(name)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
        raise ValueError(Message("reading.field_not_a_share", field=name))
    return float(number)
