"""Languages of newsletters in which the words around the news are missing."""

from __future__ import annotations

from pathlib import Path

from digest.cli.project import Project
from digest.cli.talk import warn


def missing_words(project: Project) -> list[str]:
    """What readers are going to read in English because nobody wrote it in their newsletter's
    language, a sentence for each language and kind; it names the file to add.

    :raises PresentError: a file of the newsroom's own words has mistakes.
    """
    from digest.present.templates import our_templates
    from digest.readers.words import FOLDER, read_words, speaks
    from digest.readership import own_words

    templates, own = project.open_templates(), own_words(project.settings)
    for file in sorted(own.glob("*.toml")):
        read_words(file)
    lines = []
    for language, newsletters in languages_of(project).items():
        mails = f"the mails of {', '.join(newsletters)}", project.folder / "templates" / "words"
        pages = f"the readers' pages of {', '.join(newsletters)}", own
        if not templates.language_of_words(language):
            lines.append(_line(language, *mails, our_templates() / "words"))
        if not speaks(language, own):
            lines.append(_line(language, *pages, FOLDER))
    return lines


def warn_of_missing_words(project: Project) -> None:
    """Says what is missing, if anything is, on standard error; no edition waits for it."""
    from digest.errors import PresentError

    try:
        missing = missing_words(project)
    except PresentError as error:
        missing = [str(error)]
    for line in missing:
        warn(line)


def _line(language: str, what: str, own: Path, ours: Path) -> str:
    file, english = own / f"{language}.toml", ours / "en.toml"
    return (
        f"{what} have no words in {language!r} and use English ones: translate {english} as {file}"
    )


def languages_of(project: Project) -> dict[str, list[str]]:
    """The newsletters' ids by language."""
    settings = project.settings
    found: dict[str, list[str]] = {}
    for newsletter in settings.newsletters.values():
        language = newsletter.language or settings.publication.language
        found.setdefault(language, []).append(newsletter.id)
    return found
