"""Proofs by spam filters: SpamAssassin and rspamd, both kept from the network."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.proof.figures import Figure
from tests.proof.mails import Proved

_POINTS = re.compile(r"Content analysis details:\s+\((-?[\d.]+) points")
_EXPLAINED = {
    "MIXED_ES": "MIXED_ES is said of Cyrillic letters like the Latin e (here the Ukrainian ones) if"
    " there are 1.4 to 10 of them for each Latin one, of which there are more than 20: those of the"
    " addresses that the text part has to spell out.",
}
"""Rules that look at no fault, and what they look at."""
_SENDER = ("--ip", "192.0.2.25", "--hostname", "mail.digest.example.com")
_SECONDS_TO_START = 300  # it compiles its patterns first
# what these would say of a mail that was never sent, and without a network, says nothing of it
_NETWORK_MODULES = (
    "arc",
    "asn",
    "bimi",
    "dkim",
    "dkim_signing",
    "dmarc",
    "fuzzy_check",
    "greylist",
    "mx_check",
    "neural",
    "ratelimit",
    "rbl",
    "spf",
    "surbl",
    "url_redirector",
)


def prove(mails: list[Proved]) -> Iterator[Figure]:
    """The scores of both filters for every mail, of those that are there."""
    if shutil.which("spamassassin") is not None:
        yield from map(_spamassassin, mails)
    if shutil.which("rspamd") is not None and shutil.which("rspamc") is not None:
        with _rspamd() as address:
            for one in mails:
                yield _rspamd_score(one, address)


def _spamassassin(one: Proved) -> Figure:
    done = _run(["spamassassin", "-t", "-L"], one.letter)
    points = _POINTS.search(done)
    score = float(points[1]) if points else 99.0
    # the table is said twice: in the report, and after it
    rules = re.findall(r"^\s*(-?\d+\.\d\s+[A-Z][A-Z0-9_]+)", done, re.MULTILINE)
    explained = {name: float(worth) for worth, name in map(str.split, rules) if name in _EXPLAINED}
    less = "".join(f", {worth} of it {name}" for name, worth in explained.items())
    return Figure(
        proof="SpamAssassin, offline",
        mail=one.name,
        value=f"{score}{less}",
        must="at most -1.0, but for what the details explain",
        good=round(score - sum(explained.values()), 1) <= -1.0,
        details=(*dict.fromkeys(rules), *(_EXPLAINED[name] for name in explained)),
    )


def _rspamd_score(one: Proved, address: str) -> Figure:
    done = _run(["rspamc", "-h", address, *_SENDER], one.letter)
    score = re.search(r"^Score: (-?[\d.]+)", done, re.MULTILINE)
    points = float(score[1]) if score else 99.0
    found = re.findall(r"^Symbol: (\w+) \((-?[\d.]+)\)", done, re.MULTILINE)
    return Figure(
        proof="rspamd, offline",
        mail=one.name,
        value=f"{points:.2f}",
        must="at most 0",
        good=points <= 0.0,
        details=tuple(f"{name} {worth}" for name, worth in found if float(worth)),
    )


@contextmanager
def _rspamd() -> Iterator[str]:
    """An rspamd of our own with Debian's rules, less the modules of the network; its address."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = _settings(folder)
        places = [f"--var={place}={folder}" for place in _PLACES]
        command = ["rspamd", "-i", "-f", "-u", "nobody", "-g", "nogroup", *places]
        daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _await(port)
            yield f"127.0.0.1:{port}"
        finally:
            daemon.terminate()
            daemon.wait(timeout=30)


_PLACES = ("LOCAL_CONFDIR", "RUNDIR", "DBDIR", "LOGDIR")


def _settings(folder: Path) -> int:
    """Write the daemon's settings; the port it will listen on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    local = folder / "local.d"
    local.mkdir()
    for module in _NETWORK_MODULES:
        (local / f"{module}.conf").write_text("enabled = false;\n", "utf-8")
    worker = f'bind_socket = "127.0.0.1:{port}";\ncount = 1;\n'
    (local / "worker-normal.inc").write_text(worker, "utf-8")
    for other in ("controller", "proxy"):
        (local / f"worker-{other}.inc").write_text("enabled = false;\n", "utf-8")
    for path in (folder, local):
        path.chmod(0o777)  # the daemon gives up its own rights and writes as nobody
    return port


def _await(port: int) -> None:
    """Wait until the daemon listens.

    :raises TimeoutError: it does not.
    """
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise TimeoutError(f"rspamd does not listen on port {port}")


def _run(command: list[str], letter: bytes) -> str:
    done = subprocess.run(command, input=letter, capture_output=True, check=False, timeout=120)
    return done.stdout.decode("utf-8", "replace")
