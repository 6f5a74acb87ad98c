"""The SMTP courier against a server that can be told to misbehave."""

from __future__ import annotations

import asyncio
import random
import socket
import ssl
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import links_for
from digest.deliver.smtp.smtp_courier import SmtpCourier
from digest.model.errors import DeliveryError
from digest.model.mail import Letter, Outcome, Recipient
from digest.model.settings import MailServer, Security
from tests.deliver.rounds import (
    MAIL,
    NEWSLETTER,
    NOW,
    PUBLICATION,
    RememberedRound,
    letter_to,
    round_of,
    server_at,
)
from tests.deliver.scripted_server import (
    DROP,
    PIECES,
    SILENCE,
    TAKE,
    TAKE_AND_DROP,
    Moment,
    ScriptedServer,
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a self-signed certificate for localhost, in one file."""
    return certificate_in(tmp_path_factory.mktemp("tls"), days=1)


def certificate_in(folder: Path, *, days: int) -> Path:
    """The same, valid for so many days more."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def carry(
    round_: RememberedRound,
    settings: MailServer,
    *,
    context: ssl.SSLContext | None = None,
    final_answer_seconds: float = 5.0,
) -> None:
    courier = SmtpCourier(settings, context=context, final_answer_seconds=final_answer_seconds)
    asyncio.run(courier.carry(round_))


def test_every_letter_is_accepted_once_and_byte_for_byte() -> None:
    letters = [
        letter_to(n, content=b"Subject: %d\r\n\r\n.dot\r\n..\r\nend\r\n" % n) for n in (1, 2, 3)
    ]
    round_ = RememberedRound(letters)
    with ScriptedServer() as server:
        carry(round_, server_at(server.port))
    assert [taken.content for taken in server.taken] == [letter.content for letter in letters]
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}
    assert round_.deliveries[1].words == "250 2.0.0 taken"


PIECES_OF_TEXT = (".", "..", "\n.", "\n..\n", "\n", " ", "=", "😀", "é" * 40, "x" * 1200, "\t\n")


def test_letters_of_any_text_arrive_byte_for_byte() -> None:
    chance = random.Random(17)
    letters = []
    for number in range(1, 61):
        text = "".join(chance.choices(PIECES_OF_TEXT, k=30))
        mail = replace(MAIL, text=text, html=text[::-1])
        made = compile_mail(
            mail, newsletter=NEWSLETTER, publication=PUBLICATION, server=MailServer(), date=NOW
        )
        links = links_for(number, mail.edition, base_url="https://d.example.com", secret=b"s")
        recipient = Recipient(
            id=number, newsletter="morning", address=f"r{number}@example.com", name=text[:50]
        )
        letters.append(write_letter(made, recipient, links=links))
    with ScriptedServer() as server:
        carry(RememberedRound(letters), server_at(server.port))
    assert [taken.content for taken in server.taken] == [letter.content for letter in letters]


def test_one_connection_is_kept_for_many_letters() -> None:
    with ScriptedServer() as server:
        carry(round_of(50), server_at(server.port))
    assert server.connections == 1
    assert len(server.taken) == 50


def test_a_connection_carries_no_more_than_its_share() -> None:
    with ScriptedServer() as server:
        carry(round_of(10), server_at(server.port, letters_per_connection=4))
    assert [taken.connection for taken in server.taken] == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3]


def test_several_connections_share_the_letters() -> None:
    with ScriptedServer(delay=0.01) as server:
        carry(round_of(40), server_at(server.port, connections=4))
    assert server.connections == 4
    assert len(set(server.recipients)) == len(server.recipients) == 40


def test_a_letter_is_noted_before_it_is_handed_over_and_answered_after() -> None:
    round_ = round_of(3)
    with ScriptedServer() as server:
        carry(round_, server_at(server.port))
    expected = [(what, n) for n in (1, 2, 3) for what in ("handing over", "answered")]
    assert round_.log == expected


def test_a_server_without_pipelining_gets_one_command_at_a_time() -> None:
    with ScriptedServer(extensions=()) as server:
        carry(round_of(5), server_at(server.port))
    assert len(server.taken) == 5
    assert not any("SIZE" in command for command in server.commands)


def test_a_server_that_knows_only_helo_is_greeted_again() -> None:
    def script(moment: Moment) -> str | None:
        return "502 unknown" if moment.argument.startswith("EHLO") else None

    with ScriptedServer(script) as server:
        carry(round_of(2), server_at(server.port))
    assert len(server.taken) == 2


def test_a_refused_recipient_does_not_stop_the_others() -> None:
    def script(moment: Moment) -> str | None:
        refused = moment.step == "rcpt" and "reader2@" in moment.argument
        return "550 5.1.1 nobody here" if refused else None

    round_ = round_of(4)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {
        1: Outcome.ACCEPTED,
        2: Outcome.REFUSED,
        3: Outcome.ACCEPTED,
        4: Outcome.ACCEPTED,
    }
    assert round_.deliveries[2].code == 550
    assert round_.deliveries[2].words == "550 5.1.1 nobody here"


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        ("451 later", Outcome.DEFERRED),
        ("554 never", Outcome.REFUSED),
        ("421 bye", Outcome.DEFERRED),
    ],
)
def test_a_no_at_any_step_is_that_letter_s_outcome_alone(
    step: str, reply: str, outcome: Outcome, pipelining: bool
) -> None:
    def script(moment: Moment) -> str | None:
        return reply if moment.step == step and moment.count == 2 else None

    round_ = round_of(5)
    extensions = ("PIPELINING",) if pipelining else ()
    with ScriptedServer(script, extensions=extensions) as server:
        carry(round_, server_at(server.port))
    assert sorted(round_.outcomes().values()) == sorted([Outcome.ACCEPTED] * 4 + [outcome])
    assert len(server.taken) == 4
    assert round_.given_back == []


def test_a_server_that_wants_data_for_nobody_gets_none() -> None:
    def script(moment: Moment) -> str | None:
        if moment.step == "rcpt" and moment.count == 1:
            return "550 nobody"
        return "354 go on all the same" if moment.step == "data" and moment.count == 1 else None

    round_ = round_of(2)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {1: Outcome.REFUSED, 2: Outcome.ACCEPTED}
    assert server.recipients == ["reader2@example.com"]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_connection_dropped_before_the_letter_costs_nothing(step: str) -> None:
    def script(moment: Moment) -> str | None:
        return DROP if moment.step == step and moment.count == 3 else None

    round_ = round_of(6)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port))
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}
    assert len(server.taken) == 6
    assert server.connections == 2


@pytest.mark.parametrize(("action", "taken"), [(DROP, 5), (TAKE_AND_DROP, 6)])
def test_a_connection_dropped_at_the_final_dot_leaves_the_outcome_unknown(
    action: str, taken: int
) -> None:
    def script(moment: Moment) -> str | None:
        return action if moment.step == "dot" and moment.count == 3 else None

    round_ = round_of(6)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port))
    assert sorted(round_.outcomes().values()) == [Outcome.ACCEPTED] * 5 + [Outcome.UNKNOWN]
    assert len(server.taken) == taken


def test_replies_in_pieces_are_read_as_one() -> None:
    round_ = round_of(3)
    with ScriptedServer(lambda _: PIECES) as server:
        carry(round_, server_at(server.port))
    assert len(server.taken) == 3


def test_a_silent_server_is_left_after_the_time_out() -> None:
    def script(moment: Moment) -> str | None:
        return SILENCE if moment.step == "rcpt" and moment.count == 1 else None

    round_ = round_of(2)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port, timeout_seconds=1.0))
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}


def test_a_stall_behind_a_letter_is_not_waited_for_as_its_answer() -> None:
    """The answer to a letter may take ten minutes; that to the next one's recipient may not."""

    def script(moment: Moment) -> str | None:
        return SILENCE if moment.step == "rcpt" and moment.count == 2 else None

    round_ = round_of(3)
    start = time.monotonic()
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port, timeout_seconds=1.0), final_answer_seconds=60.0)
    assert time.monotonic() - start < 20
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}
    assert len(server.taken) == 3


def test_a_letter_s_answer_is_noted_when_it_comes_whatever_the_next_one_waits_for() -> None:
    answered_before: list[int] = []

    def script(moment: Moment) -> str | None:
        if moment.step == "rcpt" and moment.count == 2:
            time.sleep(0.5)  # the first letter's answer is on its way
            answered_before.append(len(round_.deliveries))
        return None

    round_ = round_of(2)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port, connections=1))
    assert answered_before == [1]


@pytest.mark.parametrize(
    "size", ["9" * 5_000, "9" * 21, "-1", "٣٣", "1e9", "", "0", "18446744073709551615"]
)
def test_no_size_that_a_server_names_keeps_letters_from_it(size: str) -> None:
    round_ = round_of(2)
    with ScriptedServer(extensions=("PIPELINING", f"SIZE {size}", "SMTPUTF8")) as server:
        carry(round_, server_at(server.port))
    assert len(server.taken) == 2


def test_silence_after_the_final_dot_is_borne_longer_and_then_unknown() -> None:
    def script(moment: Moment) -> str | None:
        return SILENCE if moment.step == "dot" else None

    round_ = round_of(1)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port, timeout_seconds=1.0), final_answer_seconds=1.2)
    assert round_.deliveries[1].outcome is Outcome.UNKNOWN
    assert str(round_.deliveries[1].words) == "no answer within 1.2 seconds"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("HTTP/1.1 400 Bad Request", "does not speak SMTP"),
        ("554 no service", "does not take mail: 554 no service"),
        ("x" * 20_000, "does not speak SMTP"),
    ],
)
def test_a_server_with_a_wrong_greeting_is_named_with_its_words(reply: str, words: str) -> None:
    round_ = round_of(2)
    with (
        ScriptedServer(lambda moment: reply if moment.step == "connect" else None) as server,
        pytest.raises(DeliveryError, match=words),
    ):
        carry(round_, server_at(server.port))
    assert sorted(round_.given_back) == [1]
    assert round_.deliveries == {}


def test_a_server_that_answers_a_letter_with_endless_lines_is_cut_off() -> None:
    def script(moment: Moment) -> str | None:
        return "250-" + "y" * 1_000_000 if moment.step == "dot" and moment.count == 1 else None

    round_ = round_of(2)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port))
    assert sorted(round_.outcomes().values()) == [Outcome.ACCEPTED, Outcome.UNKNOWN]


def test_a_server_that_is_not_there_is_an_error_that_names_it() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    round_ = round_of(2)
    with pytest.raises(DeliveryError, match=f"cannot reach the mail server 127.0.0.1:{port}"):
        carry(round_, server_at(port))
    assert round_.given_back == [1]


def test_a_server_that_always_hangs_up_is_given_up_and_nothing_is_lost() -> None:
    round_ = round_of(2)
    with (
        ScriptedServer(lambda moment: DROP if moment.step == "mail" else None) as server,
        pytest.raises(DeliveryError, match="keeps closing connections"),
    ):
        carry(round_, server_at(server.port))
    assert round_.deliveries == {}
    assert sorted([*round_.given_back, *round_.postponements]) == [1, 2]


@pytest.mark.parametrize("connections", [1, 3])
@pytest.mark.parametrize("extensions", [("PIPELINING",), ()])
@pytest.mark.parametrize(
    ("step", "action"), [("rcpt", DROP), ("data", DROP), ("rcpt", "what"), ("rcpt", SILENCE)]
)
def test_a_reader_whose_turn_costs_every_connection_is_deferred_and_all_others_are_sent(
    step: str, action: str, extensions: tuple[str, ...], connections: int
) -> None:
    def script(moment: Moment) -> str | None:
        return action if moment.step == step and "reader2@" in moment.argument else None

    round_ = round_of(6)
    with ScriptedServer(script, extensions=extensions) as server:
        carry(round_, server_at(server.port, connections=connections, timeout_seconds=0.3))
    expected = dict.fromkeys(range(1, 7), Outcome.ACCEPTED) | {2: Outcome.DEFERRED}
    assert round_.outcomes() == expected
    assert round_.deliveries[2].words
    assert len(server.taken) == 5


def test_four_such_readers_in_a_row_are_deferred_and_all_others_are_sent() -> None:
    def script(moment: Moment) -> str | None:
        bad = any(f"reader{number}@" in moment.argument for number in (1, 2, 3, 4))
        return DROP if moment.step == "rcpt" and bad else None

    round_ = round_of(8)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port))
    bad = dict.fromkeys((1, 2, 3, 4), Outcome.DEFERRED)
    assert round_.outcomes() == bad | dict.fromkeys((5, 6, 7, 8), Outcome.ACCEPTED)


def test_such_a_reader_alone_is_deferred_and_no_error_of_the_server() -> None:
    round_ = round_of(1)
    with ScriptedServer(lambda moment: DROP if moment.step == "rcpt" else None) as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {1: Outcome.DEFERRED}


def test_readers_whose_turns_cost_the_last_connections_are_not_the_next_again() -> None:
    round_ = round_of(50)
    with (
        ScriptedServer(lambda moment: DROP if moment.step == "rcpt" else None) as server,
        pytest.raises(DeliveryError, match="keeps closing connections"),
    ):
        carry(round_, server_at(server.port))
    assert round_.deliveries == {}  # the server is down: nobody's attempts are counted
    assert sorted(round_.postponements) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("unasked", ["550 5.7.1 no", "550 a\r\n550 b", "250 ok", "354 go on"])
@pytest.mark.parametrize("extensions", [("PIPELINING",), ()])
def test_an_answer_that_nobody_asked_for_is_not_taken_as_the_next_reader_s(
    extensions: tuple[str, ...], unasked: str
) -> None:
    def script(moment: Moment) -> str | None:
        is_second = moment.step == "dot" and moment.count == 2
        return f"{TAKE}250 taken\r\n{unasked}" if is_second else None

    round_ = round_of(5)
    with ScriptedServer(script, extensions=extensions) as server:
        carry(round_, server_at(server.port))
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}
    assert sorted(server.recipients) == [f"reader{number}@example.com" for number in range(1, 6)]


def test_connections_that_come_too_late_for_a_letter_are_no_failure() -> None:
    def script(moment: Moment) -> str | None:
        return PIECES if moment.step == "dot" else None

    round_ = round_of(3)
    with ScriptedServer(script) as server:
        carry(round_, server_at(server.port, connections=20))
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}


def test_a_server_that_lets_fewer_connections_in_gets_fewer() -> None:
    def script(moment: Moment) -> str | None:
        return "421 too many" if moment.step == "connect" and moment.connection > 2 else None

    round_ = round_of(30)
    with ScriptedServer(script, delay=0.01) as server:
        carry(round_, server_at(server.port, connections=6))
    assert set(round_.outcomes().values()) == {Outcome.ACCEPTED}
    assert len(server.taken) == 30


def test_connections_lost_to_a_restart_come_back() -> None:
    down: list[float] = []

    def script(moment: Moment) -> str | None:
        if moment.step == "dot" and moment.count >= 20 and not down:
            down.append(time.monotonic())
        if down and time.monotonic() - down[0] < 0.5:
            return "421 restarting" if moment.step in ("dot", "connect") else None
        return None

    round_ = round_of(400)
    with ScriptedServer(script, delay=0.002) as server:
        carry(round_, server_at(server.port, connections=4))
    last = {taken.connection for taken in server.taken[-50:]}
    assert len(last) == 4


def test_a_limit_on_the_rate_is_kept() -> None:
    started = time.monotonic()
    with ScriptedServer() as server:
        carry(round_of(16), server_at(server.port, connections=4, letters_per_second=20.0))
    assert len(server.taken) == 16
    assert 0.7 < time.monotonic() - started < 2


def test_a_limit_for_one_domain_holds_up_no_other() -> None:
    letters = [
        replace(letter_to(number), address=f"reader{number}@{domain}")
        for number, domain in enumerate(["slow.example"] * 3 + ["quick.example"] * 30, start=1)
    ]
    round_ = RememberedRound(letters)
    with ScriptedServer() as server:
        carry(
            round_,
            server_at(server.port, connections=2, letters_per_second_to={"Slow.example": 2.0}),
        )
    domains = [taken.recipient.rpartition("@")[2] for taken in server.taken]
    assert len(domains) == 33
    assert domains.index("slow.example") == 0
    assert set(domains[1:31]) == {"quick.example"}


def test_letters_beyond_what_a_limited_domain_takes_soon_are_postponed_one_after_the_other() -> (
    None
):
    round_ = round_of(10)
    with ScriptedServer() as server:
        carry(round_, server_at(server.port, letters_per_second_to={"example.com": 2.0}))
    assert sorted(round_.deliveries) == [1, 2, 3, 4, 5]
    assert [round(seconds, 1) for seconds in round_.postponements.values()] == [
        3.0,
        3.5,
        4.0,
        4.5,
        5.0,
    ]


def test_a_server_that_has_too_much_is_given_less() -> None:
    courier_pauses: list[float] = []

    def script(moment: Moment) -> str | None:
        return "452 too much" if moment.step == "dot" and moment.count <= 4 else None

    with ScriptedServer(script) as server:
        courier = SmtpCourier(server_at(server.port))
        asyncio.run(courier.carry(round_of(5)))
        courier_pauses.append(courier._pace.pause)
    assert courier_pauses[0] > 0.1


def test_a_server_that_refuses_the_sender_again_and_again_is_not_asked_for_everyone() -> None:
    round_ = round_of(500)
    with (
        ScriptedServer(lambda moment: "550 not you" if moment.step == "mail" else None) as server,
        pytest.raises(DeliveryError, match="refuses the sender: 550 not you"),
    ):
        carry(round_, server_at(server.port))
    assert len(round_.deliveries) < 50


def test_a_letter_too_large_for_the_server_is_refused_without_being_sent() -> None:
    round_ = RememberedRound([letter_to(1, content=b"x" * 2000 + b"\r\n"), letter_to(2)])
    with ScriptedServer(extensions=("PIPELINING", "SIZE 1000")) as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {1: Outcome.REFUSED, 2: Outcome.ACCEPTED}
    assert "2002 octets, and the mail server takes 1000" in str(round_.deliveries[1].words)


def addressed(address: str, *, content: bytes = b"Subject: x\r\n\r\nBody\r\n") -> Letter:
    return Letter(
        recipient=1,
        address=address,
        sender_address="morning@digest.example.com",
        message_id="<1@digest.example.com>",
        content=content,
    )


@pytest.mark.parametrize(
    "address",
    [
        "a@example.com>\r\nRCPT TO:<b@example.com",
        "a@example.com\nDATA",
        "a b@example.com",
        "a\0@b.c",
    ],
)
def test_an_address_that_could_be_taken_for_commands_is_refused(address: str) -> None:
    round_ = RememberedRound([addressed(address)])
    with ScriptedServer() as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {1: Outcome.REFUSED}
    assert not any(command.startswith("RCPT") for command in server.commands)


@pytest.mark.parametrize("content", [b"a\nb\r\n", b"a\rb\r\n", b"x\n.\r\nMAIL FROM:<e@vil>\r\n"])
def test_a_lone_line_end_never_reaches_a_server(content: bytes) -> None:
    round_ = RememberedRound([addressed("a@example.com", content=content)])
    with ScriptedServer() as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {1: Outcome.REFUSED}
    assert server.taken == []


def test_an_international_address_goes_to_a_server_that_takes_them() -> None:
    round_ = RememberedRound([addressed("пошта@example.com")])
    with ScriptedServer() as server:
        carry(round_, server_at(server.port))
    assert server.recipients == ["пошта@example.com"]
    assert any(command.endswith("SMTPUTF8") for command in server.commands)


def test_an_international_address_is_refused_where_the_server_takes_none() -> None:
    round_ = RememberedRound([addressed("пошта@example.com")])
    with ScriptedServer(extensions=("PIPELINING",)) as server:
        carry(round_, server_at(server.port))
    assert round_.outcomes() == {1: Outcome.REFUSED}


@pytest.mark.parametrize("at_once", [True, False])
def test_letters_go_under_tls_as_the_settings_ask(certificate: Path, at_once: bool) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    context = ssl.create_default_context(cafile=str(certificate))
    security = Security.TLS if at_once else Security.STARTTLS
    with ScriptedServer(tls=tls, tls_at_once=at_once) as server:
        settings = server_at(server.port, host="localhost", security=security, connections=2)
        carry(round_of(20), settings, context=context)
    assert len(server.taken) == 20


def test_a_certificate_nobody_vouches_for_is_refused(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    round_ = round_of(1)
    with ScriptedServer(tls=tls) as server, pytest.raises(DeliveryError, match="no TLS with"):
        carry(round_, server_at(server.port, host="localhost", security=Security.STARTTLS))
    assert server.taken == []


def test_a_certificate_of_another_host_is_refused(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    context = ssl.create_default_context(cafile=str(certificate))
    with ScriptedServer(tls=tls) as server, pytest.raises(DeliveryError, match="no TLS with"):
        carry(round_of(1), server_at(server.port, security=Security.STARTTLS), context=context)


def test_an_expired_certificate_is_refused_and_named(tmp_path: Path) -> None:
    expired = certificate_in(tmp_path, days=-1)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(expired)
    context = ssl.create_default_context(cafile=str(expired))
    with ScriptedServer(tls=tls) as server:
        settings = server_at(server.port, host="localhost", security=Security.STARTTLS)
        with pytest.raises(DeliveryError, match="has expired"):
            carry(round_of(1), settings, context=context)
    assert server.taken == []


def test_without_starttls_on_offer_nothing_is_sent_in_clear() -> None:
    with ScriptedServer() as server, pytest.raises(DeliveryError, match="offers no STARTTLS"):
        carry(round_of(1), server_at(server.port, security=Security.STARTTLS))
    assert not any(command.startswith("MAIL") for command in server.commands)


def test_words_sent_before_the_handshake_are_not_believed(certificate: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)

    def script(moment: Moment) -> str | None:
        return "220 go\r\n250-injected" if moment.step == "starttls" else None

    with ScriptedServer(script, tls=tls) as server, pytest.raises(DeliveryError):
        carry(round_of(1), server_at(server.port, security=Security.STARTTLS))
    assert server.taken == []


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
def test_a_login_is_made_before_the_first_letter(mechanism: str) -> None:
    login = ("digest", "s3cret ключ")
    with ScriptedServer(login=login, mechanism=mechanism) as server:
        carry(round_of(1), server_at(server.port, username=login[0], password=login[1]))
    assert len(server.taken) == 1
    assert any(command.startswith(f"AUTH {mechanism}") for command in server.commands)


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "CRAM-MD5"])
def test_a_login_that_nobody_knows_is_an_error(mechanism: str) -> None:
    with (
        ScriptedServer(login=("digest", "x"), mechanism=mechanism) as server,
        pytest.raises(DeliveryError, match="no login we know"),
    ):
        carry(round_of(1), server_at(server.port, username="digest", password="x"))
    assert server.taken == []


def test_a_wrong_password_is_refused_by_the_other_login_too() -> None:
    with (
        ScriptedServer(login=("digest", "x"), mechanism="LOGIN") as server,
        pytest.raises(DeliveryError, match="refuses the login"),
    ):
        carry(round_of(1), server_at(server.port, username="digest", password="y"))
    assert server.taken == []


def test_a_refused_login_is_an_error_in_the_server_s_words() -> None:
    with (
        ScriptedServer(login=("digest", "s3cret")) as server,
        pytest.raises(DeliveryError, match=r"refuses the login: 535 5\.7\.8 wrong password"),
    ):
        carry(round_of(1), server_at(server.port, username="digest", password="wrong"))
    assert server.taken == []


def test_a_password_is_not_sent_in_clear_to_another_machine() -> None:
    from digest.deliver.smtp.handshake import _log_in
    from digest.deliver.smtp.protocol import Wire

    settings = MailServer(host="mail.example.com", security=Security.NONE, username="u")
    with pytest.raises(DeliveryError, match="without TLS"):
        asyncio.run(_log_in(Wire(), settings, {"AUTH": "PLAIN"}, "mail.example.com:25"))


def test_an_interrupted_round_answers_or_returns_every_letter() -> None:
    def script(moment: Moment) -> str | None:
        return SILENCE if moment.step == "dot" and moment.count > 5 else None

    round_ = round_of(20)

    async def interrupt(settings: MailServer) -> None:
        task = asyncio.create_task(SmtpCourier(settings).carry(round_))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with ScriptedServer(script) as server:
        asyncio.run(interrupt(server_at(server.port, connections=2)))
    outcomes = list(round_.outcomes().values())
    assert outcomes.count(Outcome.UNKNOWN) == 2
    assert len(outcomes) + len(round_.given_back) + len(round_._letters) == 20
