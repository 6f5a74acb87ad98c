"""Topics: which section a story stands in.

The source's own word for it comes first (the section named by an article, else the one its source
is set to), then the seed words of the settings' sections, then what the newsroom's own archive and
the words usual in such sections say (``sections.py``) if that is sure enough, else "more news",
with words for what it is about. Where the settings name no sections, those that the sources name
themselves serve, else the usual ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from digest.compose.default_sections import usual_name, usual_sections, words_of, words_of_absent
from digest.compose.lexicon import telling_words
from digest.compose.section_model import SectionModel, train
from digest.compose.tokenizer import plain, stems
from digest.model.article import Article
from digest.model.edition import MORE_NEWS
from digest.model.message import Message, Text
from digest.model.settings import Section, Source

FEWEST_SEEDS = 2
"""Different seed words a story must use before they decide; one alone is chance."""

SURE_ENOUGH, CLEARLY_AHEAD = 0.5, 0.2
"""How sure the model must be, and by how much of the next section; below, a reader is
better served by "more news"."""

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
    ) -> None:
        """``language`` is that of articles which do not say theirs; ``moved`` are the sections that
        editors moved articles to, by the articles' ids."""
        self._sections = sections
        self._sources = sources
        self._language = language
        self._archive = archive
        self._moved = moved or {}
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
                self._archive,
                sections=self._sections,
                sources=self._sources,
                language=language,
                moved=self._moved,
            )
        return self._models[language]


def learn(
    archive: Sequence[Article],
    *,
    sections: Sequence[Section],
    sources: Mapping[str, Source],
    language: str,
    moved: Mapping[str, str] | None = None,
) -> SectionModel | None:
    """What the archive's articles, those whose sources name one of the sections, teach; and more
    so those that an editor ``moved`` to a section (their ids, and its); and the words usual in such
    sections, and in those that the newsroom has not got. None where there are no sections."""
    if not sections:
        return None
    moved = {one: to for one, to in (moved or {}).items() if to in {each.id for each in sections}}
    lessons = [(article, moved[article.id]) for article in archive if article.id in moved]
    filed = [
        (article, _by_source([article], sections, sources))
        for article in archive
        if article.id not in moved
    ]
    examples = [(article, filing.section) for article, filing in filed if filing]
    words = words_of(sections, language) | words_of_absent(sections, language)
    return train([*examples, *lessons * MOVE_COUNTS], language, words)


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
    likeness: tuple[str, float, float],
) -> Filing:
    section, sure, ahead = likeness
    if sure < SURE_ENOUGH or ahead < CLEARLY_AHEAD:
        return _unfiled(articles)
    if section not in {one.id for one in sections}:
        return _unfiled(articles, section)
    key = "section_from_archive" if section in model.from_archive else "section_from_model"
    return Filing(section=section, why=Message(f"reason.{key}", section=section, sure=sure))


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
        for word in (article.section, source.section if source else ""):
            section = _section_called(word, sections)
            if section:
                named[section] += 1
                words.setdefault(section, word)
                break
    if not named:
        return None
    section = named.most_common(1)[0][0]
    return Filing(section=section, why=Message("reason.filed_by_source", words=words[section]))


def _section_called(word: str, sections: Sequence[Section]) -> str:
    """The id of the section a word names, whole or as one step of a path ("News/Politics")."""
    if not word:
        return ""
    steps = {plain(word), *(plain(step) for part in word.split("/") for step in part.split(">"))}
    for section in sections:
        if steps & _names(section.id, section.title, section.aliases):
            return section.id
    return ""


@cache
def _names(section: str, title: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(name) for name in (section, title, *aliases))


def _by_seeds(articles: Sequence[Article], sections: Sequence[Section]) -> Filing | None:
    """The section with the most seed words in headlines (twice) and texts, if it leads clearly."""
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
