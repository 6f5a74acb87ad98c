"""Which addresses a source may live at."""

from __future__ import annotations

import pytest

from digest.gather.addresses import why_refused

PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]

KINDS = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "::1": "loopback",
    "::ffff:127.0.0.1": "loopback",  # mapped
    "::127.0.0.1": "loopback",  # compatible
    "64:ff9b::7f00:1": "loopback",  # NAT64
    "2002:7f00:1::": "loopback",  # 6to4
    "0.0.0.0": "unspecified",
    "::": "unspecified",
    "10.0.0.1": "private",
    "::ffff:10.0.0.1": "private",
    "169.254.169.254": "link-local",  # where clouds keep their secrets
    "fe80::1%eth0": "link-local",
    "224.0.0.1": "multicast",
    "ff02::1": "multicast",
    "fec0::1": "site-local",
    "100.64.1.1": "not public",  # carrier-grade NAT
    "0177.0.0.1": "not an address",
    "localhost": "not an address",
    "": "not an address",
}

REFUSED = {
    "172.16.0.1": "private",
    "192.168.1.1": "private",
    "192.0.2.1": "documentation",
    "198.18.0.1": "benchmarks",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "fc00::1": "private",
    "2001:db8::1": "documentation",
    "64:ff9b:1::a00:1": "NAT64 for local use",
    "2002:a00:1::1": "6to4 of a private address",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": "Teredo",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    assert why_refused(address) == ""


@pytest.mark.parametrize("address", KINDS)
def test_a_refusal_names_the_kind_of_address(address: str) -> None:
    assert why_refused(address) == KINDS[address]


@pytest.mark.parametrize("address", REFUSED)
def test_every_other_address_that_is_not_public_is_refused(address: str) -> None:
    assert why_refused(address)
