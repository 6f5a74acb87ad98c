"""What npm ``caniemail`` and ``doiuse-email`` report on a mail, sorted by what each is to it.

An error of theirs is **true** if the mail needs the feature (essential), or must not use it
(forbidden), and a program of our list lacks it. An **enhancement** may fail: the mail reads without
it. A **false alarm** names a feature that the mail does not use (``text-transform`` is taken for
``transform``), or only together with what stands in for it (``float`` with ``align``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from digest.check.caniemail import features
from digest.check.clients import FeatureRole, Use, uses_of
from digest.check.parsed_mail import Specimen
from digest.model.mail import Finding
from tests.present.letters import check_html
from tests.proof.figures import Figure

_TITLE = re.compile(r"^`([^`]+)`")
TRUE, ENHANCEMENT, FALSE_ALARM = "true faults", "enhancements", "false alarms"

# what each part breaks is known beforehand, to see that true faults are told by all
FAULTS = (
    '<div style="display:flex">x</div><div style="display:grid">x</div>'
    '<div style="position:absolute">x</div><div style="width:calc(100% - 1px)">x</div>'
    '<img src="https://a.example/a.webp" alt="" width="9" height="9"><svg></svg>'
    '<video src="https://a.example/a.mp4"></video><form action="https://a.example/"></form>'
)


def with_faults(html: str) -> str:
    """The mail with eight things that some programs lack, where it needs them."""
    before, end, after = html.rpartition("</div></body>")
    return f"{before}{FAULTS}{end}{after}"


def compared(program: str, mail: str, html: str, reported: Sequence[str]) -> Iterator[Figure]:
    """Their errors by kind, and whether ours finds every true one."""
    kinds: dict[str, Counter[str]] = {
        TRUE: Counter(),
        ENHANCEMENT: Counter(),
        FALSE_ALARM: Counter(),
    }
    uses = {use.title: use for use in uses_of(Specimen(html=html))}
    for words in reported:
        title = _title(words)
        kinds[_kind(title, uses)][title] += 1
    told = _told_by_ours(check_html(html))
    missed = sorted(title for title in kinds[TRUE] if title not in told)
    counts = ", ".join(f"{many.total()} {kind}" for kind, many in kinds.items())
    yield Figure(
        proof=f"{program}: its errors, sorted",
        mail=mail,
        value=f"{counts}; {len(missed)} true kinds not found by ours",
        must="0 true kinds that ours misses",
        good=not missed,
        details=tuple(
            f"{kind}: {count} × {title}{' (missed by ours)' if title in missed else ''}"
            for kind, many in kinds.items()
            for title, count in many.most_common()
        ),
    )


def _title(words: str) -> str:
    found = _TITLE.match(words)
    return found[1] if found else words


def _kind(title: str, uses: dict[str, Use]) -> str:
    use = uses.get(title)
    if use is None:
        slugs = [one.slug for one in features().values() if one.title == title]
        # a selector stands in a sheet, where everything is an enhancement
        in_a_sheet = any(slug.startswith("css-selector") for slug in slugs)
        return ENHANCEMENT if in_a_sheet else FALSE_ALARM
    needed = use.inline and use.role is not FeatureRole.ENHANCEMENT
    return TRUE if needed and use.lacking else ENHANCEMENT


def _told_by_ours(findings: Sequence[Finding]) -> set[str]:
    """The titles of the features that rule 26 finds at fault."""
    return {
        str(finding.message).rpartition(" does not work in ")[0].rpartition(" (")[0]
        for finding in findings
        if finding.rule == "26-clients"
    }
