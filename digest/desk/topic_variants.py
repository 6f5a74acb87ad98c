"""View as: the mail as some of its readers get it, by the topics they chose. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.model.mail import Mail, TopicSpan


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """One form of a mail. ``topics`` are ids of the sections it prints, in the mail's order;
    ``readers`` is how many get it."""

    mail: Mail
    topics: tuple[str, ...]
    readers: int = 0

    @property
    def size(self) -> int:
        """Bytes of the HTML part, before a reader's own links."""
        return len(self.mail.html.encode())


def topics_of(mail: Mail) -> tuple[str, ...]:
    """The ids of the sections that readers can do without, in the order they are printed."""
    return tuple(dict.fromkeys(span.topic for span in mail.html_topics))


def as_chosen(mail: Mail, chosen: Sequence[str]) -> Variant:
    """The mail as somebody gets it who chose those topics; whole for who chose none.

    It leaves out what ``deliver.letter`` leaves out of their letter.
    """
    printed = topics_of(mail)
    if not chosen:
        return Variant(mail=mail, topics=printed)
    html, html_topics = _cut(mail.html, mail.html_topics, chosen)
    text, text_topics = _cut(mail.text, mail.text_topics, chosen)
    part = replace(mail, html=html, text=text, html_topics=html_topics, text_topics=text_topics)
    return Variant(mail=part, topics=tuple(topic for topic in printed if topic in chosen))


def variants_of(mail: Mail, choices: Mapping[tuple[str, ...], int]) -> tuple[Variant, ...]:
    """Every form in which somebody gets the mail, the largest first.

    ``choices`` are readers by what they chose. Who chose only topics that have nothing today gets
    the same mail, without any section.
    """
    readers = Counter[tuple[str, ...]]()
    variants: dict[tuple[str, ...], Variant] = {}
    for chosen, count in choices.items():
        variant = as_chosen(mail, chosen)
        readers[variant.topics] += count
        variants[variant.topics] = variant
    found = (replace(one, readers=readers[topics]) for topics, one in variants.items())
    return tuple(sorted(found, key=lambda one: (-one.size, one.topics)))


def _cut(
    content: str, spans: Sequence[TopicSpan], chosen: Sequence[str]
) -> tuple[str, tuple[TopicSpan, ...]]:
    """The content without the stretches of other topics, and where the others lie in it now."""
    pieces: list[str] = []
    kept: list[TopicSpan] = []
    length = 0
    for piece, topic in _stretches(content, spans):
        if topic and topic not in chosen:
            continue
        if topic:
            kept.append(TopicSpan(topic=topic, start=length, end=length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(kept)


def _stretches(content: str, spans: Sequence[TopicSpan]) -> Iterator[tuple[str, str]]:
    """The content in order, each stretch with its topic; none for what everyone gets."""
    position = 0
    for span in spans:
        yield content[position : span.start], ""
        yield content[span.start : span.end], span.topic
        position = span.end
    yield content[position:], ""
