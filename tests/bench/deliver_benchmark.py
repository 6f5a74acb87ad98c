"""How fast letters go out, beside the wire's own pace: all contenders in one run, on one server.

    python tests/bench/deliver_benchmark.py [--letters 3000] [--repeats 3] [--connections 4]
                                            [--postfix | --server HOST:PORT] [--only NAME ...]
                                            [--install]

Needs ``smtp-sink`` and ``smtp-source`` (Debian's postfix) for the server and the measure. With
``--postfix`` the letters go into the queue of a real Postfix instead, started for it on loopback
(``scratch_postfix``); with ``--server`` to any other. ``--install`` puts nodemailer into
``build/node`` first; aiosmtplib and Django come with ``pip install -e .[bench]``. Prints, for each
contender, the median letters a second, its ratio to smtp-source in the same run, its processor time
and that one's ratio. A contender whose library is not installed is left out and named.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import os
import random
import resource
import shutil
import smtplib
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from email.message import EmailMessage
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from digest.deliver.dkim import Algorithm, generate_key
from digest.model.mail import BROWSER_URL, PREFERENCES_URL, UNSUBSCRIBE_URL, Mail, TopicSpan
from digest.model.settings import (
    Day,
    DkimKey,
    MailServer,
    Newsletter,
    Publication,
    Security,
    Settings,
)
from digest.pipelines.deliver import dispatch
from digest.pipelines.send_options import SendLimits
from digest.recipients.files import RecipientFile
from digest.store.database import open_database
from digest.store.recipient_imports import import_recipients
from tests.deliver.scratch_postfix import scratch_postfix, why_not
from tests.newsroom import newsroom_of

OCTETS = 60_000
SENDER = "morning@digest.example.com"
NEWSLETTER = Newsletter(
    id="morning",
    name="The Morning Tide",
    sender=f"The Harbour Gazette <{SENDER}>",
    days=(Day.MONDAY,),
    send_at=clock_time(6, 30),
    never_after=clock_time(10),
)
PUBLICATION = Publication(
    name="The Harbour Gazette", base_url="https://digest.example.com", address="4 Quay Street"
)
_EDITIONS = count(1)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One contender's run: letters a second, and its own processor seconds per letter."""

    rate: float
    processor: float


@dataclass(frozen=True, kw_only=True)
class Task:
    """What every contender has to do."""

    host: str
    port: int
    letters: int
    connections: int


Contender = Callable[[Task], Run]


SECTIONS = 10
NODE = Path(__file__).resolve().parents[2] / "build" / "node"
"""Where ``--install`` puts nodemailer."""


def mail_in_sections(octets: int) -> Mail:
    """A mail in ``SECTIONS`` topics, of which a reader of half gets about that many octets."""
    whole = mail_of(2 * octets)
    stretch = len(whole.html) // (SECTIONS + 1)
    spans = tuple(
        TopicSpan(topic=f"topic{number}", start=start, end=start + stretch)
        for number, start in enumerate(range(100, stretch * SECTIONS, stretch))
    )
    return replace(whole, html_topics=spans)


def mail_of(octets: int) -> Mail:
    """A mail whose letters have about that many octets, its lines as long as the templates' are."""
    line = "<p>The bridge over the harbour opened — after nine years — on Monday.</p>" * 38 + "\n"
    html = line * (octets // (len(line) + 38 * 14))
    footer = f'<a href="{UNSUBSCRIBE_URL}">Leave</a> <a href="{PREFERENCES_URL}">Choose</a>'
    return Mail(
        edition=f"morning-{next(_EDITIONS)}",
        newsletter="morning",
        sender=NEWSLETTER.sender,
        subject="Bridge opens after nine years",
        preheader="And a ferry comes back",
        html=f'<a href="{BROWSER_URL}">In the browser</a>{html}{footer}',
        text=f"The bridge opened.\n\nLeave: {UNSUBSCRIBE_URL}\n",
    )


@contextlib.contextmanager
def measured(letters: int, *, who: int = resource.RUSAGE_SELF) -> Iterator[list[Run]]:
    """Measures what happens inside; the list holds the run afterwards."""
    runs: list[Run] = []
    before, start = resource.getrusage(who), time.perf_counter()
    yield runs
    seconds = time.perf_counter() - start
    after = resource.getrusage(who)
    processor = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    runs.append(Run(rate=letters / seconds, processor=processor / letters))


def smtp_source(task: Task) -> Run:
    """Postfix's load generator: C, nothing personalised, nothing written down."""
    words = f"-s {task.connections} -l {OCTETS} -m {task.letters} -f {SENDER} -t reader@example.com"
    command = [tool("smtp-source"), *words.split(), f"{task.host}:{task.port}"]
    with measured(task.letters, who=resource.RUSAGE_CHILDREN) as runs:
        subprocess.run(command, check=True)
    return runs[0]


def ours(task: Task, *algorithms: Algorithm, own_topics: bool = False) -> Run:
    """Digest as it is: personalised letters, durable ledger, intent log; signed where asked.

    With ``own_topics`` each reader has chosen five of ten sections, at random.
    """
    server = MailServer(
        host=task.host,
        port=task.port,
        security=Security.NONE,
        connections=task.connections,
        letters_per_connection=1_000_000,
    )
    with tempfile.TemporaryDirectory() as folder:
        for algorithm in algorithms:
            (Path(folder) / algorithm).write_bytes(generate_key(algorithm))
        keys = tuple(DkimKey(selector=name, file=name) for name in algorithms)
        settings = Settings(
            publication=PUBLICATION,
            newsletters={"morning": NEWSLETTER},
            mail=replace(server, dkim=keys),
            project=Path(folder),
        )
        database = open_database(Path(folder) / "digest.db", create=True)
        now = datetime.now(UTC)
        import_recipients(
            database, "morning", RecipientFile(io.BytesIO(list_of(task.letters))), now=now
        )
        with measured(task.letters) as runs:
            report = dispatch(
                newsroom_of(database, settings, secret=b"secret", clock=lambda: datetime.now(UTC)),
                mail_in_sections(OCTETS) if own_topics else mail_of(OCTETS),
                limits=SendLimits(never_after=now + timedelta(hours=1)),
            )
        assert report.progress.sent == task.letters, report
        database.close()
    return runs[0]


def list_of(count: int) -> bytes:
    """A list of readers, each with topics of their own."""
    chance = random.Random(7)  # the same list in each run
    rows = (
        f"reader{number}@example.com,"
        + ";".join(f"topic{one}" for one in chance.sample(range(SECTIONS), SECTIONS // 2))
        for number in range(count)
    )
    return "\n".join(["email,topics", *rows]).encode()


def whole_message(html: str, number: int) -> EmailMessage:
    """A message built anew for a recipient, as most programs do."""
    message = EmailMessage()
    message["From"], message["To"] = SENDER, f"reader{number}@example.com"
    message["Subject"] = "Bridge opens after nine years"
    message.set_content("The bridge opened.")
    message.add_alternative(html.replace(UNSUBSCRIBE_URL, f"https://x/{number}"), subtype="html")
    return message


def smtplib_ready(task: Task) -> Run:
    """smtplib with a letter encoded beforehand, a thread and connection each."""
    content = whole_message(mail_of(OCTETS).html, 0).as_bytes()

    def carry(letters: int) -> None:
        with smtplib.SMTP(task.host, task.port) as server:
            for number in range(letters):
                server.sendmail(SENDER, f"reader{number}@example.com", content)

    threads = [
        threading.Thread(target=carry, args=(share,))
        for share in shares(task.letters, task.connections)
    ]
    with measured(task.letters) as runs:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return runs[0]


def smtplib_whole(task: Task) -> Run:
    """smtplib's send_message of a message built for each recipient, one connection."""
    letters = max(1, task.letters // 20)
    html = mail_of(OCTETS).html
    with measured(letters) as runs, smtplib.SMTP(task.host, task.port) as server:
        for number in range(letters):
            server.send_message(whole_message(html, number))
    return runs[0]


def aiosmtplib_ready(task: Task) -> Run:
    """aiosmtplib with a letter encoded beforehand."""
    import aiosmtplib  # only where the benchmarks' extra is installed

    content = whole_message(mail_of(OCTETS).html, 0).as_bytes()

    async def carry(letters: int) -> None:
        async with aiosmtplib.SMTP(
            hostname=task.host, port=task.port, start_tls=False, use_tls=False
        ) as server:
            for number in range(letters):
                await server.sendmail(SENDER, f"reader{number}@example.com", content)

    async def all_of_them() -> None:
        await asyncio.gather(*map(carry, shares(task.letters, task.connections)))

    with measured(task.letters) as runs:
        asyncio.run(all_of_them())
    return runs[0]


def django(task: Task) -> Run:
    """Django's EmailMultiAlternatives over one connection."""
    from django.conf import settings as django_settings
    from django.core.mail import EmailMultiAlternatives, get_connection

    if not django_settings.configured:
        django_settings.configure(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend")
    letters = max(1, task.letters // 10)
    html = mail_of(OCTETS).html
    connection = get_connection(host=task.host, port=task.port)
    with measured(letters) as runs:
        connection.open()
        for number in range(letters):
            message = EmailMultiAlternatives(
                "Bridge opens",
                "The bridge opened.",
                SENDER,
                [f"reader{number}@example.com"],
                connection=connection,
            )
            message.attach_alternative(
                html.replace(UNSUBSCRIBE_URL, f"https://x/{number}"), "text/html"
            )
            message.send()
        connection.close()
    return runs[0]


_NODE = """
const [host, port, letters, connections, from, html] = process.argv.slice(1)
const transport = require('nodemailer').createTransport({
  host, port: +port, pool: true, maxConnections: +connections, maxMessages: 1e6, secure: false,
  ignoreTLS: true })
const text = require('fs').readFileSync(html, 'utf8')
const started = process.hrtime.bigint()
const all = []
for (let n = 0; n < +letters; n++) all.push(transport.sendMail({ from, to: `reader${n}@example.com`,
  subject: 'Bridge opens', text: 'The bridge opened.', html: text + n }))
Promise.all(all).then(() => {
  const used = process.cpuUsage()
  console.log(Number(process.hrtime.bigint() - started) / 1e9, (used.user + used.system) / 1e6)
  process.exit(0) })
"""


def nodemailer(task: Task) -> Run:
    """nodemailer's pool, composing each letter."""
    letters = max(1, task.letters // 5)
    with tempfile.NamedTemporaryFile("w", suffix=".html") as html:
        html.write(mail_of(OCTETS).html)
        html.flush()
        words = [task.host, task.port, letters, task.connections, SENDER, html.name]
        command = ["node", "-e", _NODE, *map(str, words)]
        ended = subprocess.run(
            command, check=True, capture_output=True, text=True, env=node_environment()
        )
    seconds, processor = map(float, ended.stdout.split())
    return Run(rate=letters / seconds, processor=processor / letters)


def has_nodemailer() -> bool:
    """Whether node is there and finds nodemailer."""
    command = ["node", "-e", "require('nodemailer')"]
    return bool(shutil.which("node")) and not (
        subprocess.run(command, capture_output=True, env=node_environment()).returncode
    )


def node_environment() -> dict[str, str]:
    return {**os.environ, "NODE_PATH": str(NODE / "node_modules")}


def install_nodemailer() -> None:
    """Puts nodemailer into ``NODE``."""
    NODE.mkdir(parents=True, exist_ok=True)
    words = ["npm", "install", "--silent", "--no-save", "--prefix", str(NODE), "nodemailer@7"]
    subprocess.run(words, check=True)


CONTENDERS: dict[str, tuple[Contender, str]] = {
    "smtp-source": (smtp_source, ""),
    "digest": (ours, ""),
    "digest, Ed25519": (lambda task: ours(task, Algorithm.ED25519), ""),
    "digest, RSA-2048": (lambda task: ours(task, Algorithm.RSA), ""),
    "digest, own topics": (lambda task: ours(task, own_topics=True), ""),
    "smtplib, ready letter": (smtplib_ready, ""),
    "smtplib, send_message": (smtplib_whole, ""),
    "aiosmtplib, ready letter": (aiosmtplib_ready, "aiosmtplib"),
    "Django": (django, "django"),
    "nodemailer, pool": (nodemailer, "node"),
}
"""Each contender, and the module it needs beyond ours."""


def is_there(module: str) -> bool:
    """Whether what a contender needs is installed."""
    if module == "node":
        return has_nodemailer()
    return not module or find_spec(module) is not None


def shares(letters: int, connections: int) -> list[int]:
    return [letters // connections + (n < letters % connections) for n in range(connections)]


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None:
        sys.exit(f"{name} is not installed: it comes with Debian's postfix package")
    return found


@contextlib.contextmanager
def sink() -> Iterator[tuple[str, int]]:
    """Postfix's smtp-sink on a free port of loopback: takes everything and keeps nothing."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [tool("smtp-sink"), "-u", "nobody", f"127.0.0.1:{port}", "1000"]
    with subprocess.Popen(command) as process:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield "127.0.0.1", port
        process.kill()


def show(results: dict[str, list[Run]]) -> None:
    medians = {
        name: Run(
            rate=statistics.median(run.rate for run in runs),
            processor=statistics.median(run.processor for run in runs),
        )
        for name, runs in results.items()
    }
    measure = medians.get("smtp-source", Run(rate=1, processor=1e-6))
    print(
        f"{'contender':26} {'letters/s':>10} {'of smtp-source':>15} {'digest is':>10}"
        f" {'µs of processor':>16} {'of smtp-source':>15}"
    )
    for name, run in medians.items():
        times = f"{medians['digest'].rate / run.rate:.1f} times" if "digest" in medians else ""
        print(
            f"{name:26} {run.rate:10.0f} {run.rate / measure.rate:15.2f} {times:>10}"
            f" {run.processor * 1e6:16.0f} {run.processor / measure.processor:15.2f}"
        )


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--letters", type=int, default=3000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--connections", type=int, default=4)
    place_of = parser.add_mutually_exclusive_group()
    place_of.add_argument("--server", default="")
    place_of.add_argument("--postfix", action="store_true")
    parser.add_argument("--install", action="store_true")
    parser.add_argument("--only", nargs="*", default=list(CONTENDERS))
    options = parser.parse_args(words)
    if options.install:
        install_nodemailer()
    if options.postfix and why_not():
        sys.exit(f"left out: {why_not()}")
    results: dict[str, list[Run]] = {}
    with place(options) as (host, port):
        task = Task(host=host, port=port, letters=options.letters, connections=options.connections)
        for _ in range(options.repeats):
            for name in options.only:
                contender, module = CONTENDERS[name]
                if not is_there(module):
                    print(f"left out: {name} is not installed", file=sys.stderr)
                    continue
                results.setdefault(name, []).append(contender(task))
    show(results)


@contextlib.contextmanager
def place(options: argparse.Namespace) -> Iterator[tuple[str, int]]:
    """Where the letters go, by the options."""
    if options.server:
        host, _, port = options.server.rpartition(":")
        yield host, int(port)
    elif options.postfix:
        with scratch_postfix() as (host, port):
            yield host, port
    else:
        with sink() as address:
            yield address


if __name__ == "__main__":
    main()
