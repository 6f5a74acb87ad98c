"""A Dovecot of its own on loopback: its own settings, mail and port, gone when it is done with.

Needs Debian's dovecot-imapd. It runs without privileges: as the user of the tests or, where that is
root, as nobody.
"""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path("/usr/sbin/dovecot")

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
{more}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
}}
passdb {{
  driver = static
  args = password=right
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


def why_not() -> str:
    """Why no Dovecot can be started here; empty if one can."""
    return "" if PROGRAM.exists() else "Dovecot is not installed"


@contextlib.contextmanager
def scratch_dovecot(
    *, prefix: str = "", separator: str = ".", more: str = ""
) -> Iterator[tuple[int, Path]]:
    """A Dovecot that lets everyone in with the password "right": its port and its Maildir.

    Folders stand below ``prefix`` and are set apart by ``separator``; ``more`` are more settings.
    """
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    port = _free_port()
    for part in ("new", "cur", "tmp"):
        (folder / "mail" / part).mkdir(parents=True)
    settings = folder / "dovecot.conf"
    settings.write_text(
        _SETTINGS.format(
            folder=folder,
            port=port,
            user=user.pw_name,
            group=_group(user),
            uid=user.pw_uid,
            gid=user.pw_gid,
            prefix=prefix,
            separator=separator,
            more=more,
        )
    )
    _hand_over(folder, user)
    command = [str(PROGRAM), "-F", "-c", str(settings)]
    if os.geteuid() == 0:
        process = subprocess.Popen(command, user=user.pw_uid, group=user.pw_gid, extra_groups=[])
    else:
        process = subprocess.Popen(command)
    try:
        _await(port, process, folder / "log")
        yield port, folder / "mail"
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def put_mail(box: Path, name: str, content: bytes) -> None:
    """Delivers a message into the Maildir of a running Dovecot."""
    path = box / "new" / name
    path.write_bytes(content)
    owner = box.stat()
    if os.geteuid() == 0:
        os.chown(path, owner.st_uid, owner.st_gid)


def _group(user: pwd.struct_passwd) -> str:
    return grp.getgrgid(user.pw_gid).gr_name


def _hand_over(folder: Path, user: pwd.struct_passwd) -> None:
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, user.pw_uid, user.pw_gid)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
            return
        time.sleep(0.05)
    words = log.read_text() if log.exists() else "no log"
    raise RuntimeError(f"Dovecot did not start: {words}")
