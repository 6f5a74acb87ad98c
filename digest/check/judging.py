"""How anyone's mail is judged: by what harms a reader, and by our own taste only when asked.

Our editions are held to every rule, by its severity. In a mail of others an error is what keeps
someone from reading it or acting on it, or deceives them; what may go wrong is a warning; and what
is only our house style is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from digest.check.checker import RULES
from digest.model.mail import Category, Finding, MailKind, Severity

_NEWSLETTERS_ONLY = frozenset(rule.id for rule in RULES if rule.newsletters_only)


def as_anyones(
    findings: Iterable[Finding],
    *,
    kind: MailKind = MailKind.NEWSLETTER,
    house_style: bool = False,
) -> tuple[Finding, ...]:
    """The findings that count in a mail of the kind, whoever wrote it: errors first.

    ``house_style`` keeps those of house style, as warnings.
    """
    judged = [
        replace(finding, severity=_severity(finding.category))
        for finding in findings
        if (house_style or finding.category is not Category.HOUSE_STYLE)
        and (kind is MailKind.NEWSLETTER or finding.rule not in _NEWSLETTERS_ONLY)
    ]
    return tuple(sorted(judged, key=lambda finding: _ORDER[finding.category]))


_ORDER = {category: number for number, category in enumerate(Category)}


def _severity(category: Category) -> Severity:
    return Severity.ERROR if category is Category.BREAKS else Severity.WARNING
