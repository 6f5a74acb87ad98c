"""Languages: what newsletters have words in, what there is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from digest.cli.output import print_json, put, warn
from digest.cli.project import Project, json_option, pass_project

WITH_GAPS = 1


@click.command()
@json_option
@pass_project
def languages(folder: Path, as_json: bool) -> int:
    """Show the languages there are words in, and what each lacks. Exit code 1 where one that this
    project's newsletters use lacks something."""
    from digest.model.catalogue import FOLDER, SOURCE, lacking, read_folder

    areas = list(dict.fromkeys(key.partition(".")[0] for key in read_folder(SOURCE)))
    for tag in sorted(path.name for path in FOLDER.iterdir() if path.is_dir()):
        missing = lacking(tag)
        whole = [area for area in areas if area not in missing]
        begun = {
            area: keys for area, keys in missing.items() if (FOLDER / tag / f"{area}.toml").exists()
        }
        none = [area for area in missing if area not in begun]
        if as_json:
            print_json({"language": tag, "whole": whole, "lacks": begun, "none": none})
            continue
        line = f"{tag:6} {', '.join(whole)}"
        line += "".join(f"; lacks {', '.join(keys)}" for keys in begun.values())
        put(line + (f"; in English: {', '.join(none)}" if none else ""))
    gaps = missing_words(Project(folder)) if (folder / "schedules.toml").is_file() else []
    for gap in gaps:
        warn(gap)
    return WITH_GAPS if gaps else 0


def missing_words(project: Project) -> list[str]:
    """What readers are going to read in English because nobody wrote it in their newsletter's
    language, a sentence for each language and kind; it names the file to add, or to complete.

    :raises CatalogueError: a file of the newsroom's own words has mistakes.
    """
    from digest.pipelines.subscriptions import own_words

    mails = project.folder / "templates" / "words"
    pages = own_words(project.settings)
    refuse_mistakes(project)
    lines = list[str]()
    for language, newsletters in languages_of(project).items():
        named = ", ".join(newsletters)
        lines += _gaps(language, "mail", mails, f"the mails of {named}")
        lines += _gaps(language, "pages", pages, f"the readers' pages of {named}")
    return lines


def refuse_mistakes(project: Project) -> None:
    """Reads every file of words that may be spoken: ours in English and in the languages of the
    desk and of the newsletters, and all of the newsroom's own.

    :raises CatalogueError: the first of them that has mistakes; all of these are in it.
    """
    from digest.model.catalogue import SOURCE, catalogue, languages, read_area
    from digest.pipelines.subscriptions import own_words

    for language in (SOURCE, *languages("desk"), *languages_of(project)):
        catalogue(language)
    own = {"mail": project.folder / "templates" / "words", "pages": own_words(project.settings)}
    for area, folder in own.items():
        for file in sorted(folder.glob("*.toml")):
            read_area(file, language=file.stem, area=area)


def _gaps(language: str, area: str, own: Path, what: str) -> Iterator[str]:
    from digest.model.catalogue import FOLDER, in_english, language_of_words, with_own

    known = language_of_words(language, area, own)
    if not known:
        english = FOLDER / "en" / f"{area}.toml"
        yield (
            f"{what} have no words in {language!r} and use English ones:"
            f" translate {english} as {own / language}.toml"
        )
        return
    keys = [key.partition(".")[2] for key in in_english(with_own(known, area, own), area)]
    if keys:
        yield f"{what} say in English what {own / known}.toml lacks: {', '.join(keys)}"


def warn_of_missing_words(project: Project) -> None:
    """Says what is missing, if anything is, on standard error; no edition waits for it."""
    from digest.model.catalogue import CatalogueError

    try:
        missing = missing_words(project)
    except CatalogueError as error:
        missing = [str(error)]
    for line in missing:
        warn(line)


def languages_of(project: Project) -> dict[str, list[str]]:
    """The newsletters' ids by language."""
    settings = project.settings
    found: dict[str, list[str]] = {}
    for newsletter in settings.newsletters.values():
        language = newsletter.language or settings.publication.language
        found.setdefault(language, []).append(newsletter.id)
    return found
