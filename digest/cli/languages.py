"""Languages: what newsletters have words in, what there is, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from digest.cli.output import print_json, put, warn
from digest.cli.project import Project, json_option, pass_project

WITH_GAPS = 1


@click.command()
@json_option
@pass_project
def languages(folder: Path, as_json: bool) -> int:
    """Show the languages there are words in, ours and the project's own, and what each lacks. Exit
    code 1 where one that this project's newsletters use lacks something."""
    from digest.model.catalogue import FOLDER
    from digest.model.own_words import own_files, own_folders

    ours = {path.name for path in FOLDER.iterdir() if path.is_dir()}
    own = {tag for words in own_folders(folder).values() for tag in own_files(words)}
    for tag in sorted(ours | own):
        state = _state_of(tag, folder)
        print_json(asdict(state)) if as_json else put(_in_words(state))
    if not (folder / "schedules.toml").is_file():
        return 0
    project = Project(folder)
    gaps = missing_words(project)
    for line in (*gaps, *doubts_about_own_words(project)):
        warn(line)
    return WITH_GAPS if gaps else 0


@dataclass(frozen=True, kw_only=True)
class _LanguageState:
    """A language: the areas that it has whole, the keys that those lack which are begun, the areas
    that it says in English; and the newsroom's own files for it."""

    language: str
    whole: list[str]
    lacks: dict[str, list[str]]
    none: list[str]
    own: list[str]


def _state_of(tag: str, folder: Path) -> _LanguageState:
    """:raises CatalogueError: a file of the language has mistakes."""
    from digest.model.catalogue import FOLDER, SOURCE, in_english, read_folder
    from digest.model.languages import fallbacks
    from digest.model.own_words import own_files, own_folders, with_own

    folders = own_folders(folder)
    state = _LanguageState(language=tag, whole=[], lacks={}, none=[], own=[])
    areas = dict.fromkeys(key.partition(".")[0] for key in read_folder(SOURCE))
    for words in folders.values():
        if file := own_files(words).get(tag):
            state.own.append(file.relative_to(folder).as_posix())
    for area in areas:
        of_file = ((together, own) for together, own in folders.items() if area in together)
        together, own = next(of_file, ((area,), None))
        english = in_english(with_own(tag, together, own), [area])
        lacking = [key.partition(".")[2] for key in english]
        ours = any((FOLDER / each / f"{area}.toml").is_file() for each in fallbacks(tag))
        if not lacking:
            state.whole.append(area)
        elif ours or tag in own_files(own):
            state.lacks[area] = lacking
        else:
            state.none.append(area)
    return state


def _in_words(state: _LanguageState) -> str:
    line = f"{state.language:6} {', '.join(state.whole)}"
    line += "".join(f"; lacks {', '.join(keys)}" for keys in state.lacks.values())
    line += f"; in English: {', '.join(state.none)}" if state.none else ""
    return line + (f"; your own: {', '.join(state.own)}" if state.own else "")


def missing_words(project: Project) -> list[str]:
    """What readers are going to read in English because nobody wrote it in their newsletter's
    language, a sentence for each language and kind; it names the file to add, or to complete.

    :raises CatalogueError: a file of the newsroom's own words has mistakes.
    """
    from digest.model.own_words import own_folders

    refuse_mistakes(project)
    kinds = zip(own_folders(project.folder).items(), ("mails", "readers' pages"), strict=True)
    asked = [(areas, own, what) for (areas, own), what in kinds]
    return [
        gap
        for language, newsletters in languages_of(project).items()
        for areas, own, what in asked
        for gap in _gaps(language, areas, own, f"the {what} of {', '.join(newsletters)}")
    ]


def refuse_mistakes(project: Project) -> None:
    """Reads every file of words that may be spoken: ours in English and in the languages of the
    desk and of the newsletters, and all of the newsroom's own.

    :raises CatalogueError: the first of them that has mistakes; all of these are in it.
    """
    from digest.model.catalogue import SOURCE, catalogue, languages, read_file
    from digest.model.own_words import own_files, own_folders

    for language in (SOURCE, *languages("desk"), *languages_of(project)):
        catalogue(language)
    for areas, folder in own_folders(project.folder).items():
        for tag, file in own_files(folder).items():
            read_file(file, language=tag, areas=areas)


def _gaps(language: str, areas: tuple[str, ...], own: Path, what: str) -> Iterator[str]:
    from digest.model.catalogue import FOLDER, in_english
    from digest.model.own_words import language_of_words, own_files, with_own

    known = language_of_words(language, areas[0], own)
    if not known:
        english = " and ".join(str(FOLDER / "en" / f"{area}.toml") for area in areas)
        yield (
            f"{what} have no words in {language!r} and use English ones:"
            f" translate {english} as {own / language}.toml"
        )
        return
    keys = [key.partition(".")[2] for key in in_english(with_own(known, areas, own), areas)]
    if keys:
        file = own_files(own).get(known, own / f"{known}.toml")
        yield f"{what} say in English what {file} lacks: {', '.join(keys)}"


def doubts_about_own_words(project: Project) -> list[str]:
    """What looks wrong in the newsroom's own words and need not be, a sentence for each: files that
    nobody reads, and values of a sentence that one does not show.

    :raises CatalogueError: a file of them has mistakes.
    """
    return [*_files_unread(project), *_values_left_out(project)]


def _values_left_out(project: Project) -> Iterator[str]:
    from digest.model.catalogue import english, read_file
    from digest.model.own_words import own_files, own_folders

    for areas, folder in own_folders(project.folder).items():
        for tag, file in own_files(folder).items():
            for key, sentence in read_file(file, language=tag, areas=areas).items():
                for name in sorted(sentence.left_out(english().sentences[key])):
                    yield f"{file}: {key.partition('.')[2]} leaves out {{{name}}}"


def _files_unread(project: Project) -> list[str]:
    """The files of the newsroom's own words that nobody reads, a sentence for each that says why:
    no language is called so, or no newsletter is in it, or its folder has no words."""
    from digest.model.catalogue import chain
    from digest.model.languages import base_language
    from digest.model.own_words import files_of_no_language, own_files, own_folders

    folders = own_folders(project.folder)
    lines = [
        f"nobody reads {file}: name it by its language's tag, once, like de.toml or en-GB.toml"
        for folder in folders.values()
        for file in files_of_no_language(folder)
    ]
    spoken = {tag for language in languages_of(project) for tag in chain(language)}
    mails = next(iter(folders.values()))
    lines += [
        f"nobody reads {file}: no newsletter is in {tag!r}"
        for tag, file in own_files(mails).items()
        if tag not in spoken
    ]
    words, pages = folders.values()
    lines += [
        f"nobody reads {file}: words of mails are in {words}, those of readers' pages in {pages}"
        for file in sorted((project.folder / "templates").glob("*/*.toml"))
        if file.parent not in folders.values() and base_language(file.stem)
    ]
    return lines


def warn_of_missing_words(project: Project) -> None:
    """Says what is missing, if anything is, on standard error; no edition waits for it.

    :raises CatalogueError: a file of the newsroom's own words has mistakes.
    """
    for line in (*missing_words(project), *doubts_about_own_words(project)):
        warn(line)


def languages_of(project: Project) -> dict[str, list[str]]:
    """The newsletters' ids by language."""
    settings = project.settings
    found: dict[str, list[str]] = {}
    for newsletter in settings.newsletters.values():
        language = newsletter.language or settings.publication.language
        found.setdefault(language, []).append(newsletter.id)
    return found
