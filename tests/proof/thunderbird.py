"""Pictures of mails in Thunderbird, under Xvfb and without an account."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.proof import screen
from tests.proof.figures import Figure
from tests.proof.mails import Proved

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
    return screen.missing("thunderbird")


def prove(mails: list[Proved], out: Path) -> Iterator[Figure]:
    """Take a picture of each mail, for people to look at; nothing if a program is missing."""
    if missing():
        return
    for one in mails:
        picture = out / f"{one.name}-thunderbird.png"
        with tempfile.TemporaryDirectory() as home:
            _take(one, Path(home), picture)
        yield Figure(
            proof="Thunderbird, remote pictures blocked",
            mail=one.name,
            value="see the picture",
            must="looked at",
            good=picture.is_file(),
        )


def _take(one: Proved, home: Path, picture: Path) -> None:
    letter = home / "letter.eml"
    letter.write_bytes(one.letter)
    profile = home / "profile"
    profile.mkdir()
    lines = (f'user_pref("{name}", {value});' for name, value in _PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    screen.photograph(
        ["thunderbird", "--profile", str(profile), "--no-remote", str(letter)],
        home=home,
        picture=picture,
        seconds=_SECONDS_TO_OPEN,
        width=760,
    )
