"""Pictures of mails in Thunderbird, under Xvfb and without an account."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.proof.figures import Figure
from tests.proof.mails import Proved

_NEEDED = ("thunderbird", "Xvfb", "import")  # the last is ImageMagick's
_SECONDS_TO_OPEN = 25
_PREFERENCES = {
    "mail.provider.suppress_dialog_on_startup": "true",
    "mail.spotlight.firstRunDone": "true",
    "mailnews.start_page.enabled": "false",
    "mailnews.message_display.disable_remote_image": "true",
    "mail.rights.version": "1",
    "mail.shell.checkDefaultClient": "false",
    "datareporting.policy.dataSubmissionPolicyBypassNotification": "true",
    "app.update.enabled": "false",
}


def missing() -> list[str]:
    """The programs that are not there."""
    return [name for name in _NEEDED if shutil.which(name) is None]


def prove(mails: list[Proved], out: Path) -> Iterator[Figure]:
    """Take a picture of each mail, for people to look at; nothing if a program is missing."""
    if missing():
        return
    for one in mails:
        with tempfile.TemporaryDirectory() as home:
            _take(one, Path(home), out / f"{one.name}-thunderbird.png")
        yield Figure(
            proof="Thunderbird, remote pictures blocked",
            mail=one.name,
            value="see the picture",
            must="looked at",
            good=(out / f"{one.name}-thunderbird.png").is_file(),
        )


def _take(one: Proved, home: Path, picture: Path) -> None:
    letter = home / "letter.eml"
    letter.write_bytes(one.letter)
    profile = home / "profile"
    profile.mkdir()
    lines = (f'user_pref("{name}", {value});' for name, value in _PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    with _screen() as display:
        around = {**os.environ, "HOME": str(home), "DISPLAY": display}
        command = ["thunderbird", "--profile", str(profile), "--no-remote", str(letter)]
        with _running(command, around):
            time.sleep(_SECONDS_TO_OPEN)  # it does not say when it has drawn
            shot = ["import", "-window", "root", str(picture)]
            subprocess.run(shot, env=around, check=True, timeout=30)


@contextmanager
def _screen() -> Iterator[str]:
    """A screen that nobody sees; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "760x1400x24"]
    screen = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            yield f":{number.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait(timeout=20)


@contextmanager
def _running(command: list[str], around: dict[str, str]) -> Iterator[None]:
    program = subprocess.Popen(
        command, env=around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        program.terminate()
        program.wait(timeout=20)
