"""A Postfix of its own on loopback: its own settings, queue and port, gone when it is done with.

Needs Debian's postfix package, and root, as Postfix does. Mail is taken into
the queue, synced to disk, and then discarded, or handed on to a server of the test.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = Path("/usr/lib/postfix/sbin")

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {programs}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = relay.digest.example.com
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
default_transport = {transport}
double_bounce_sender = double-bounce
enable_long_queue_ids = yes
in_flow_delay = 0
maximal_queue_lifetime = 0
bounce_queue_lifetime = 0
"""

_MASTER = """
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def why_not() -> str:
    """Why no Postfix can be started here; empty if one can."""
    if not (PROGRAMS / "master").exists():
        return "Postfix is not installed"
    return "" if os.geteuid() == 0 else "Postfix needs root to start"


@contextlib.contextmanager
def scratch_postfix(*, transport: str = "discard:") -> Iterator[tuple[str, int]]:
    """A Postfix that takes everything: its host and port.

    ``transport`` is where the mail goes from there, in Postfix's words (``smtp:[127.0.0.1]:25``).
    What cannot be delivered at the first try comes back at once.
    """
    parent = Path(tempfile.gettempdir())
    folder = Path(tempfile.mkdtemp(prefix="digest-postfix-", dir=parent))
    folder.chmod(0o755)
    port = _free_port()
    for name in ("queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    main = _MAIN.format(folder=folder, programs=PROGRAMS, transport=transport)
    (folder / "main.cf").write_text(main)
    (folder / "master.cf").write_text(_MASTER.format(port=f"127.0.0.1:{port}"))
    process = _start(folder)
    try:
        _wait_for(port, folder)
        yield "127.0.0.1", port
    finally:
        _stop(folder)
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> subprocess.Popen[bytes]:
    """Postfix's own script makes the queue's folders; the master process then is our child."""
    subprocess.run(["postfix", "-c", str(folder), "check"], capture_output=True, timeout=60)
    words = [str(PROGRAMS / "master"), "-c", str(folder), "-s"]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _stop(folder: Path) -> None:
    subprocess.run(["postfix", "-c", str(folder), "stop"], capture_output=True, timeout=60)


def _wait_for(port: int, folder: Path) -> None:
    for _ in range(200):
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 1) as found,
        ):
            found.recv(100)
            return
        time.sleep(0.05)
    log = folder / "log"
    raise RuntimeError(f"Postfix did not start: {log.read_text() if log.exists() else 'no log'}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
