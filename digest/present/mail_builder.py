"""Presenting: an Edition in, a Mail out, small enough for every mailbox.

::

    Edition ─subject─┬─context─ template ─ mrml ─ premailer ─┬─ fits? ──────────────→ Mail
                     │    └ again, a bad story plainly ←─────┤ refused
                     └───── again, without its last stories ←┘ too large
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from digest.model.edition import Edition, Item, StoryPlace
from digest.model.errors import PresentError, text_of
from digest.model.mail import Mail, TopicSpan
from digest.model.message import Message, Text
from digest.model.settings import Newsletter, Publication
from digest.present.context import Context
from digest.present.render import RenderError, lay_out, render
from digest.present.subject import preheader_of, subject_of
from digest.present.template_errors import culprit
from digest.present.templates import Templates
from digest.present.topic_spans import take_out_marks, without_empty_lines
from digest.present.views import InboxLine, MailStyle, anchor_of, context_of, remarks

HTML_BYTES = 90_000
"""The product's budget for the HTML part. Gmail clips at 102,400; letters add their own links."""
_PAGE_BYTES = 14_500  # what a mail takes besides its stories, about
_FRAME_BYTES = 410  # what a story takes besides its words and links, about
_ABOVE_BYTES = 500  # what a story above the sections takes more than a brief, about
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
_LINKS_IN_HTML = re.compile(r"\s(?:href|src)=\"[^\"#]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Presented:
    """A mail, and what it cost: stories that fell away for size, and remarks on single stories."""

    mail: Mail
    dropped: tuple[str, ...] = ()  # story ids
    problems: tuple[Text, ...] = ()  # "story 12: rendered plainly: …"


def present(
    edition: Edition,
    *,
    publication: Publication,
    newsletter: Newsletter,
    templates: Templates,
    previous_subjects: Sequence[str] = (),
    html_bytes: int = HTML_BYTES,
) -> Presented:
    """The edition as a mail, in the newsletter's template.

    ``html_bytes`` is what the HTML part may take, in UTF-8: beyond it, whole stories fall away into
    "more in the browser", the briefs of the lowest scores first, then top stories, never the lead.
    The browser's page itself is presented with more room.

    :raises PresentError: the edition is empty, or a template is missing or wrong; ``where`` names
        its file and line.
    """
    if edition.language in ("", "und"):  # a mail must name its language: rule 33
        edition = replace(edition, language=publication.language)
    if not any(one.headline.strip() for one in edition.items()):
        raise PresentError(Message("rendering.no_story", edition=edition.id))
    look = MailStyle(
        publication=publication,
        newsletter=newsletter,
        words=templates.words(edition.language),
        theme=templates.theme(),
    )
    setting = _setting(edition, look, templates, subject_of(edition, previous_subjects))
    rendered = _rendered(edition, setting, html_bytes)
    kept = {item.story for item in rendered.edition.items()}
    return Presented(
        mail=_mail(edition, setting, rendered),
        dropped=tuple(item.story for item in edition.items() if item.story not in kept),
        problems=(*remarks(edition, look.theme), *rendered.problems),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Setting:
    """What stays the same while one edition is tried in several forms."""

    look: MailStyle
    templates: Templates
    inbox: InboxLine

    def mjml(self, edition: Edition, plain: Collection[str]) -> str:
        return self._fill("mjml", edition, plain)

    def text(self, edition: Edition, plain: Collection[str], *, repeat: bool) -> str:
        return self._fill("txt", edition, plain, repeat=repeat)

    def culprit(self, edition: Edition, plain: Collection[str]) -> tuple[Text, Text]:
        """The template line that mrml cannot have liked, and why."""
        name = f"{self.look.newsletter.template}.mjml"
        return culprit(self.templates, name, self._context(edition, plain))

    def _fill(
        self, form: str, edition: Edition, plain: Collection[str], *, repeat: bool = False
    ) -> str:
        context = self._context(edition, plain, repeat=repeat)
        return self.templates.fill(f"{self.look.newsletter.template}.{form}", context)

    def _context(
        self, edition: Edition, plain: Collection[str], *, repeat: bool = False
    ) -> Context:
        context = context_of(edition, self.look, self.inbox, plain=plain)
        return replace(context, repeat_browser_link=repeat)


def _setting(edition: Edition, look: MailStyle, templates: Templates, subject: str) -> _Setting:
    inbox = InboxLine(subject=subject, preheader=preheader_of(edition, subject))
    return _Setting(look=look, templates=templates, inbox=inbox)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rendered:
    """What of an edition fits into a mail, as its two parts, and where its topics are in them."""

    edition: Edition
    html: str
    html_topics: tuple[TopicSpan, ...]
    text: str
    text_topics: tuple[TopicSpan, ...]
    problems: tuple[Text, ...]  # why stories are printed plainly


def _rendered(edition: Edition, setting: _Setting, html_bytes: int) -> _Rendered:
    plain: frozenset[str] = frozenset()
    problems: tuple[Text, ...] = ()
    try:
        fitting, marked = _fit(edition, setting, plain, html_bytes)
    except RenderError:
        plain, problems = _plain_stories(edition, setting)
        fitting, marked = _fit(edition, setting, plain, html_bytes)
    html, html_topics = take_out_marks(marked, with_lines=True)
    text, text_topics = take_out_marks(_text(fitting, setting, plain, html))
    return _Rendered(
        edition=fitting,
        html=html,
        html_topics=_by_section(html_topics, edition),
        text=text,
        text_topics=_by_section(text_topics, edition),
        problems=problems,
    )


def _mail(edition: Edition, setting: _Setting, rendered: _Rendered) -> Mail:
    newsletter = setting.look.newsletter
    return Mail(
        edition=edition.id,
        newsletter=newsletter.id,
        sender=newsletter.sender,
        reply_to=newsletter.reply_to,
        subject=setting.inbox.subject,
        preheader=setting.inbox.preheader,
        html=rendered.html,
        text=rendered.text,
        language=edition.language,
        html_topics=rendered.html_topics,
        text_topics=rendered.text_topics,
    )


def _plain_stories(edition: Edition, setting: _Setting) -> tuple[frozenset[str], tuple[Text, ...]]:
    """The stories that mrml refuses as they are, and why.

    :raises PresentError: it refuses the document also with every story printed plainly, so the
        template is at fault.
    """
    everyone = frozenset(item.story for item in edition.items())
    refusal = _refusal(edition, setting, everyone)
    if refusal:
        where, words = setting.culprit(edition, everyone)
        raise PresentError(words or refusal, where=where)
    found = {
        story: refusal
        for story in sorted(everyone)
        if (refusal := _refusal(edition, setting, everyone - {story}))
    }
    reasons = (
        Message("rendering.story_plain", story=story, words=words) for story, words in found.items()
    )
    return frozenset(found), tuple(reasons)


def _refusal(edition: Edition, setting: _Setting, plain: Collection[str]) -> Text:
    """Why the renderer refuses the edition; empty if it does not."""
    try:
        lay_out(setting.mjml(edition, plain))
    except RenderError as error:
        return text_of(error)
    return ""


def _fit(
    edition: Edition, setting: _Setting, plain: Collection[str], html_bytes: int
) -> tuple[Edition, str]:
    """The edition, less the stories that find no room, and its HTML, marked by topic.

    :raises PresentError: the lead alone is larger than the budget.
    """
    whole, leaving = edition, tuple(_leaving(edition))
    count = 0
    # what is too large by far is cut by the estimate first: rendering all of it takes long
    if _leavers(whole, leaving, _FRAME_BYTES, html_bytes + html_bytes // 8):
        count = _leavers(whole, leaving, _FRAME_BYTES, html_bytes)
    while True:
        edition = _without(whole, {item.story for item in leaving[:count]}) if count else whole
        html = render(setting.mjml(edition, plain))
        size = len(take_out_marks(html, with_lines=True)[0].encode())
        if size <= html_bytes:
            return edition, html
        if count == len(leaving):
            raise PresentError(
                Message("rendering.edition_too_large", edition=edition.id, html_bytes=html_bytes),
                where=f"{setting.look.newsletter.template}.mjml",
            )
        # what a story takes in this template, as it turned out
        items = tuple(edition.items())
        frame = (size - _PAGE_BYTES - sum(map(_words, items))) // len(items) + 1
        count = max(count + 1, _leavers(whole, leaving, frame, html_bytes))


def _leaving(edition: Edition) -> Iterator[Item]:
    """Stories in the order they fall away; of equal scores the later one goes first."""
    briefs = [item for section in edition.sections for item in section.items]
    for group in (briefs, list(edition.top)):
        places = range(len(group) - 1, -1, -1)
        yield from (group[place] for place in sorted(places, key=lambda at: group[at].score))


def _leavers(edition: Edition, leaving: Sequence[Item], frame: int, html_bytes: int) -> int:
    """How many of ``leaving`` have to go if a story takes ``frame`` bytes besides its words."""
    excess = _PAGE_BYTES + sum(_words(item) + frame for item in edition.items()) - html_bytes
    count = 0
    while excess > 0 and count < len(leaving):
        excess -= _words(leaving[count]) + frame
        count += 1
    return count


def _words(item: Item) -> int:
    """About how many bytes a story takes in HTML, less what every story takes."""
    links = [item.url, item.url, *(link.url + link.text for link in (*item.also, *item.related))]
    words = "".join((item.headline, item.brief, item.source, item.note, *links))
    above = 0 if item.place is StoryPlace.BRIEF else _ABOVE_BYTES
    return len(words.encode("utf-8", "replace")) + above


def _without(edition: Edition, gone: Collection[str]) -> Edition:
    top = tuple(item for item in edition.top if item.story not in gone)
    sections = tuple(
        replace(section, items=tuple(item for item in section.items if item.story not in gone))
        for section in edition.sections
    )
    return replace(
        edition,
        top=top,
        sections=tuple(section for section in sections if section.items),
        more_in_browser=edition.more_in_browser + len(gone),
    )


def _text(edition: Edition, setting: _Setting, plain: Collection[str], html: str) -> str:
    """The text part, marked by topic; with a link more where both parts had an odd number."""
    text = setting.text(edition, plain, repeat=False)
    if (len(_LINKS_IN_HTML.findall(_COMMENTS.sub("", html))) + text.count("://")) % 2:
        text = setting.text(edition, plain, repeat=True)
    lines = (line.rstrip() for line in text.split("\n"))
    return without_empty_lines("\n".join(lines)).strip("\n") + "\n"


def _by_section(spans: Sequence[TopicSpan], edition: Edition) -> tuple[TopicSpan, ...]:
    """The spans under the sections' own ids: templates have them as anchors."""
    ids = {anchor_of(section.id): section.id for section in edition.sections}
    return tuple(replace(span, topic=ids.get(span.topic, span.topic)) for span in spans)
