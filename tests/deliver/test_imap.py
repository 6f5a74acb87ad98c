"""A mailbox read by IMAP, from a server on loopback that remembers what it was asked."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from digest.deliver.imap import Postbox, open_postbox
from digest.model.errors import DeliveryError
from digest.model.settings import Security

MESSAGES = [b"Subject: one\r\n\r\nfirst\r\n", b"Subject: two\r\n\r\n.second)\r\n"]


class Mailbox(socketserver.ThreadingTCPServer):
    """Two messages behind the password "right"; ``seen`` are those marked as read."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.seen: list[int] = []
        self.spoilt = 0  # the number of a message that it cannot give


class Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self.say("* OK here")
        for line in self.rfile:
            tag, word, *rest = line.decode().split()
            self.answer(tag, word.upper(), rest)
            if word.upper() == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def answer(self, tag: str, word: str, rest: list[str]) -> None:
        verdict = "OK"
        if word == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif word == "LOGIN":
            verdict = "OK" if rest[1] == '"right"' else "NO"
        elif word == "SELECT":
            verdict = "OK" if rest[0] == '"INBOX"' else "NO"
            self.say(f"* {len(MESSAGES)} EXISTS")
        elif word == "UID":
            verdict = self.by_name(rest[0], rest[1:])
        elif word in ("CREATE", "LIST"):
            verdict = "NO"
        elif word == "LOGOUT":
            self.say("* BYE")
        self.say(f"{tag} {verdict} done")

    def by_name(self, word: str, rest: list[str]) -> str:
        """UIDs are a hundred more than the numbers."""
        if word == "SEARCH":
            unread = [n + 100 for n in (1, 2) if n not in self.server.seen]
            self.say(f"* SEARCH {' '.join(map(str, unread))}".rstrip())
        elif word == "FETCH":
            number = int(rest[0]) - 100
            if number == self.server.spoilt:
                return "NO"
            content = MESSAGES[number - 1]
            self.wfile.write(f"* {number} FETCH (BODY[]<0> {{{len(content)}}}\r\n".encode())
            self.wfile.write(content + b")\r\n")
        elif word == "STORE":
            self.server.seen.append(int(rest[0]) - 100)
        elif word == "COPY":
            return "NO"
        return "OK"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def postbox(server: Mailbox, *, password: str = "right", folder: str = "INBOX") -> Postbox:
    return Postbox(
        host="127.0.0.1",
        port=server.server_address[1],
        username="bounce",
        password=password,
        folder=folder,
        security=Security.NONE,
    )


def read(box: Postbox) -> list[bytes]:
    with open_postbox(box) as folder:
        contents = []
        for mail in folder.unread():
            contents.append(mail.content)
            assert folder.mark_read(mail.name) == ""
        return contents


def test_every_unread_message_is_read_and_marked() -> None:
    with mailbox() as server:
        assert read(postbox(server)) == MESSAGES
        assert server.seen == [1, 2]
        assert read(postbox(server)) == []


def test_a_message_that_was_not_marked_stays_unread() -> None:
    with mailbox() as server:
        with open_postbox(postbox(server)) as folder:
            assert next(folder.unread()).content == MESSAGES[0]
        assert server.seen == []


def test_a_message_that_the_server_cannot_give_is_named_and_the_next_is_read() -> None:
    with mailbox() as server:
        server.spoilt = 1
        with open_postbox(postbox(server)) as folder:
            first, second = folder.unread()
        assert str(first.problem).startswith("the server does not give it")
        assert second.content == MESSAGES[1]


def test_a_message_that_no_folder_takes_stays_marked_and_is_not_read_again() -> None:
    with mailbox() as server:
        with open_postbox(postbox(server)) as folder:
            where = folder.set_aside(next(folder.unread()).name)
        assert str(where).startswith("it stays where it is, flagged")
        assert read(postbox(server)) == MESSAGES[1:]


@pytest.mark.parametrize(
    ("password", "folder", "words"),
    [("wrong", "INBOX", "cannot read the mailbox"), ("right", "Bounces", "no folder Bounces")],
)
def test_what_does_not_open_is_an_error_that_says_so(
    password: str, folder: str, words: str
) -> None:
    with mailbox() as server, pytest.raises(DeliveryError, match=words):
        read(postbox(server, password=password, folder=folder))


def test_a_mailbox_that_is_not_there_is_an_error_that_names_it() -> None:
    with mailbox() as server:
        port = server.server_address[1]
        closed = postbox(server)
    with pytest.raises(DeliveryError, match=f"mailbox at 127.0.0.1:{port}"):
        read(closed)


def test_the_password_is_not_shown() -> None:
    with mailbox() as server:
        assert "right" not in repr(postbox(server))
