"""Pictures of mails in Thunderbird under Xvfb: opened from a folder of an account, by its keys."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.proof import screen
from tests.proof.figures import Figure
from tests.proof.mails import Proved

_WIDE, _NARROW = 760, 320
_FOLDERS_AND_LIST = 512  # px that the other panes take, beside which a mail can be narrow
_SIZES = ("", "-320")
_THEMES = {"": "light", "-dark": "dark"}
_PREFERENCES: dict[str, str | int | bool] = {
    # an account of folders on this machine alone, with the letters in its Inbox
    "mail.accountmanager.accounts": "account1",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.account1.server": "server1",
    "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.name": "Local Folders",
    "mail.server.server1.userName": "nobody",
    "mail.server.server1.directory-rel": "[ProfD]Mail/Local Folders",
    "mail.openMessageBehavior": 0,  # in a window of its own
    # nothing that asks, nothing that connects
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "mailnews.message_display.disable_remote_image": True,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "app.donation.eoy.version.viewed": 999,
    "app.update.enabled": False,
    "network.dns.disabled": True,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}


def missing() -> list[str]:
    """The programs that are not there."""
    return screen.missing("thunderbird", "dbus-run-session", "xdotool")


def prove(mails: list[Proved], out: Path) -> Iterator[Figure]:
    """Take pictures of each mail, for people to look at; nothing if a program is missing."""
    if missing():
        return
    for suffix, theme in _THEMES.items():
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            _take(mails, Path(home), theme, out, suffix)
    for one in mails:
        pictures = [_picture(out, one, f"{theme}{size}") for theme in _THEMES for size in _SIZES]
        taken = sum(path.is_file() for path in pictures)
        yield Figure(
            proof="Thunderbird, from an account, remote pictures blocked",
            mail=one.name,
            value=f"{taken} pictures",
            must="4, looked at",
            good=taken == len(pictures),
        )


def _picture(out: Path, one: Proved, view: str) -> Path:
    return out / f"{one.name}-thunderbird{view}.png"


def _take(mails: list[Proved], home: Path, theme: str, out: Path, suffix: str) -> None:
    """Open one mail after the other, as in the folder, and photograph it in every width."""
    profile = _profile(mails, home, theme)
    command = ["dbus-run-session", "--", "thunderbird", "--profile", str(profile), "--no-remote"]
    with screen.showing([*command, "-mail"], home=home, size=(1000, 2000)) as shown:
        folders = shown.window("Local Folders - ")
        shown.focus(folders)
        shown.click(110, 113)  # the account, above its folders
        shown.keys("Right", "Down")  # its Inbox
        inbox = shown.window("Inbox - ")
        shown.keys("Tab", "n")  # its first unread mail
        shown.pause(4)
        shown.keys("ctrl+o")
        mail = shown.other_window(" Mozilla Thunderbird", than=inbox)
        for one in mails:
            shown.pause(3)
            shown.photograph(mail, _picture(out, one, suffix), _WIDE)
            shown.focus(mail)
            shown.keys("f")  # the next one
            shown.pause(1)
        # a window of its own cannot be as narrow as the pane of the main one
        shown.run("xdotool", "windowclose", mail)
        shown.focus(inbox)
        shown.keys("Home")
        for one in mails:
            narrow = _picture(out, one, f"{suffix}-320")
            shown.photograph(inbox, narrow, _FOLDERS_AND_LIST + _NARROW, last=_NARROW + 8)
            shown.focus(inbox)
            shown.keys("f")
            shown.pause(1)


def _profile(mails: list[Proved], home: Path, theme: str) -> Path:
    """A profile with the letters in its Inbox, the newest first, as it lists them."""
    profile = home / "profile"
    folder = profile / "Mail" / "Local Folders"
    folder.mkdir(parents=True)
    (folder / "Inbox").write_bytes(
        b"".join(_in_mbox(-number, one) for number, one in enumerate(mails))
    )
    preferences = _PREFERENCES | {
        "extensions.activeThemeID": f"thunderbird-compact-{theme}@mozilla.org",
        "ui.systemUsesDarkTheme": int(theme == "dark"),
    }
    lines = (f'user_pref("{name}", {_script(value)});\n' for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines), "utf-8")
    return profile


def _script(value: str | int | bool) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _in_mbox(number: int, one: Proved) -> bytes:
    """The letter in a folder's file, dated so that the folder sorts it behind those before."""
    letter = one.letter.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
    date = b"Date: Fri, 27 Nov 2026 %02d:%02d:00 +0000" % divmod(12 * 60 + number, 60)
    letter = re.sub(rb"^Date: .*$", date, letter, count=1, flags=re.MULTILINE)
    return b"From - Fri Nov 27 07:00:00 2026\nX-Mozilla-Status: 0000\n" + letter + b"\n\n"
