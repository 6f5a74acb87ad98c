"""Templates, themes and words: opened once, from a newsroom's own folder and then from ours."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.nodes import Include

from digest.model.catalogue import Catalogue, CatalogueError, languages
from digest.model.errors import PresentError, WordsError
from digest.model.message import Message, Text
from digest.model.own_words import MAILS, language_of_words, own_files, with_own
from digest.present.context import Context
from digest.present.line_wrap import fold
from digest.present.mail_words import AREA, MailWords, words_of
from digest.present.theme import THEME_FILE, Theme, read_theme
from digest.present.topic_spans import for_topic
from digest.present.word_breaks import breakable

TEMPLATE_LINE = "rendering.line"
"""The key of the message that names a template's line: ``path`` and ``line``."""


class _Compiled(BytecodeCache):
    """What this process has compiled: each build opens the templates anew, and most files are what
    they were. A file is known by its path and by the checksum of its text."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._code) >= _MOST_COMPILED:
            self.clear()
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code

    def clear(self) -> None:
        self._code.clear()


_MOST_COMPILED = 500
_COMPILED = _Compiled()


class Templates:
    """The template files of one project: a file in its own folder stands before ours."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders
        self._environment = Environment(
            loader=_files(folders),
            bytecode_cache=_COMPILED,
            undefined=StrictUndefined,
            # Jinja leaves .mjml unescaped by itself; a headline would then be markup
            autoescape=select_autoescape(disabled_extensions=("txt",), default=True),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["fold"] = fold
        self._environment.filters["for_topic"] = for_topic
        self._environment.filters["breakable"] = breakable
        self._theme: Theme | None = None
        self._catalogues: dict[str, Catalogue] = {}

    def theme(self) -> Theme:
        """The theme that all templates share.

        :raises PresentError: ``theme.toml`` has mistakes.
        """
        if self._theme is None:
            self._theme = read_theme(self.source(THEME_FILE))
        return self._theme

    def words(self, language: str) -> MailWords:
        """The words for a language: those of its very region, else of the language, else English.

        :raises WordsError: the file of words has mistakes.
        """
        return words_of(self.catalogue(language))

    def catalogue(self, language: str) -> Catalogue:
        """All that a mail says by itself in a language, around stories and beside them.

        :raises WordsError: the file of words has mistakes.
        """
        if language not in self._catalogues:
            try:
                found = with_own(language, MAILS, self._own_words())
            except CatalogueError as error:
                words = Message("template.mistakes", mistakes=list(error.mistakes))
                raise WordsError(words, where=error.file) from error
            self._catalogues[language] = found
        return self._catalogues[language]

    def language_of_words(self, language: str) -> str:
        """Which of ``languages()`` a mail in a language speaks; "" where nobody has written its
        words, so that it speaks English."""
        return language_of_words(language, AREA, self._own_words())

    def _own_words(self) -> Path | None:
        """The folder of the newsroom's own words, which need not be there."""
        own = self._folders[0]
        return own / "words" if own != our_templates() else None

    def fill(self, name: str, context: Context) -> str:
        """The template ``name`` ("morning.mjml") filled with a context.

        :raises PresentError: the template or a part is missing, has a syntax error, or uses a name
            that the context does not have; ``where`` names the file and line.
        """
        names = {entry.name: getattr(context, entry.name) for entry in fields(context)}
        template = self._template(name)
        try:
            return template.render(names)
        except TemplateSyntaxError as error:  # in a part
            raise PresentError(
                str(error.message), where=line_of(error.name, error.lineno)
            ) from error
        except TemplateNotFound as error:
            words = Message("rendering.no_such_part", path=str(error.name))
            raise PresentError(words, where=self._place(error, name)) from error
        except Exception as error:  # an expression in a template may raise anything
            raise PresentError(str(error), where=self._place(error, name)) from error

    def _place(self, error: Exception, name: str) -> Text:
        """The innermost template line that led to an error: Jinja puts them into the traceback."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            path = Path(frame.filename)
            for folder in self._folders:
                if path.is_relative_to(folder) and path.suffix in (".mjml", ".txt"):
                    return line_of(path.relative_to(folder).as_posix(), frame.lineno)
        return name

    def rewritten(self, rewrite: Callable[[str, str], str]) -> Templates:
        """The same templates, the source of each MJML file changed: ``rewrite(source, name)``."""
        other = Templates(self._folders)
        other._environment.loader = _Rewriting(_files(self._folders), rewrite)
        return other

    def names(self) -> tuple[str, ...]:
        """The MJML files of both folders, by their names inside them."""
        return tuple(self._environment.list_templates(extensions=["mjml"]))

    def editions(self) -> tuple[str, ...]:
        """The templates that a newsletter may name: "morning" for ``morning.mjml``."""
        return tuple(name.removesuffix(".mjml") for name in self.names() if "/" not in name)

    def languages(self) -> tuple[str, ...]:
        """The languages that somebody has written words for: "de"."""
        return tuple(sorted({*languages(AREA), *own_files(self._own_words())}))

    def mistakes(self) -> Iterator[PresentError]:
        """What Jinja cannot read in any file, and parts that are included and not there."""
        for name in self._environment.list_templates(extensions=["mjml", "txt"]):
            try:
                source = self.source(name)
                tree = self._environment.parse(source, name)
            except PresentError as error:
                yield error
                continue
            except TemplateSyntaxError as error:
                yield PresentError(str(error.message), where=line_of(name, error.lineno))
                continue
            for include in tree.find_all(Include):
                part = getattr(include.template, "value", None)
                if isinstance(part, str) and not self._is_there(part):
                    where = line_of(name, include.lineno)
                    yield PresentError(Message("rendering.no_such_part", path=part), where=where)

    def _is_there(self, name: str) -> bool:
        return any((folder / name).is_file() for folder in self._folders)

    def source(self, name: str) -> str:
        """The text of a file as it was written, from the first folder that has it.

        :raises PresentError: no folder has it, or it is not UTF-8.
        """
        loader = self._environment.loader
        assert loader is not None  # noqa: S101 - set above; for the type checker
        try:
            return loader.get_source(self._environment, name)[0]
        except TemplateNotFound as error:
            raise PresentError(Message("rendering.no_such_file", path=name), where=name) from error
        except UnicodeDecodeError as error:
            raise PresentError(Message("rendering.not_utf_8", error=error), where=name) from error

    def _template(self, name: str) -> Template:
        try:
            return self._environment.get_template(name)
        except TemplateSyntaxError as error:
            raise PresentError(
                str(error.message), where=line_of(error.name, error.lineno)
            ) from error
        except TemplateNotFound as error:
            raise PresentError(
                Message("rendering.no_such_template", path=str(error.name)), where=name
            ) from error
        except UnicodeDecodeError as error:
            raise PresentError(Message("rendering.not_utf_8", error=error), where=name) from error


class _Rewriting(BaseLoader):
    """A loader that changes each MJML source on its way."""

    def __init__(self, inner: FileSystemLoader, rewrite: Callable[[str, str], str]) -> None:
        self._inner = inner
        self._rewrite = rewrite

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, path, is_fresh = self._inner.get_source(environment, template)
        if template.endswith(".mjml"):
            source = self._rewrite(source, template)
        return source, path, is_fresh


def _files(folders: tuple[Path, ...]) -> FileSystemLoader:
    """The files of the folders, with or without the byte order mark that some editors write."""
    return FileSystemLoader(folders, encoding="utf-8-sig")


def open_templates(own: Path | None = None) -> Templates:
    """The templates of a newsroom's ``own`` folder, file by file before the ones we ship.

    :raises PresentError: our own folder is missing: a broken installation.
    """
    ours = our_templates()
    return Templates((own, ours) if own is not None and own != ours else (ours,))


@lru_cache(maxsize=1)
def our_templates() -> Path:
    """The folder of the templates that we ship: in a wheel inside the package, else beside it.

    :raises PresentError: it is missing: a broken installation.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / THEME_FILE).is_file():
            return folder
    raise PresentError(Message("rendering.templates_missing"), where=str(package))


def line_of(name: object, line: int | str | None) -> Text:
    """A line of a template as an error names it: "parts/x.mjml line 3"."""
    if not line:
        return str(name)
    return Message(TEMPLATE_LINE, path=str(name or "template"), line=int(line))
