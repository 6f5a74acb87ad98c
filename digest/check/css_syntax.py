"""CSS taken apart by tinycss2: rules, declarations, selectors, and the values in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2

Token = Any
"""A node of tinycss2, which ships no types: a token, a function, or a block."""

_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
BLANK = ("whitespace", "comment")
WHOLE_PIXELS = re.compile(r"(\d+)(?:px)?")
"""A width in whole pixels, as an attribute or a value has it."""
_NUMERIC = ("number", "dimension", "percentage")
_PIXELS_PER = {"px": 1.0, "": 1.0, "em": 16.0, "rem": 16.0, "pt": 4 / 3}


@dataclass(frozen=True, kw_only=True, slots=True)
class Declaration:
    """One declaration of a rule or a style attribute; name and value in lower case."""

    name: str
    value: str
    important: bool
    tokens: tuple[Token, ...] = field(default=(), compare=False, repr=False)  # the value's


@dataclass(frozen=True, kw_only=True, slots=True)
class StyleRule:
    """One rule of a style sheet; ``media`` is the condition around it, empty if there is none."""

    selector: str
    media: str
    declarations: tuple[Declaration, ...]
    prelude: tuple[Token, ...] = field(default=(), compare=False, repr=False)  # the selector's


def unescaped(css: str) -> str:
    r"""CSS with its escapes read: ``@\69mport`` is an import."""
    return _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), css)


@lru_cache(maxsize=4_096)  # a mail repeats few styles on many elements
def declarations_of(css: str) -> tuple[Declaration, ...]:
    """The declarations of a style attribute; what is none is left out."""
    return _declarations_in(css)


def _declarations_in(content: str | Sequence[Token]) -> tuple[Declaration, ...]:
    try:
        return tuple(_declarations(tinycss2.parse_blocks_contents(content, skip_comments=True)))
    except (ValueError, RecursionError):  # a number of 5,000 digits, blocks 1,000 deep
        return ()


def _declarations(nodes: Iterable[Token]) -> Iterator[Declaration]:
    for node in nodes:
        if node.type == "declaration":
            yield Declaration(
                name=node.lower_name,
                value=tinycss2.serialize(node.value).strip().lower(),
                important=node.important,
                tokens=tuple(one for one in node.value if one.type not in BLANK),
            )


@lru_cache(maxsize=128)  # many rules look at the few sheets of a mail
def rules_of(css: str) -> tuple[StyleRule, ...]:
    """The rules of a style sheet, those inside @media with their condition."""
    return _remembered_rules(css) if len(css) <= _REMEMBERED else _rules_of(css)


def _rules_of(css: str) -> tuple[StyleRule, ...]:
    try:
        return tuple(_rules(_nodes(css), ""))
    except (ValueError, RecursionError):
        return ()


_REMEMBERED = 50_000  # characters: a hostile sheet is not kept in memory
_remembered_rules = lru_cache(maxsize=32)(_rules_of)
"""Several checks ask for the same sheets, and the next mail has them, too."""


def _rules(nodes: Iterable[Token], media: str) -> Iterator[StyleRule]:
    for node in nodes:
        if node.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(node.content, skip_comments=True)
            yield StyleRule(
                selector=tinycss2.serialize(node.prelude).strip(),
                media=media,
                declarations=tuple(_declarations(content)),
                prelude=tuple(node.prelude),
            )
        elif node.type == "at-rule" and node.lower_at_keyword == "media" and node.content:
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from _rules(inner, tinycss2.serialize(node.prelude).strip().lower())


@lru_cache(maxsize=128)
def nested_at_rules(css: str) -> tuple[str, ...]:
    """The keywords of the at-rules that stand inside another at-rule's block: "@media"."""
    return tuple(
        f"@{token.value}"
        for around in _at_rules(css)
        for tokens in _lists(around.content or ())
        for token in tokens
        if token.type == "at-keyword"
    )


def fonts_defined(css: str) -> frozenset[str]:
    """The names, in lower case, that the @font-face rules of a style sheet give to fonts."""
    faces = (one for one in _at_rules(css) if one.lower_at_keyword == "font-face")
    return frozenset(
        name
        for face in faces
        for one in _declarations_in(face.content or ())
        if one.name == "font-family"
        for name in font_names(one)
    )


def _at_rules(css: str) -> Iterator[Token]:
    """The at-rules of a style sheet that stand in no other."""
    if "@" not in css:
        return
    try:
        nodes = _nodes(css)
    except (ValueError, RecursionError):
        return
    yield from (node for node in nodes if node.type == "at-rule")


def _nodes(css: str) -> Sequence[Token]:
    nodes: Sequence[Token] = tinycss2.parse_stylesheet(
        css, skip_comments=True, skip_whitespace=True
    )
    return nodes


@lru_cache(maxsize=4_096)
def value_lists(css: str) -> tuple[tuple[Token, ...], ...]:
    """The tokens of a style sheet or a style attribute, less those of selectors.

    What stands side by side is one list; what is inside a block or a function, a list of its own.
    """
    try:
        nodes = tinycss2.parse_component_value_list(css)
    except (ValueError, RecursionError):
        return ()
    return tuple(_lists(nodes, keep=_without_selectors))


def _lists(
    nodes: Sequence[Token], *, keep: Callable[[Sequence[Token]], Iterable[Token]] = tuple
) -> Iterator[tuple[Token, ...]]:
    """What is kept of a list of tokens, and of those in its blocks and functions, however deep."""
    waiting = [nodes]
    while waiting:  # by hand: hostile blocks are nested deeper than calls can be
        tokens = tuple(keep(waiting.pop()))
        yield tokens
        waiting += reversed([inside for one in tokens if (inside := children(one))])


def children(token: Token) -> Sequence[Token]:
    """The tokens in a block or a function; none for what holds no others."""
    inside: Sequence[Token] | None = getattr(token, "content", getattr(token, "arguments", None))
    return inside or ()


def _without_selectors(tokens: Sequence[Token]) -> Iterator[Token]:
    """Leave out what stands before a block in braces, up to the end of what came before it."""
    pending: list[Token] = []
    for one in tokens:
        if one.type == "{} block":
            pending.clear()
        pending.append(one)
        if one.type == "{} block" or one == ";":
            yield from pending
            pending = []
    yield from pending


def selectors(rule: StyleRule) -> Iterator[tuple[Token, ...]]:
    """Each selector of a rule's list, without blanks around it."""
    return (tuple(_stripped(one)) for one in _split(rule.prelude))


def compounds(selector: Sequence[Token]) -> int:
    """How many elements a selector names, one inside the other: two in ``td > .a``."""
    plain = [" " if one.type in BLANK else ">" if one == ">" else "x" for one in selector]
    return len(re.split(r" *> *| +", "".join(plain).strip()))


def font_names(one: Declaration) -> tuple[str, ...]:
    """The fonts that a font-family declaration names, in lower case."""
    return tuple(
        " ".join(token.value for token in name if token.type in ("string", "ident")).lower()
        for name in _split(one.tokens)
    )


def _split(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens between commas."""
    part: list[Token] = []
    for one in tokens:
        if one == ",":
            yield part
            part = []
        else:
            part.append(one)
    yield part


def _stripped(tokens: Sequence[Token]) -> list[Token]:
    solid = [number for number, one in enumerate(tokens) if one.type not in BLANK]
    return list(tokens[solid[0] : solid[-1] + 1]) if solid else []


def numbers(one: Declaration) -> Iterator[float]:
    """The numbers of a value, whatever their units; those inside functions are left out."""
    return (token.value for token in one.tokens if token.type in _NUMERIC)


@lru_cache(maxsize=4_096)
def functions(one: Declaration) -> frozenset[str]:
    """The names of all functions in a value, in lower case, however deep."""
    return frozenset(
        token.lower_name
        for tokens in _lists(one.tokens)
        for token in tokens
        if token.type == "function"
    )


@lru_cache(maxsize=4_096)
def units(one: Declaration) -> frozenset[str]:
    """The units of the numbers in a value, in lower case, however deep."""
    return frozenset(
        token.lower_unit
        for tokens in _lists(one.tokens)
        for token in tokens
        if token.type == "dimension"
    )


def pixels(one: Declaration) -> float | None:
    """A value that is one length, in pixels, an em taken for 16; None where it is anything else."""
    if len(one.tokens) != 1 or one.tokens[0].type not in ("number", "dimension"):
        return None
    unit = getattr(one.tokens[0], "lower_unit", "")
    return one.tokens[0].value * _PIXELS_PER[unit] if unit in _PIXELS_PER else None
