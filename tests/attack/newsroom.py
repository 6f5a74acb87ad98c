"""A project as an operator makes it, for attacks on the whole cycle: readers, news, a mail sink."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.attack.child import Commands, commands_for
from tests.deliver.scripted_server import ScriptedServer, Taken

ZONE = ZoneInfo("Europe/Kyiv")
OPERATOR = "operator@example.com"
CONNECTIONS = 3

SETTINGS = """
[publication]
name = "The Harbour Gazette"
base_url = "https://digest.example.com"
address = "4 Quay Street, Port Merrow"
time_zone = "Europe/Kyiv"
operator = "{operator}"

[sources.gazette]
path = "news.jsonl"

[newsletters.morning]
name = "The Morning Tide"
sender = "The Harbour Gazette <morning@digest.example.com>"
days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
build_before_minutes = 45
approve_by = 03:20:00
send_at = 03:30:00
send_by = 04:30:00
never_after = 06:00:00
approval = "{approval}"

[newsletters.morning.sizes]
minimum = 2

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
connections = {connections}
timeout_seconds = 5

[pages]
port = 0

[desk]
port = 0
"""
"""Sent in the hour that the spring change skips and the autumn change repeats."""

_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)

_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "ol")]
_FEW_EVENTS, _SEQUELS = 5, 3  # of a day


def new_project(
    folder: Path, port: int, readers: int, *, now: datetime, approval: str = "automatic"
) -> Commands:
    """A project with a reader list, made by the command line; its mail goes to ``port``."""
    folder.mkdir(parents=True, exist_ok=True)
    commands = commands_for(folder)
    settings = SETTINGS.format(
        port=port, connections=CONNECTIONS, operator=OPERATOR, approval=approval
    )
    (folder / "schedules.toml").write_text(settings, "utf-8")
    (folder / "news.jsonl").write_text("", "utf-8")
    (folder / "list.csv").write_text("\n".join(["email", *addresses(readers)]) + "\n", "utf-8")
    assert commands.run("init", "--bare", str(folder), at=now) == 0, commands.printed()
    words = ("recipients", "import", "morning", str(folder / "list.csv"))
    assert commands.run(*words, at=now) == 0, commands.printed()
    return commands


def addresses(readers: int) -> list[str]:
    return [f"reader{number}@example.com" for number in range(1, readers + 1)]


class News:
    """Invented days: each event has words of its own; sequels of yesterday's share most of them."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._events: list[list[str]] = []

    def write(self, folder: Path, now: datetime) -> None:
        """The articles of the day into the project's source file, some told more than once."""
        chance = self._chance
        yesterday = chance.sample(self._events, min(_SEQUELS, len(self._events)))
        sequels = [words[:9] + self._words(16) for words in yesterday for _ in range(2)]
        self._events = [self._words(25) for _ in range(_FEW_EVENTS)]
        lines = []
        for number, words in enumerate([*self._events, *sequels]):
            for version in range(chance.choice((1, 1, 2, 3))):
                moment = now - timedelta(minutes=20 + 10 * number + version)
                lines.append(
                    self._article(
                        f"{now.astimezone(ZONE):%Y%m%d}-{number}-{version}", words, moment
                    )
                )
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / "news.jsonl").write_text(text, "utf-8")

    def _article(self, name: str, words: list[str], moment: datetime) -> dict[str, str]:
        told = " ".join(self._chance.sample(words, 20)).capitalize()
        return {
            "id": name,
            "title": " ".join([*words[:4], self._chance.choice(words)]).capitalize(),
            "url": f"https://news.example.com/{name}",
            "text": f"{told}.\n\n{' '.join(words).capitalize()}.",
            "published": moment.isoformat(),
            "language": "en",
        }

    def _words(self, count: int) -> list[str]:
        return ["".join(self._chance.choices(_SYLLABLES, k=3)) for _ in range(count)]


def local(day: date, hour: int, minute: int) -> datetime:
    """A moment of the newsroom's day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(
        ZoneInfo("UTC")
    )


def take(server: ScriptedServer) -> tuple[list[Taken], list[Taken]]:
    """What the sink took since the last time: readers' letters, and mails to the operator."""
    taken, server.taken[:] = list(server.taken), []
    letters = [one for one in taken if one.recipient != OPERATOR]
    return letters, [one for one in taken if one.recipient == OPERATOR]


def message_id(letter: Taken) -> str:
    found = _MESSAGE_ID.search(letter.content)
    return found[1].decode() if found else ""


def faults_of(letters: Sequence[Taken], readers: int, *, in_flight: int = 0) -> list[str]:
    """What is wrong with one edition's letters: lost, strange, sent twice, repeated too often.

    At most ``in_flight`` may have come again, under the Message-ID they had.
    """
    counts = Counter(one.recipient for one in letters)
    names = {(one.recipient, message_id(one)) for one in letters}
    repeats = len(letters) - len(counts)
    faults = []
    if lost := [one for one in addresses(readers) if one not in counts]:
        faults.append(f"{len(lost)} letters lost, {lost[0]}'s among them")
    if strange := sorted(counts.keys() - set(addresses(readers))):
        faults.append(f"letters to strangers: {strange}")
    if len(names) > len(counts):
        faults.append(f"{len(names) - len(counts)} letters again under another Message-ID")
    if repeats > in_flight:
        faults.append(f"{repeats} letters came again, {in_flight} were in flight")
    return faults
