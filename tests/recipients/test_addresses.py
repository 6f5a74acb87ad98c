"""Addresses: the quick way for plain ones says what the careful way says."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.recipients.addresses import _normalise, fingerprint_of, normalise_address

locals_ = st.text(st.sampled_from("aZ0.+-_'ж\" @"), max_size=70)
domains = st.text(st.sampled_from("aZ0.-ж_"), max_size=30).map(lambda text: f"{text}.com")


def outcome(normalise: object, address: str) -> str:
    assert callable(normalise)
    try:
        return str(normalise(address))
    except ValueError:
        return "refused"


@given(local=locals_, domain=domains)
@example(local="a" * 64, domain="example.com")
@example(local="a" * 65, domain="example.com")
@example(local="a", domain=".".join(["b" * 60] * 4) + ".com")
@example(local="ada", domain="BÜCHER.example.com")
def test_a_plain_address_is_judged_like_any_other(local: str, domain: str) -> None:
    address = f"{local}@{domain}".strip(" ")
    assert outcome(normalise_address, address) == outcome(_normalise, address)


@pytest.mark.parametrize("local", ["a" * 65, "a.b+" * 16 + "c", "ж" * 33, "ж" * 64])
def test_a_part_before_the_at_sign_has_at_most_64_octets(local: str) -> None:
    with pytest.raises(ValueError, match="octets before the @"):
        normalise_address(f"{local}@example.com")


def test_a_part_before_the_at_sign_may_have_64_octets() -> None:
    assert normalise_address(f"{'ж' * 32}@example.com") == f"{'ж' * 32}@example.com"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ada@Example.COM\t", "Ada@example.com"),
        ("ada@bücher.example.com", "ada@xn--bcher-kva.example.com"),
        ("пошта@example.com", "пошта@example.com"),
    ],
)
def test_an_address_is_kept_as_letters_are_sent_to_it(written: str, kept: str) -> None:
    assert normalise_address(written) == kept


def test_a_fingerprint_is_the_same_in_other_case_and_another_with_another_salt() -> None:
    assert fingerprint_of("Ada@example.com", b"s") == fingerprint_of("ada@EXAMPLE.com", b"s")
    assert fingerprint_of("ada@example.com", b"s") != fingerprint_of("ada@example.com", b"t")
