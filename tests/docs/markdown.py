"""What the generated parts share: tables, docstrings as Markdown, and the comments on fields."""

from __future__ import annotations

import ast
import inspect
import io
import re
import textwrap
import tokenize
from collections.abc import Iterable, Iterator, Sequence

_ROLE = re.compile(r":\w+:`~?([^`]+)`")
_LITERAL = re.compile(r"``([^`]+)``")
_CODE = re.compile(r"(`` .*? ``|`[^`]*`)")
_BLOCK = re.compile(r"(?m)^(.*?)(:?):\n\n((?:(?: {4,}.*)?\n)*(?: {4,}.+))")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; a cell may hold anything, and is put on one line."""
    lines = [head, ["---"] * len(head), *([_cell(text) for text in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    pieces = _CODE.split(" ".join(text.split()))
    # outside code, what looks like HTML would be taken for it
    pieces[::2] = [piece.replace("<", "&lt;") for piece in pieces[::2]]
    return "".join(pieces).replace("|", "\\|")


def code(text: str) -> str:
    """Text as code in one line, backquotes in it or not."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def block(text: str, language: str = "") -> str:
    """Text as a block of code."""
    return f"```{language}\n{text}\n```"


def prose(docstring: str) -> str:
    """A docstring as Markdown: its literals as code, its indented blocks as blocks of code."""
    text = inspect.cleandoc(docstring)
    text = _BLOCK.sub(_fenced, text)
    text = _ROLE.sub(lambda found: code(found[1].rpartition(".")[2]), text)
    return _LITERAL.sub(lambda found: code(found[1]), text)


def _fenced(found: re.Match[str]) -> str:
    before = f"{found[1]}:\n\n" if found[1] else ""
    return before + block(textwrap.dedent(found[3]))


def first_sentence(docstring: str, *, of: str = "") -> str:
    """What a module says of itself first, as Markdown, without the full stop, and without the name
    ``of`` what it is, where it begins with that."""
    paragraph = " ".join(prose(docstring).partition("\n\n")[0].split())
    sentence = paragraph.partition(". ")[0].removesuffix(".")
    name, colon, rest = sentence.partition(": ")
    return f"{rest[:1].upper()}{rest[1:]}" if colon and name.casefold() == of else sentence


def comments_on(shape: type) -> dict[str, str]:
    """The comments on a class's fields, by the fields' names: beside a field, else right above."""
    source = textwrap.dedent(inspect.getsource(shape))
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.ClassDef)
    comments, lines = dict(_comments(source)), source.splitlines()
    found: dict[str, str] = {}
    for node in definition.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name):
            rows = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            beside = " ".join(comments[row] for row in rows if row in comments)
            above = comments.get(node.lineno - 1, "")
            is_alone = lines[node.lineno - 2].lstrip().startswith("#")
            found[target.id] = beside or (above if is_alone else "")
    return found


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """The comments of a source, by their lines."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and not token.string.startswith("# noqa"):
            yield token.start[0], token.string.lstrip("# ")
