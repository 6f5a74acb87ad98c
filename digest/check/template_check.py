"""Templates on trial: everything that can be wrong with them, said before an edition needs them.

::

    theme · words ─→ Jinja's reading ─→ the linter ─→ made-up editions through every template,
                                                      and the checker on what comes out

The editions are made up so that each name of the context is printed once, and each is empty once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from digest.check.checker import check_mail
from digest.model.article import Image
from digest.model.blocks import (
    AgendaBlock,
    AgendaEntry,
    Block,
    CorrectionBlock,
    EditionBlock,
    FeedbackBlock,
    GoodThingBlock,
    MediaBlock,
    Medium,
    NumberBlock,
    QuoteBlock,
    SignatureBlock,
    SponsorBlock,
)
from digest.model.edition import Edition, EditionSection, Item, Link, StoryPlace, Window
from digest.model.errors import PresentError
from digest.model.mail import Finding, Severity
from digest.model.message import Message
from digest.model.settings import Day, Newsletter, Publication
from digest.present.lint import lint_source
from digest.present.mail_builder import present
from digest.present.templates import Templates

_PUBLICATION = Publication(
    name="The Trial", base_url="https://trial.example", address="The Trial, 1 Court Lane"
)
_NEWSLETTER = Newsletter(
    id="trial",
    name="The Trial",
    sender="The Trial <trial@trial.example>",
    days=(Day.MONDAY,),
    send_at=time(6, 30),
    never_after=time(10, 0),
    public=True,
)
_SITE = "https://trial.example"
_END = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
_HINT = Message("template.hint_own_file")

_LINK = Link(url=f"{_SITE}/more", text="What the first witness said", source="The Witness")
_STORY = Item(
    story="1",
    place=StoryPlace.LEAD,
    section="law",
    headline="A made-up story stands trial in every template",
    brief="It has all that a story can have. No reader will ever see it, if all goes well.",
    source="The Court Reporter",
    url=f"{_SITE}/story",
    link_text="Read the story of the trial",
    byline="By Ann Author",
    reading_minutes=3,
    image=Image(
        url=f"{_SITE}/court.jpg",
        alt="A court room",
        caption="The court room before the trial.",
        credit="Ann Author",
        width=1200,
        height=800,
    ),
    language="en",
    note="What is wrong here is wrong in the morning.",
    also=(_LINK, Link(url="", text="The Bystander", source="The Bystander")),
    related=(replace(_LINK, url=f"{_SITE}/related"),),
)
_FOREIGN = replace(
    _STORY,
    story="2",
    place=StoryPlace.TOP,
    headline="خبر بلغة أخرى",
    brief="لا يقرؤه أحد.",
    language="ar",
    direction="rtl",
    url=f"{_SITE}/foreign",
    related=(),
)
_BRIEF = replace(
    _STORY,
    story="3",
    place=StoryPlace.BRIEF,
    headline="A brief on trial",
    slug="Brief.",
    update=True,
)
_DAY = date(2026, 3, 2)
_BLOCKS: tuple[Block, ...] = (
    SignatureBlock(
        name="Ann Author",
        text="On duty since four",
        image_url=f"{_SITE}/ann.jpg",
        image_width=112,
        image_height=112,
    ),
    NumberBlock(figure="2,318", text="pages in the file", url=f"{_SITE}/file"),
    NumberBlock(figure="1.2 million", text="words in all the files"),
    QuoteBlock(text="I was asleep", who="The second witness", url=f"{_SITE}/asleep"),
    MediaBlock(
        medium=Medium.AUDIO,
        headline="The trial in sound",
        url=f"{_SITE}/sound",
        text="With all the witnesses.",
        minutes=24,
        image_url=f"{_SITE}/sound.jpg",
        image_alt="A microphone",
        image_width=720,
        image_height=480,
    ),
    SponsorBlock(
        sponsor="The Wig Shop",
        headline="Wigs for every court",
        url=f"{_SITE}/wigs",
        link_text="See the wigs",
        first_day=_DAY,
        last_day=_DAY,
        text="Curled by hand.",
        image_url=f"{_SITE}/wig.jpg",
        image_alt="A wig on its stand",
        image_width=720,
        image_height=480,
    ),
    AgendaBlock(entries=(AgendaEntry(when="09:00", what="The court sits."),)),
    CorrectionBlock(text="The judge is not on trial."),
    CorrectionBlock(text="Nor is the clerk."),
    GoodThingBlock(text="A swallow nests above the bench.", url=f"{_SITE}/swallow"),
    FeedbackBlock(yes_url=f"{_SITE}/yes", no_url=f"{_SITE}/no"),
)
_FULL = Edition(
    id="trial-2026-03-02",
    newsletter="trial",
    name="The Trial",
    date=_DAY,
    window=Window(start=_END - timedelta(days=1), end=_END),
    language="en",
    opening="Good morning. This edition is made up. — Ann",
    lead=_STORY,
    top=(replace(_STORY, story="4", place=StoryPlace.TOP, url=f"{_SITE}/top"), _FOREIGN),
    sections=(EditionSection(id="law", title="Law", items=(_BRIEF,)),),
    section_titles=(("law", "Law"),),
    more_in_browser=3,
    reading_minutes=2,
    blocks=tuple(
        EditionBlock(id=f"own-{number}", content=block)
        for number, block in enumerate(_BLOCKS, start=1)
    ),
)
_BARE = replace(
    _FULL,
    opening="",
    lead=Item(
        story="1",
        place=StoryPlace.LEAD,
        section="",
        headline="A headline and no more",
        brief="",
        source="",
    ),
    top=(),
    sections=(),
    section_titles=(),
    more_in_browser=0,
    blocks=(),
)
_ARABIC = replace(
    _FULL,
    name="المحاكمة",
    language="ar",
    direction="rtl",
    opening="صباح الخير.",
    sections=(EditionSection(id="law", title="قانون", items=(_BRIEF,)),),
    section_titles=(("law", "قانون"),),
)
EDITIONS = {"full": _FULL, "bare": _BARE, "right_to_left": _ARABIC}
"""In the first each name of the context has something to print, in the second what may be empty
is."""


def try_templates(templates: Templates) -> tuple[Finding, ...]:
    """What is wrong with a project's templates, theme and words, those that we ship included."""
    unreadable = (*_theme_and_words(templates), *templates.mistakes())
    findings = [*map(_finding, unreadable), *_linted(templates)]
    if not unreadable:  # else nothing could be filled
        findings += dict.fromkeys(_tried(templates))
    return tuple(findings)


def _theme_and_words(templates: Templates) -> Iterator[PresentError]:
    reads: list[Callable[[], object]] = [templates.theme]
    reads += [partial(templates.words, one) for one in templates.languages()]
    for read in reads:
        try:
            read()
        except PresentError as error:
            yield error


def _linted(templates: Templates) -> Iterator[Finding]:
    for name in templates.names():
        try:
            source = templates.source(name)
        except PresentError:
            continue  # told by Jinja's reading
        yield from lint_source(source, name)


def _tried(templates: Templates) -> Iterator[Finding]:
    """What goes wrong with the made-up editions, and what the checker says of the mails."""
    for name in templates.editions():
        newsletter = replace(_NEWSLETTER, template=name)
        for title, edition in EDITIONS.items():
            try:
                mail = present(
                    edition, publication=_PUBLICATION, newsletter=newsletter, templates=templates
                ).mail
            except PresentError as error:
                yield _finding(error)
                continue
            for found in check_mail(mail, templates=templates):
                where = Message(f"template.trial_{title}", template=name, where=found.where)
                yield replace(found, where=where, line=0, column=0)


def _finding(error: PresentError) -> Finding:
    return Finding(
        rule="template-fails",
        severity=Severity.ERROR,
        message=error.what,
        where=error.where,
        hint=_HINT,
    )
