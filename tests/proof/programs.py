"""Proofs by other checkers: Nu, npm mjml, npm caniemail and doiuse-email."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from digest.check.checker import check_letter
from digest.model.mail import Severity
from tests.proof.comparison import compared, with_faults
from tests.proof.figures import Figure
from tests.proof.mails import Proved

_SCRIPT = Path(__file__).with_name("others.mjs")
# what the Nu checker does not know: Word's own properties and namespaces, and Apple's older name
_NU_KNOWN = re.compile(r"xmlns:[vo]|mso-|supported-color-schemes")


def prove(mails: list[Proved], tools: Path) -> Iterator[Figure]:
    """Run every program that is there on every mail."""
    for one in mails:
        yield _own_checker(one)
        yield from _nu_checker(one, tools / "node_modules/vnu-jar/build/dist/vnu.jar")
        yield from _other_checkers(one, tools)


def _own_checker(one: Proved) -> Figure:
    found = check_letter(one.letter)
    # it may well remark on headlines that are none, and on links by the hundred
    extreme = one.name.endswith(("nasty", "many"))
    counted = [f for f in found if f.severity is Severity.ERROR or not extreme]
    return Figure(
        proof="Digest's checker, on the letter",
        mail=one.name,
        value=f"{sum(f.severity is Severity.ERROR for f in found)} errors, {len(found)} findings",
        must="0 findings; 0 errors where headlines are nasty or stories many",
        good=not counted,
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


def _other_checkers(one: Proved, tools: Path) -> Iterator[Figure]:
    if shutil.which("node") is None or not (tools / "node_modules").is_dir():
        return
    script = Path(shutil.copy(_SCRIPT, tools))  # beside the packages that it imports
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
    for suffix, html in (("", one.mail.html), (" on a spoilt mail", with_faults(one.mail.html))):
        for name, program in (("caniemail", "npm caniemail"), ("doiuse", "npm doiuse-email")):
            yield from compared(program + suffix, one.name, html, told(name, html))


def _told(script: Path, program: str, document: str) -> list[str]:
    """What one of the npm programs has to say; an error of its own is no silence."""
    words: list[str] = json.loads(_run(["node", str(script), program], document))
    return words


def _run(command: list[str], given: str | bytes) -> str:
    """A program's output and complaints, whatever its exit code: they are what is judged."""
    data = given.encode() if isinstance(given, str) else given
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=120)
    return (done.stdout or done.stderr).decode("utf-8", "replace")
