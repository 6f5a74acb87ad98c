"""Topics: which section a story stands in.

The source's own word for it comes first (the section named by an article, else the one its source
is set to), then the seed words of the settings' sections, then what the newsroom's own archive and
the words usual in such sections say (``sections.py``) if that is sure enough, else "more news",
with words for what it is about. Where the settings name no sections, those that the sources name
themselves serve, else the usual ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property
from urllib.parse import urlsplit

from digest.compose.default_sections import (
    NATIONAL,
    WORLD,
    called_after,
    is_known_in,
    named_by,
    section_beside,
    section_for,
    usual_name,
    usual_sections,
    words_of,
    words_of_absent,
)
from digest.compose.lexicon import telling_words
from digest.compose.places import home_of
from digest.compose.section_model import Likeness, SectionModel, Standpoint, train
from digest.compose.tokenizer import plain, stems
from digest.model.article import Article
from digest.model.edition import MORE_NEWS
from digest.model.message import Message, Text
from digest.model.settings import Section, Source

FEWEST_SEEDS = 2
"""Different seed words a story must use before they decide; one alone is chance."""

SURE_ENOUGH = 0.4
"""How sure the model must be; below, a reader is better served by "more news"."""

SURE_BESIDE = 0.5
"""The share that a section must have of what a story reads like beside an absent section."""

_AKIN = frozenset({"politics", "world"})
"""Sections between which an editor would take either: doubt between them is no doubt."""

_OF_AN_OUTLET = frozenset({WORLD, NATIONAL, "local"})
"""Sections that mean something else to each outlet."""

TOPIC_WORDS = 4
MOVE_COUNTS = 3
"""An editor's move teaches as much as this many articles that were filed by their sources."""

READ_ARTICLES, READ_CHARACTERS = 5, 1500
"""How much of a story is read: its first articles, and of each the beginning."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filing:
    """The id of a section, or ``MORE_NEWS``, and why."""

    section: str
    why: Text


class Filer:
    """Files stories. What there is to learn of a language it learns when the first story needs it:
    on most days of most newsrooms, the sources say it all."""

    def __init__(
        self,
        *,
        sections: Sequence[Section],
        sources: Mapping[str, Source],
        language: str,
        archive: Sequence[Article] = (),
        moved: Mapping[str, str] | None = None,
        home: Set[str] = frozenset(),
    ) -> None:
        """``language`` is that of articles which do not say theirs; ``moved`` are the sections that
        editors moved articles to, by the articles' ids; ``home`` are the newsroom's own countries,
        else those where each language is at home."""
        self._sections = sections
        self._sources = sources
        self._language = language
        self._archive = archive
        self._moved = moved or {}
        self._home = home
        self._models: dict[str, SectionModel | None] = {}

    def file(self, stories: Sequence[Sequence[Article]]) -> list[Filing]:
        """Where each story is filed: the stories as their articles, the leading one first."""
        filings: dict[int, Filing] = {}
        unsaid: defaultdict[str, list[int]] = defaultdict(list)
        for place, articles in enumerate(stories):
            said = _by_source(articles, self._sections, self._sources)
            if filing := said or _by_seeds(articles, self._sections):
                filings[place] = filing
            else:
                unsaid[articles[0].language or self._language].append(place)
        for language, places in unsaid.items():
            found = self._by_model([stories[place] for place in places], language)
            filings |= zip(places, found, strict=True)
        return [filings[place] for place in range(len(stories))]

    def _by_model(self, stories: Sequence[Sequence[Article]], language: str) -> list[Filing]:
        model = self._model(language)
        if model is None:
            return [_unfiled(articles) for articles in stories]
        found = model.file_stories([articles[:READ_ARTICLES] for articles in stories])
        return [
            _by_likeness(articles, self._sections, model, likeness)
            for articles, likeness in zip(stories, found, strict=True)
        ]

    def _model(self, language: str) -> SectionModel | None:
        if language not in self._models:
            self._models[language] = learn(
                self._examples, sections=self._sections, language=language, home=self._home
            )
        return self._models[language]

    @cached_property
    def _examples(self) -> list[tuple[Article, str]]:
        """What the archive teaches, of whatever language; read once."""
        return examples_of(
            self._archive, sections=self._sections, sources=self._sources, moved=self._moved
        )


def examples_of(
    archive: Sequence[Article],
    *,
    sections: Sequence[Section],
    sources: Mapping[str, Source],
    moved: Mapping[str, str],
) -> list[tuple[Article, str]]:
    """What the archive teaches: the articles whose sources name one of the sections, with its id,
    and as several each those that an editor ``moved`` to one (their ids, and its)."""
    moved = {one: to for one, to in moved.items() if to in {each.id for each in sections}}
    lessons = [(article, moved[article.id]) for article in archive if article.id in moved]
    filed = [
        (article, _by_source([article], sections, sources))
        for article in archive
        if article.id not in moved
    ]
    named = [(article, filing.section) for article, filing in filed if filing]
    return [*named, *lessons * MOVE_COUNTS]


def learn(
    examples: Sequence[tuple[Article, str]],
    *,
    sections: Sequence[Section],
    language: str,
    home: Set[str] = frozenset(),
) -> SectionModel | None:
    """What the examples teach, and the words usual in such sections, and in those that the newsroom
    has not got. None where there are no sections."""
    if not sections:
        return None
    words = words_of(sections, language) | words_of_absent(sections, language)
    standpoint = Standpoint(
        home=home or home_of(language),
        world=_section_after(WORLD, sections),
        national=_section_after(NATIONAL, sections),
    )
    return train(examples, language, words, standpoint)


def _section_after(usual: str, sections: Sequence[Section]) -> str:
    """The id of the section called after a usual one; the usual one's where there is none."""
    return next((each.id for each in sections if usual in called_after(each)), usual)


def unreachable_sections(
    sections: Sequence[Section],
    sources: Mapping[str, Source],
    archive: Sequence[Article],
    languages: Collection[str],
) -> tuple[Section, ...]:
    """The sections in which nothing can land: no source is filed to them, no article of the archive
    is of them, and no words are known that speak for them in any of the languages."""
    filed = (_by_source([article], sections, sources) for article in archive)
    known = {filing.section for filing in filed if filing}
    known |= {_section_called(source.section, sections) for source in sources.values()}
    spoken = {*languages, *(article.language for article in archive)}
    return tuple(
        section
        for section in sections
        if section.id not in known and not any(is_known_in(section, each) for each in spoken)
    )


def sections_named(articles: Sequence[Article]) -> tuple[Section, ...]:
    """The sections that the sources of these articles name, in the order they are first named: for
    a newsroom that has set up none. The id is the name in plain lower-case letters. Where no source
    names one, those that most newspapers have."""
    named = {plain(article.section): article.section for article in reversed(articles)}
    found = tuple(Section(id=key, title=named[key]) for key in reversed(named) if key)
    return found or usual_sections()


def _by_likeness(
    articles: Sequence[Article],
    sections: Sequence[Section],
    model: SectionModel,
    likeness: Likeness,
) -> Filing:
    here = {section.id: section for section in sections}
    shares = _shares_here(likeness, sections, model)
    best = max(shares, key=lambda section: shares[section])
    akin = {id_ for id_, section in here.items() if called_after(section) & _AKIN}
    sure = sum(shares.get(id_, 0.0) for id_ in (akin if best in akin else {best}))
    if sure >= SURE_ENOUGH and best not in here:
        absent, best = best, section_beside(best, sections)
        rest = 1 - shares[absent]
        sure = shares.get(best, 0.0) / rest if rest > 0 else 0.0
        if sure < SURE_BESIDE:
            return _unfiled(articles, absent)
    if sure < SURE_ENOUGH:
        return _unfiled(articles)
    key = "section_from_archive" if best in model.from_archive else "section_from_model"
    return Filing(section=best, why=Message(f"reason.{key}", section=best, sure=min(sure, 1.0)))


def _shares_here(
    likeness: Likeness, sections: Sequence[Section], model: SectionModel
) -> Mapping[str, float]:
    """The shares of the newsroom's sections, those of kinds of news that have none here put to the
    section which takes such news; and of the kinds that none takes."""
    abroad = likeness.places.abroad > likeness.places.home
    domestic = {section.id for section in sections if NATIONAL in called_after(section)}
    shares: defaultdict[str, float] = defaultdict(float)
    for kind, share in likeness.shares.items():
        if kind in domestic and abroad and kind not in model.from_archive:
            shares[_section_after(WORLD, sections)] += share
        elif kind in {section.id for section in sections}:
            shares[kind] += share
        else:
            shares[section_for(kind, sections, abroad=abroad) or kind] += share
    return shares


def _unfiled(articles: Sequence[Article], section: str = "") -> Filing:
    """In no section of ours; ``section`` is another that they read like."""
    text = "\n".join(
        f"{a.title}\n{a.title}\n{a.dek or a.text[:300]}" for a in articles[:READ_ARTICLES]
    )
    about = telling_words(text, articles[0].language, TOPIC_WORDS)
    key = "reason.section_not_here" if section else "reason.section_unknown"
    values: dict[str, Text] = {"section": usual_name(section)} if section else {}
    if not about:
        return Filing(section=MORE_NEWS, why=Message(key, **values))
    return Filing(section=MORE_NEWS, why=Message(f"{key}_about", words=", ".join(about), **values))


def _by_source(
    articles: Sequence[Article], sections: Sequence[Section], sources: Mapping[str, Source]
) -> Filing | None:
    """The section that most of the articles' sources name; on a tie, the leading article's."""
    named: Counter[str] = Counter()
    words: dict[str, str] = {}
    for article in articles:
        source = sources.get(article.source)
        own = (article.section, source.section if source else "", *_path(article.url))
        for word in own:
            if section := _section_called(word, sections):
                named[section] += 1
                words.setdefault(section, word)
                break
    if not named:
        return None
    section = named.most_common(1)[0][0]
    return Filing(section=section, why=Message("reason.filed_by_source", words=words[section]))


def _path(url: str) -> list[str]:
    """The words of a URL that may name a section: the parts of its path before the last, which is
    the article's own. Where news is from ("world", "local") is no part of them: it is said as the
    outlet sees it, which may be another country's."""
    try:
        steps = urlsplit(url).path.split("/")[:-1]
    except ValueError:
        return []
    return [step for step in steps if (usual := named_by(step)) and not usual & _OF_AN_OUTLET]


def _section_called(word: str, sections: Sequence[Section]) -> str:
    """The id of the section a word names, whole or as one step of a path ("News/Politics"): by its
    own names, else by those that such sections usually have."""
    if not word:
        return ""
    steps = {plain(word), *(plain(step) for part in word.split("/") for step in part.split(">"))}
    for section in sections:
        if steps & _names(section.id, section.title, section.aliases):
            return section.id
    usual = frozenset().union(*map(named_by, steps))
    if len(usual) != 1:
        return ""
    return next((each.id for each in sections if usual & called_after(each)), "")


@cache
def _names(section: str, title: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(name) for name in (section, title, *aliases))


def _by_seeds(articles: Sequence[Article], sections: Sequence[Section]) -> Filing | None:
    """The section with the most seed words in headlines (twice) and texts, if it leads clearly."""
    if not any(section.seeds for section in sections):
        return None
    leading = articles[0]
    text = "\n".join(
        f"{a.title}\n{a.title}\n{a.dek}\n{a.text[:READ_CHARACTERS]}"
        for a in articles[:READ_ARTICLES]
    )
    counts = Counter(stems(text, leading.language))
    best: tuple[float, Section, list[str]] | None = None
    for section in sections:
        seeds = _seed_stems(section.seeds, leading.language)
        hits = sorted((seed for seed in seeds if counts[seed]), key=lambda seed: -counts[seed])
        weight = sum(counts[seed] ** 0.5 for seed in hits)
        if len(hits) >= FEWEST_SEEDS and (best is None or weight > best[0]):
            best = (weight, section, [seeds[hit] for hit in hits])
    if best is None:
        return None
    return Filing(
        section=best[1].id, why=Message("reason.section_by_words", best=", ".join(best[2][:4]))
    )


@cache
def _seed_stems(seeds: tuple[str, ...], language: str) -> dict[str, str]:
    return {stem: seed for seed in seeds for stem in stems(seed, language)[:1]}
