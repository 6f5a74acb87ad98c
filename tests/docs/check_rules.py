"""The parts of ``check-rules.md``: the checker's rules, each with what it says of a bad mail."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from digest.check import checker
from digest.check.checker import check_letter
from digest.check.rules import Rule
from digest.present import lint
from tests.docs.markdown import code, first_sentence, prose, table
from tests.present.bad_mails import ADDRESS
from tests.present.letters import check_html
from tests.present.test_check_bad_mails import BAD


def rules() -> str:
    """Every rule, by the module that holds it."""
    return "\n\n".join(_family(module) for module in _families())


def template_rules() -> str:
    """The rules of the template linter, by what they are called in its source."""
    source = re.findall(r'yield "([a-z-]+)"|_finding\("([a-z-]+)"', inspect.getsource(lint))
    named = dict.fromkeys(one or other for one, other in source)
    return ", ".join(code(f"template-{name}") for name in sorted(named))


def _families() -> Iterator[ModuleType]:
    """The modules that hold rules, in the order in which the checker goes through them."""
    held = [
        module
        for module in vars(checker).values()
        if isinstance(module, ModuleType) and hasattr(module, "RULES")
    ]
    yield from sorted(held, key=lambda module: checker.RULES.index(module.RULES[0]))


def _family(module: ModuleType) -> str:
    name = module.__name__.rpartition(".")[2]
    rows = (
        (
            code(rule.id),
            rule.severity.value,
            _category(rule),
            str(rule.protects),
            _example(rule),
            str(rule.hint),
            rule.source,
        )
        for rule in module.RULES
    )
    head = ("rule", "severity", "class", "protects", "says, for example", "what to do", "source")
    return f"## {name}\n\n{first_sentence(module.__doc__ or '')}.\n\n{table(head, rows)}"


def _category(rule: Rule) -> str:
    """What the rule's worst fault does to a reader of anyone's mail."""
    name = rule.category.value.replace("-", " ")
    return f"{name}, newsletters" if rule.newsletters_only else name


def _example(rule: Rule) -> str:
    """What the checker finds by the rule in the first mail that is bad of it."""
    bad = BAD[rule.id][0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checker, "RULES", (rule,))  # the others have nothing to say here
        found = check_html(bad) if isinstance(bad, str) else check_letter(bad, address=ADDRESS)
    finding = next(one for one in found if one.rule == rule.id)
    return prose(": ".join(filter(None, (str(finding.where), str(finding.message)))))
