"""Which story or field mends what the mail checker found. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from digest.desk.previews import Shown
from digest.model.edition import Edition
from digest.model.mail import Finding

_HTML_LINE = re.compile(r"\bhtml line (\d+)")
_FIELDS = {"subject": "subject", "preheader": "preheader"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Jump:
    """A finding, and where an editor mends it: a story, a field of the edition, or neither (then a
    template has to change)."""

    finding: Finding
    story: str = ""
    field: str = ""


def jumps_of(shown: Shown, edition: Edition) -> tuple[Jump, ...]:
    """Every finding with the place that mends it, as far as the mail tells."""
    if shown.mail is None:
        return ()
    starts = _starts(shown.mail.html, edition)
    return tuple(_jump(finding, starts) for finding in shown.findings)


def _jump(finding: Finding, starts: list[tuple[int, str]]) -> Jump:
    about = f"{finding.where} {finding.rule}".casefold()
    for word, field in _FIELDS.items():
        if word in about:
            return Jump(finding=finding, field=field)
    if found := _HTML_LINE.search(finding.where):
        line = int(found.group(1))
        before = [story for start, story in starts if start <= line]
        if before:
            return Jump(finding=finding, story=before[-1])
    return Jump(finding=finding)


def _starts(html: str, edition: Edition) -> list[tuple[int, str]]:
    """The line of the HTML on which each story's headline stands, in order."""
    starts = []
    for item in edition.items():
        at = html.find(escape(item.headline, quote=False))
        if at >= 0:
            starts.append((html.count("\n", 0, at) + 1, item.story))
    return sorted(starts)
