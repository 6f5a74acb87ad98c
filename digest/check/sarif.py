"""Findings in SARIF 2.1.0, which code hosts and editors show beside the line.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from digest.check.checker import RULES
from digest.model.mail import Finding
from digest.model.message import Message, Text
from digest.present.templates import TEMPLATE_LINE

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_TEMPLATE = re.compile(r"\S+\.(?:mjml|txt|toml)")
_TEMPLATES = "templates/"


def sarif(findings: Sequence[Finding], *, file: str, version: str) -> str:
    """The findings as one SARIF log in JSON. ``file`` is what was checked, ``version`` ours.

    A line is given as a region only where it is one of ``file`` itself: the lines of a letter's
    HTML are those of the decoded part, and stand in the result's properties.
    """
    rules = [
        *(
            {
                **_rule(
                    rule.id, f"Protects {rule.protects}. Source: {rule.source}.", str(rule.hint)
                ),
                "properties": {"tags": [rule.category.value]},
            }
            for rule in RULES
        ),
        *_further(findings),
    ]
    order = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {"name": "digest check", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order, file) for finding in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1)


def _rule(name: str, words: str, hint: str) -> dict[str, Any]:
    number, _, title = name.partition("-")
    short = f"{title.replace('-', ' ')} ({number})"
    return {
        "id": name,
        "shortDescription": {"text": short},
        "fullDescription": {"text": words or short},
        "help": {"text": hint or short},
    }


def _further(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The rules that are not of the mail checker: those of the template linter."""
    known = {rule.id for rule in RULES}
    hints = {finding.rule: str(finding.hint) for finding in findings if finding.rule not in known}
    return [_rule(name, "", hint) for name, hint in hints.items()]


def _result(finding: Finding, order: dict[str, int], file: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": finding.severity.value,
        "message": {"text": str(finding.message)},
        "locations": [_location(finding, file)],
    }
    result["properties"] = {"category": finding.category.value}
    if finding.line:
        result["properties"] |= {"line": finding.line, "column": finding.column}
    if made_by := _of_template(finding.template):
        result["relatedLocations"] = [made_by]
    return result


def _location(finding: Finding, file: str) -> dict[str, Any]:
    if of_template := _of_template(finding.where):
        return of_template
    part = "letter" if file.lower().endswith(".eml") else "html"
    own = finding.line and finding.part == part
    location = _physical(file, finding.line if own else 0, finding.column if own else 0)
    if finding.where:
        location["logicalLocations"] = [{"fullyQualifiedName": str(finding.where)}]
    return location


def _of_template(place: Text) -> dict[str, Any] | None:
    """The location that a line of "parts/x.mjml", or "theme.toml", names; None for any other."""
    if isinstance(place, Message):
        if place.key != TEMPLATE_LINE:
            return None
        path, line = place.values["path"], place.values["line"]
        return _physical(f"{_TEMPLATES}{path}", int(str(line)), 0)
    return _physical(_TEMPLATES + place, 0, 0) if _TEMPLATE.fullmatch(place) else None


def _physical(file: str, line: int, column: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(file)}}
    if line:
        physical["region"] = {"startLine": line} | ({"startColumn": column} if column else {})
    return {"physicalLocation": physical}
