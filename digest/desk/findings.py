"""What the mail checker found, rule by rule, in an editor's words, and which story or field mends
it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from digest.desk.previews import Shown
from digest.model.edition import Edition, Item
from digest.model.mail import Finding, Severity
from digest.model.message import Message, Text

_FIELDS = {"subject": "subject", "preheader": "preheader"}
_GRAVEST_FIRST = tuple(Severity)
PLACES_OPEN = 8
"""So many places of a rule are in sight, the others folded: more are not read but skipped."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Jump:
    """A finding, and where an editor mends it: a story, with its headline, a field of the edition,
    or neither (then a template has to change)."""

    finding: Finding
    story: str = ""
    headline: str = ""
    field: str = ""

    @property
    def words(self) -> Text:
        """What is wrong, as an editor says it; the checker's own words where it says them well."""
        return _in_editors_words(self.finding.message)

    @property
    def mendable(self) -> bool:
        """Whether an editor mends it at the desk."""
        return bool(self.story or self.field)


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """One rule that the mail breaks, its severity and hint, and every finding of it in order."""

    rule: str
    severity: Severity
    hint: Text
    jumps: tuple[Jump, ...]

    @property
    def message(self) -> Text:
        """What every finding of the rule says, in an editor's words; empty where they differ."""
        messages = {jump.words for jump in self.jumps}
        return messages.pop() if len(messages) == 1 else ""

    @property
    def mendable(self) -> bool:
        """Whether an editor mends some of it at the desk."""
        return any(jump.mendable for jump in self.jumps)

    @property
    def detail(self) -> tuple[Text, ...]:
        """What the checker says in its own words, where an editor is told in others."""
        own = (jump.finding.message for jump in self.jumps if jump.finding.message != jump.words)
        return tuple(dict.fromkeys(own))

    @property
    def places(self) -> tuple[Jump, ...]:
        """Those that tell more than the rule as a whole: where, a message of their own, a jump."""
        if not self.message:
            return self.jumps
        return tuple(each for each in self.jumps if each.finding.where or each.mendable)

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


def _jump(finding: Finding, starts: list[tuple[int, Item]]) -> Jump:
    about = f"{finding.part} {finding.rule}".casefold()
    for word, field in _FIELDS.items():
        if word in about:
            return Jump(finding=finding, field=field)
    if finding.part == "html" and finding.line:
        before = [item for start, item in starts if start <= finding.line]
        if before:
            return Jump(finding=finding, story=before[-1].story, headline=before[-1].headline)
    return Jump(finding=finding)


def _starts(html: str, edition: Edition) -> list[tuple[int, Item]]:
    """The line of the HTML on which each story's headline stands, in order."""
    starts = []
    for item in edition.items():
        at = html.find(escape(item.headline, quote=False))
        if at >= 0:
            starts.append((html.count("\n", 0, at) + 1, item))
    return sorted(starts, key=lambda each: each[0])


def _in_editors_words(message: Text) -> Text:
    """What the checker says of a text that editors write: which text, and what of it."""
    if not isinstance(message, Message):
        return message
    given = message.values
    match message.key, given.get("length"):
        case "check.preheader_length", int(length) if length < int(str(given["shortest"])):
            return Message("desk.fault_preheader_short", **given)
        case "check.preheader_length", _:
            return Message("desk.fault_preheader_long", **given)
        case "check.subject_length", 0:
            return Message("desk.fault_subject_empty")
    said = _SAID.get(message.key)
    return Message(said, **given) if said else message


_SAID = {
    "check.subject_length": "desk.fault_subject_long",
    "check.all_capitals": "desk.fault_subject_capitals",
    "check.subject_shouts": "desk.fault_subject_shouts",
    "check.no_alt": "desk.fault_alt_missing",
    "check.alt_too_long": "desk.fault_alt_long",
    "check.alt_is_a_file_name": "desk.fault_alt_file_name",
    "check.alt_repeats_words": "desk.fault_alt_repeats",
    "check.link_without_text": "desk.fault_link_empty",
    "check.link_says_nothing": "desk.fault_link_vague",
    "check.clipped_by_gmail": "desk.fault_mail_clipped",
    "check.over_budget": "desk.fault_mail_large",
}
"""The desk's sentence for each of the checker's that is about what editors write."""
