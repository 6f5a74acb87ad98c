"""Makes the files in ``reports``: what real mail servers write when a letter cannot be delivered.

    python tests/deliver/make_reports.py [--exim PROGRAM]

A letter of ours goes to a Postfix of its own (``scratch_postfix``), or through Debian's Exim, which
hands it to a server that refuses; what comes back is kept byte for byte.
"""

from __future__ import annotations

import argparse
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import bounce_address, links_for
from digest.model.mail import Recipient
from digest.model.settings import MailServer
from tests.deliver.rounds import MAIL, NEWSLETTER, NOW, PUBLICATION
from tests.deliver.scratch_postfix import scratch_postfix
from tests.deliver.scripted_server import Moment, ScriptedServer

REPORTS = Path(__file__).parent / "reports"
SECRET = b"a key of the newsroom"
READER = 17
REFUSALS = {
    "nobody": "550 5.1.1 <nobody@example.com>: Recipient address rejected: User unknown",
    "full": "552 5.2.2 <full@example.com>: Mailbox is full",
    "blocked": "554 5.7.1 Service unavailable; client blocked by policy",
    "busy": "450 4.2.1 The user is receiving mail too quickly",
    "plain": "550 no such mailbox here",
}
_EXIM = """
exim_path = {program}
exim_user = postfix
exim_group = postfix
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
primary_hostname = mx.exim.example.com
qualify_domain = mx.exim.example.com
never_users =
trusted_users = root : postfix
tls_advertise_hosts =
keep_environment =
begin acl
begin routers
all:
  driver = manualroute
  route_list = * 127.0.0.1
  self = send
  transport = out
begin transports
out:
  driver = smtp
  port = {port}
  allow_localhost
  hosts_try_chunking =
"""

Send = Callable[[str, str, bytes], None]


def refuse(moment: Moment) -> str | None:
    if moment.step != "rcpt":
        return None
    return next((words for name, words in REFUSALS.items() if f"<{name}@" in moment.argument), None)


def letter_to(name: str) -> tuple[str, bytes]:
    """A reader's letter, and its envelope sender."""
    compiled = compile_mail(
        MAIL, newsletter=NEWSLETTER, publication=PUBLICATION, server=MailServer(), date=NOW
    )
    links = links_for(READER, MAIL.edition, base_url=PUBLICATION.base_url, secret=SECRET)
    reader = Recipient(id=READER, newsletter=MAIL.newsletter, address=f"{name}@example.com")
    sender = bounce_address(READER, compiled.sender_address, secret=SECRET)
    return sender, write_letter(compiled, reader, links=links).content


def collect(program: str, server: ScriptedServer, send: Send) -> None:
    for name in REFUSALS:
        before = len(server.taken)
        send(name, *letter_to(name))
        for _ in range(200):
            if len(server.taken) > before:
                break
            time.sleep(0.1)
        (REPORTS / f"{program}-{name}.eml").write_bytes(server.taken[before].content)


def with_postfix() -> None:
    with (
        ScriptedServer(refuse) as server,
        scratch_postfix(transport=f"smtp:[127.0.0.1]:{server.port}") as (host, port),
    ):

        def send(name: str, sender: str, content: bytes) -> None:
            with smtplib.SMTP(host, port) as relay:
                relay.sendmail(sender, [f"{name}@example.com"], content)

        collect("postfix", server, send)


def with_exim(program: str) -> None:
    with ScriptedServer(refuse) as server, tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        settings = Path(folder) / "exim.conf"
        settings.write_text(_EXIM.format(program=program, folder=folder, port=server.port))
        settings.chmod(0o644)

        def send(name: str, sender: str, content: bytes) -> None:
            words = [program, "-C", str(settings), "-odf", "-f", sender, f"{name}@example.com"]
            subprocess.run(words, input=content, check=True, capture_output=True)

        collect("exim", server, send)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--exim", default="")
    options = parser.parse_args()
    REPORTS.mkdir(exist_ok=True)
    with_postfix()
    if options.exim:
        with_exim(options.exim)


if __name__ == "__main__":
    main()
