"""What the mail checker found, rule by rule, and which story or field mends it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from digest.desk.previews import Shown
from digest.model.edition import Edition
from digest.model.mail import Finding, Severity
from digest.model.message import Text

_FIELDS = {"subject": "subject", "preheader": "preheader"}
_GRAVEST_FIRST = tuple(Severity)
PLACES_OPEN = 8
"""So many places of a rule are in sight, the others folded: more are not read but skipped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Jump:
    """A finding, and where an editor mends it: a story, a field of the edition, or neither (then a
    template has to change)."""

    finding: Finding
    story: str = ""
    field: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """One rule that the mail breaks, its severity and hint, and every finding of it in order."""

    rule: str
    severity: Severity
    hint: Text
    jumps: tuple[Jump, ...]

    @property
    def message(self) -> Text:
        """What every finding of the rule says; empty where they differ."""
        messages = {jump.finding.message for jump in self.jumps}
        return messages.pop() if len(messages) == 1 else ""

    @property
    def places(self) -> tuple[Jump, ...]:
        """Those that tell more than the rule as a whole: where, a message of their own, a jump."""
        if not self.message:
            return self.jumps
        return tuple(each for each in self.jumps if each.finding.where or each.story or each.field)

    @property
    def open_places(self) -> tuple[Jump, ...]:
        """The places to be seen at once."""
        return self.places[:PLACES_OPEN]

    @property
    def folded_places(self) -> tuple[Jump, ...]:
        """The places to be unfolded."""
        return self.places[PLACES_OPEN:]


def rule_by_rule(jumps: Iterable[Jump]) -> tuple[Broken, ...]:
    """The findings grouped by rule: the gravest rules first, else in the checker's own order.

    A rule that is broken in several severities, or has several hints, is several groups.
    """
    groups: dict[tuple[str, Severity, Text], list[Jump]] = {}
    for jump in jumps:
        found = jump.finding
        groups.setdefault((found.rule, found.severity, found.hint), []).append(jump)
    broken = [
        Broken(rule=rule, severity=severity, hint=hint, jumps=tuple(group))
        for (rule, severity, hint), group in groups.items()
    ]
    return tuple(sorted(broken, key=lambda each: _GRAVEST_FIRST.index(each.severity)))


def jumps_of(shown: Shown, edition: Edition) -> tuple[Jump, ...]:
    """Every finding with the place that mends it, as far as the mail tells."""
    if shown.mail is None:
        return ()
    starts = _starts(shown.mail.html, edition)
    return tuple(_jump(finding, starts) for finding in shown.findings)


def _jump(finding: Finding, starts: list[tuple[int, str]]) -> Jump:
    about = f"{finding.part} {finding.rule}".casefold()
    for word, field in _FIELDS.items():
        if word in about:
            return Jump(finding=finding, field=field)
    if finding.part == "html" and finding.line:
        before = [story for start, story in starts if start <= finding.line]
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
