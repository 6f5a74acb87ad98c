"""A newsroom's own words: a file for each language in ``words/`` and ``pages/`` of its templates.

::

    templates/words/<tag>.toml    what a mail says by itself, ours and what stands beside stories
    templates/pages/<tag>.toml    what readers' pages say

A file may have all keys or some. Its tag is read as the settings read one: ``EN_gb`` is ``en-GB``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digest.model.catalogue import FOLDER, Catalogue, Sentence, catalogue, chain, ours, read_file
from digest.model.languages import fallbacks, standard_tag

MAILS = ("mail", "story")
"""The areas that a file of ``words/`` may have keys of."""

PAGES = ("pages",)
"""The areas that a file of ``pages/`` may have keys of."""


def own_folders(project: Path) -> dict[tuple[str, ...], Path]:
    """A project's folders of its own words, which need not be there, by the areas in them."""
    return {MAILS: project / "templates" / "words", PAGES: project / "templates" / "pages"}


def own_files(folder: Path | None) -> dict[str, Path]:
    """The files of a newsroom's folder, which need not be there, by their languages' tags. Of two
    for one language the one that is named as BCP 47 writes the tag is meant."""
    found: dict[str, Path] = {}
    for file in _named_by_tag(folder):
        tag = _tag_of(file)
        if tag and (tag not in found or file.stem == tag):
            found[tag] = file
    return found


def files_of_no_language(folder: Path | None) -> list[Path]:
    """The files of a newsroom's folder that nobody reads: no language is called so, or another file
    is for the same language."""
    read = set(own_files(folder).values())
    return [file for file in _named_by_tag(folder) if file not in read]


def with_own(language: str, areas: Sequence[str], own: Path | None) -> Catalogue:
    """Our catalogue of a language, with a newsroom's own words of some areas over it.

    :raises CatalogueError: one of its files has mistakes.
    """
    files = own_files(own)
    own_words = {
        tag: read_file(files[tag], language=tag, areas=areas)
        for tag in chain(language)
        if tag in files
    }
    if not own_words:
        return catalogue(language)
    sentences: dict[str, Sentence] = {}
    for tag in chain(language):
        sentences |= ours(tag) | own_words.get(tag, {})
    return Catalogue(language=language, sentences=sentences)


def has_words(language: str, area: str, own: Path | None = None) -> bool:
    """Whether somebody wrote an area's words in the language: we, or the newsroom in ``own``."""
    return bool(language_of_words(language, area, own))


def language_of_words(language: str, area: str, own: Path | None = None) -> str:
    """The tag whose words of an area are spoken in a language: that of its very region, or a more
    general one; empty where nobody wrote any."""
    files = own_files(own)
    known = {file.parent.name for file in FOLDER.glob(f"*/{area}.toml")} | files.keys()
    return next((tag for tag in fallbacks(language) if tag in known), "")


def _named_by_tag(folder: Path | None) -> list[Path]:
    if folder is None or not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() == ".toml")


def _tag_of(file: Path) -> str:
    try:
        return standard_tag(file.stem)
    except ValueError:
        return ""
