"""Pictures of mails in Claws Mail, whose litehtml stands for the weak engines.

It knows few media queries and takes the dark ones for always true: what it draws is the dark view.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.proof import screen
from tests.proof.figures import Figure
from tests.proof.mails import Proved

_VIEWER = "claws-mail/plugins/litehtml_viewer.so"
_LIBRARIES = Path("/usr/lib")
_SECONDS_TO_OPEN = 10
_WIDTH = 960
_ACCOUNT = """[Account: 1]
account_name=proof
is_default=1
name=Ada Reader
address=ada@readers.example.org
protocol=4
smtp_server=localhost
"""
_FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<folderlist><folder type="mh" name="Mailbox" path="Mail">
<folderitem type="inbox" name="inbox" path="inbox" />
<folderitem type="outbox" name="sent" path="sent" />
<folderitem type="draft" name="draft" path="draft" />
<folderitem type="queue" name="queue" path="queue" />
<folderitem type="trash" name="trash" path="trash" />
</folder></folderlist>
"""
_SETTINGS = f"""[Common]
config_version=3
promote_html_part=1
render_html=1
invoke_plugin_on_html=1
show_searchbar=0
toolbar_style=0
display_header=0
mainwin_x=0
mainwin_y=0
mainwin_width={_WIDTH}
mainwin_height=1400
summaryview_height=70
messageview_height=1330
[Plugins_GTK3]
%s

"""


def missing() -> list[str]:
    """The programs that are not there."""
    viewer = [] if _viewer() else ["claws-mail-litehtml-viewer"]
    return screen.missing("claws-mail", "dbus-run-session") + viewer


def prove(mails: list[Proved], out: Path) -> Iterator[Figure]:
    """Take a picture of each mail, for people to look at; nothing if a program is missing."""
    if missing():
        return
    for one in mails:
        picture = out / f"{one.name}-claws.png"
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
            _take(one, Path(home), picture)
        yield Figure(
            proof="Claws Mail with litehtml",
            mail=one.name,
            value="see the picture",
            must="looked at",
            good=picture.is_file(),
        )


def _viewer() -> Path | None:
    return next(_LIBRARIES.glob(f"*/{_VIEWER}"), None)


def _take(one: Proved, home: Path, picture: Path) -> None:
    """A home folder in which the letter is the only mail, and the program on it."""
    for folder in ("inbox", "sent", "draft", "queue", "trash"):
        (home / "Mail" / folder).mkdir(parents=True)
    (home / "Mail/inbox/1").write_bytes(one.letter)
    settings = home / ".claws-mail"
    settings.mkdir()
    (settings / "accountrc").write_text(_ACCOUNT, "utf-8")
    (settings / "folderlist.xml").write_text(_FOLDERS, "utf-8")
    (settings / "clawsrc").write_text(_SETTINGS % _viewer(), "utf-8")
    screen.photograph(
        ["dbus-run-session", "claws-mail", "--select", "#mh/Mailbox/inbox/1"],
        home=home,
        picture=picture,
        seconds=_SECONDS_TO_OPEN,
        width=_WIDTH,
    )
