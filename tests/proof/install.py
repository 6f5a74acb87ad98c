"""What the proofs need from npm and from Debian; everything after that runs offline."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.proof import claws, thunderbird

HERE = Path(__file__).parent
_PACKAGES = {
    "java": "default-jre-headless",
    "node": "nodejs",
    "npm": "npm",
    "chromium": "chromium",
    "spamassassin": "spamassassin",
    "rspamd": "rspamd",
    "w3m": "w3m",
    "lynx": "lynx",
    "elinks": "elinks",
    "php": "php-cli",
    "thunderbird": "thunderbird",
    "claws-mail": "claws-mail",
    "claws-mail-litehtml-viewer": "claws-mail-litehtml-viewer",
    "dbus-run-session": "dbus",
    "xdotool": "xdotool",
    "Xvfb": "xvfb",
    "import": "imagemagick",
}
_FURTHER = ("php-xml", "php-mbstring")  # Roundcube's sanitiser needs them
_SYSTEM_LIBRARY = Path("/usr/share/roundcube/program/lib/Roundcube")


def missing() -> list[str]:
    """The programs that are not there, by name."""
    plain = [name for name in _PACKAGES if name not in _SHOWN and shutil.which(name) is None]
    return list(dict.fromkeys([*plain, *thunderbird.missing(), *claws.missing()]))


_SHOWN = ("thunderbird", "claws-mail", "claws-mail-litehtml-viewer", "dbus-run-session", "xdotool")


def install(tools: Path) -> None:
    """Fetch the npm packages and Roundcube's files into ``tools``, Debian's programs as root.

    :raises subprocess.CalledProcessError: npm fails. Without Debian's programs, their proofs are
        left out and named on the page.
    """
    _install_programs()
    _unpack_roundcube(tools)
    shutil.copy(HERE / "package.json", tools)
    # vnu-jar's script would fetch a Java of its own; Debian's will do
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=tools, check=True)


def roundcube(tools: Path) -> Path | None:
    """Where Roundcube's library is, installed or unpacked; None if it is not."""
    places = (_SYSTEM_LIBRARY, tools / "roundcube" / _SYSTEM_LIBRARY.relative_to("/"))
    return next((place for place in places if (place / "rcube_washtml.php").is_file()), None)


def _install_programs() -> None:
    packages = sorted({_PACKAGES[name] for name in missing()})
    if not packages:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages, *_FURTHER]
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print(f"Without these the page lacks their proofs: {' '.join(command)}")
        return
    around = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "--quiet"], check=False)
    subprocess.run(command, env=around, check=False)


def _unpack_roundcube(tools: Path) -> None:
    """Roundcube's files without its installation, which would ask for a database and a server."""
    if roundcube(tools) is not None or shutil.which("apt-get") is None:
        return
    subprocess.run(["apt-get", "download", "roundcube-core"], cwd=tools, check=False)
    for package in tools.glob("roundcube-core_*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, tools / "roundcube"], check=True)
        package.unlink()
