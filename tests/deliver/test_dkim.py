"""DKIM: what we sign, an independent verifier believes; what is changed, it does not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import dkim  # type: ignore[import-untyped]  # dkimpy ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.dkim import Algorithm, SigningKey, dns_record, generate_key, load_key, sign
from digest.deliver.letter import compile_mail, write_letter
from digest.deliver.signed_links import links_for
from digest.model.errors import DeliveryError
from digest.model.mail import Letter, Mail, Recipient
from digest.model.settings import MailServer
from tests.deliver.rounds import MAIL, NEWSLETTER, NOW, PUBLICATION, parsed
from tests.examples import examples

ADA = Recipient(id=7, newsletter="morning", address="ada@example.com", name="Ada Lovelace")
KEYS = {
    algorithm: load_key(
        generate_key(algorithm), domain="digest.example.com", selector=f"news-{algorithm.value}"
    )
    for algorithm in Algorithm
}


def letter_of(mail: Mail = MAIL, name: str = "Ada Lovelace") -> Letter:
    made = compile_mail(
        mail, newsletter=NEWSLETTER, publication=PUBLICATION, server=MailServer(), date=NOW
    )
    links = links_for(7, mail.edition, base_url="https://d.example.com", secret=b"s")
    return write_letter(made, replace(ADA, name=name), links=links)


def is_valid(content: bytes, index: int = 0) -> bool:
    """Whether the signature at ``index`` verifies, the keys looked up in what we publish."""
    records = {f"{dns_record(key).name}.": dns_record(key).text for key in KEYS.values()}

    def look_up(name: bytes, timeout: int = 5) -> bytes:
        return records[name.decode()].encode()

    try:
        return bool(dkim.DKIM(content).verify(idx=index, dnsfunc=look_up))
    except dkim.ValidationError:
        return False


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS.keys())
def test_a_signed_letter_is_believed(key: SigningKey) -> None:
    assert is_valid(sign(letter_of(), [key], now=NOW).content)


def test_both_signatures_of_a_letter_are_believed() -> None:
    content = sign(letter_of(), list(KEYS.values()), now=NOW).content
    assert is_valid(content, 0)
    assert is_valid(content, 1)


texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)


@given(text=texts, html=texts, subject=texts, name=texts)
@examples(60)
def test_whatever_a_letter_says_its_signature_is_believed(
    text: str, html: str, subject: str, name: str
) -> None:
    letter = letter_of(replace(MAIL, text=text, html=html, subject=subject), name)
    assert is_valid(sign(letter, [KEYS[Algorithm.ED25519]], now=NOW).content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Bridge opens", b"Bridge closes"),
        (b"ada@example.com", b"eve@example.com"),
        (b"https://d.example.com/unsubscribe", b"https://evil.example/unsubscribe"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Two-Click"),
        (b"=2Eopens", b"=2Ecloses"),
    ],
)
def test_a_changed_letter_is_not_believed(old: bytes, new: bytes) -> None:
    content = sign(letter_of(), [KEYS[Algorithm.ED25519]], now=NOW).content
    assert old in content
    assert not is_valid(content.replace(old, new, 1))


def test_a_second_from_header_is_not_believed() -> None:
    content = sign(letter_of(), [KEYS[Algorithm.ED25519]], now=NOW).content
    assert not is_valid(b"From: Eve <eve@digest.example.com>\r\n" + content)


def test_headers_that_a_server_refolds_stay_believed() -> None:
    content = sign(letter_of(), [KEYS[Algorithm.RSA]], now=NOW).content
    refolded = content.replace(b"Subject: Bridge opens", b"Subject:  Bridge\r\n\topens")
    assert refolded != content
    assert is_valid(refolded)


def test_both_unsubscribe_headers_are_covered() -> None:
    signature = parsed(sign(letter_of(), [KEYS[Algorithm.RSA]], now=NOW).content)["DKIM-Signature"]
    covered = signature.replace(" ", "").split("h=")[1].split(";")[0].split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "list-id", "subject"} <= set(covered)


def test_a_letter_signed_again_is_the_same_byte_for_byte() -> None:
    keys = list(KEYS.values())
    assert sign(letter_of(), keys, now=NOW) == sign(letter_of(), keys, now=NOW)
    assert sign(letter_of(), keys, now=NOW) != sign(letter_of(), keys, now=NOW + timedelta(hours=1))


def test_a_signature_keeps_to_short_lines() -> None:
    content = sign(letter_of(), list(KEYS.values()), now=NOW).content
    header = content.split(b"\r\n\r\n", 1)[0]
    signature_lines = header[: header.index(b"To: ")].split(b"\r\n")
    assert max(map(len, signature_lines)) <= 90


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_zone_file_s_strings_have_255_octets_at_most(algorithm: Algorithm) -> None:
    record = dns_record(KEYS[algorithm])
    name, _, rest = record.zone_line.partition(". TXT ")
    strings = re.findall(r'"([^"]*)"', rest)
    assert name == record.name
    assert max(map(len, strings)) <= 255
    assert "".join(strings) == record.text


def test_the_dns_record_says_where_and_what() -> None:
    record = dns_record(KEYS[Algorithm.ED25519])
    assert record.name == "news-ed25519._domainkey.digest.example.com"
    assert record.text.startswith("v=DKIM1; k=ed25519; p=")
    assert len(record.text.rpartition("p=")[2]) == 44


@pytest.mark.parametrize("pem", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END"])
def test_a_file_that_is_no_key_is_an_error_that_names_it(pem: bytes) -> None:
    with pytest.raises(DeliveryError, match="DKIM key news"):
        load_key(pem, domain="example.com", selector="news")
