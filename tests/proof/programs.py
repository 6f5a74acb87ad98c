"""Proofs by other programs: the Nu checker, SpamAssassin, text browsers, npm mjml and others."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from digest.model.mail import Severity
from digest.present.check.checker import check_letter
from tests.proof.comparison import compared, with_faults
from tests.proof.figures import Figure
from tests.proof.mails import Proved

# what the Nu checker does not know: Word's own properties and namespaces, and Apple's older name
_NU_KNOWN = re.compile(r"xmlns:[vo]|mso-|supported-color-schemes")
_POINTS = re.compile(r"Content analysis details:\s+\((-?[\d.]+) points")


def prove(mails: list[Proved], tools: Path) -> Iterator[Figure]:
    """Run every program that is there on every mail."""
    for one in mails:
        yield _own_checker(one)
        yield from _nu_checker(one, tools / "node_modules/vnu-jar/build/dist/vnu.jar")
        yield from _spamassassin(one)
        yield from _rspamd(one)
        yield from _text_browsers(one)
        yield from _other_checkers(one, tools)


def _own_checker(one: Proved) -> Figure:
    found = check_letter(one.letter)
    return Figure(
        proof="Digest's checker, on the letter",
        mail=one.name,
        value=f"{sum(f.severity is Severity.ERROR for f in found)} errors, {len(found)} findings",
        must="0 findings",
        good=not found,
        details=tuple(f"{f.rule}: {f.message} ({f.where})" for f in found),
    )


def _nu_checker(one: Proved, jar: Path) -> Iterator[Figure]:
    if shutil.which("java") is None or not jar.is_file():
        return
    done = _run(["java", "-jar", str(jar), "--errors-only", "--format", "gnu", "-"], one.mail.html)
    lines = [line for line in done.splitlines() if ": error:" in line]
    faults = tuple(line for line in lines if not _NU_KNOWN.search(line))
    yield Figure(
        proof="Nu HTML checker",
        mail=one.name,
        value=f"{len(faults)} errors ({len(lines) - len(faults)} whitelisted)",
        must="0 errors",
        good=not faults,
        details=faults,
    )


def _spamassassin(one: Proved) -> Iterator[Figure]:
    if shutil.which("spamassassin") is None:
        return
    done = _run(["spamassassin", "-t", "-L"], one.letter)
    points = _POINTS.search(done)
    score = float(points[1]) if points else 99.0
    # the table is said twice: in the report, and after it
    rules = re.findall(r"^\s*(-?\d+\.\d\s+[A-Z][A-Z0-9_]+)", done, re.MULTILINE)
    yield Figure(
        proof="SpamAssassin, offline",
        mail=one.name,
        value=f"{score}",
        must="at most -1.0",
        good=score <= -1.0,
        details=tuple(dict.fromkeys(rules)),
    )


def _rspamd(one: Proved) -> Iterator[Figure]:
    """The score of an rspamd that listens on this machine: ``rspamd -i -f``, as Debian ships it."""
    if shutil.which("rspamc") is None:
        return
    sender = ["--ip", "192.0.2.25", "--hostname", "mail.digest.example.com"]
    done = _run(["rspamc", "-h", "127.0.0.1:11333", *sender], one.letter)
    score = re.search(r"^Score: (-?[\d.]+)", done, re.MULTILINE)
    if score is None:  # no daemon
        return
    found = re.findall(r"^Symbol: (\w+) \((-?[\d.]+)\)", done, re.MULTILINE)
    # that a sender proves who he is can only be seen with the DNS
    without = float(score[1]) - sum(float(points) for name, points in found if name == "AUTH_NA")
    yield Figure(
        proof="rspamd, offline",
        mail=one.name,
        value=f"{without:.2f} ({score[1]} with AUTH_NA, which needs the DNS)",
        must="at most 0",
        good=without <= 0.0,
        details=tuple(f"{name} {points}" for name, points in found if float(points)),
    )


def _text_browsers(one: Proved) -> Iterator[Figure]:
    for name, command in (
        ("w3m", ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "500"]),
        ("lynx", ["lynx", "-dump", "-stdin", "-nolist", "-width=990", "-display_charset=utf-8"]),
    ):
        if shutil.which(name) is None:
            continue
        heard = "".join(_run(command, one.mail.html).split())
        # the last place of each: the preheader, and a list of contents, name some before
        places = [heard.rfind("".join(item.headline.split())) for item in one.edition.items()]
        missing = sum(place < 0 for place in places)
        order = "in order" if places == sorted(places) else "out of order"
        yield Figure(
            proof=f"headlines in {name}, in order",
            mail=one.name,
            value=f"{len(places) - missing} of {len(places)}, {order}",
            must="all, in order",
            good=not missing and order == "in order",
        )


def _other_checkers(one: Proved, tools: Path) -> Iterator[Figure]:
    script = tools / "others.mjs"
    if shutil.which("node") is None or not (tools / "node_modules").is_dir():
        return
    told = partial(_told, script)
    words = told("mjml", one.mjml)
    yield Figure(
        proof="npm mjml, strict: errors in our MJML",
        mail=one.name,
        value=f"{len(words)}",
        must="0",
        good=not words,
        details=tuple(sorted(set(words))),
    )
    for suffix, html in (("", one.mail.html), (", spoilt", with_faults(one.mail.html))):
        for name, program in (("caniemail", "npm caniemail"), ("doiuse", "npm doiuse-email")):
            yield from compared(program, one.name + suffix, html, told(name, html))


def _told(script: Path, program: str, document: str) -> list[str]:
    """What one of the npm programs has to say; an error of its own is no silence."""
    words: list[str] = json.loads(_run(["node", str(script), program], document))
    return words


def _run(command: list[str], given: str | bytes) -> str:
    """A program's output and complaints, whatever its exit code: they are what is judged."""
    data = given.encode() if isinstance(given, str) else given
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)
    return (done.stdout or done.stderr).decode("utf-8", "replace")
