"""Which addresses a source may live at."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

import pytest

from digest.gather.address_guard import why_refused

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
    "100.64.1.1": "shared (carrier-grade NAT)",
    "192.0.0.192": "for protocols",  # a cloud's metadata
    "192.0.0.8": "for protocols",
    "192.88.99.1": "a 6to4 relay",
    "168.63.129.16": "a cloud's own services",
    "100.100.100.200": "shared (carrier-grade NAT)",  # a cloud's metadata
    "fd00:ec2::254": "private",  # a cloud's metadata
    "3fff::1": "for documentation",
    "4000::1": "reserved",
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
    assert str(why_refused(address)) == KINDS[address]


@pytest.mark.parametrize("address", REFUSED)
def test_every_other_address_that_is_not_public_is_refused(address: str) -> None:
    assert why_refused(address)


# From IANA's registries of special-purpose addresses (RFC 6890 and its updates), and multicast.
SPECIAL = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.0.0/29",
    "192.0.0.8/32",
    "192.0.0.9/32",
    "192.0.0.10/32",
    "192.0.0.170/31",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::1/128",
    "::/128",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/23",
    "2001::/32",
    "2001:1::1/128",
    "2001:1::2/128",
    "2001:1::3/128",
    "2001:2::/48",
    "2001:3::/32",
    "2001:4:112::/48",
    "2001:10::/28",
    "2001:20::/28",
    "2001:30::/28",
    "2001:db8::/32",
    "2620:4f:8000::/48",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
]

BESIDE = [
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.1.255",
    "192.0.3.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "168.63.129.15",
    "168.63.129.17",
    "2000::",
    "2001:200::",
    "2001:db7:ffff::1",
    "2001:db9::",
    "2620:4f:7fff::1",
    "2620:4f:8001::",
    "3ffe::1",
    "2a00:1450:4001::1",
]

CARRYING: dict[str, Callable[[int], IPv6Address]] = {
    "mapped": lambda four: IPv6Address(0xFFFF << 32 | four),
    "compatible": lambda four: IPv6Address(four),
    "translated": lambda four: IPv6Address(0xFFFF << 48 | four),
    "NAT64": lambda four: IPv6Address(0x64FF9B << 96 | four),
    "6to4": lambda four: IPv6Address(0x2002 << 112 | four << 80 | 1),
    "Teredo server": lambda four: IPv6Address(0x20010000 << 96 | four << 64 | 0xF7F7F7F7),
    "Teredo client": lambda four: IPv6Address(
        0x20010000 << 96 | 0x08080808 << 64 | four ^ 0xFFFFFFFF
    ),
    "ISATAP": lambda four: IPv6Address(0x2A00 << 112 | 0x5EFE << 32 | four),
}


@pytest.mark.parametrize("network", SPECIAL)
def test_every_special_purpose_network_is_refused_from_its_first_to_its_last(network: str) -> None:
    addresses = ip_network(network)
    middle = addresses[addresses.num_addresses // 2]
    assert all(why_refused(str(address)) for address in (addresses[0], middle, addresses[-1]))


@pytest.mark.parametrize("address", BESIDE)
def test_what_lies_beside_a_special_purpose_network_is_allowed(address: str) -> None:
    assert why_refused(address) == ""


@pytest.mark.parametrize("way", CARRYING)
@pytest.mark.parametrize("network", [one for one in SPECIAL if ":" not in one])
def test_no_special_purpose_address_is_reached_within_another(way: str, network: str) -> None:
    addresses = ip_network(network)
    for address in (addresses[0], addresses[-1]):
        carrier = CARRYING[way](int(address))
        assert why_refused(str(carrier)), carrier
        assert why_refused(carrier.exploded)


@pytest.mark.parametrize("way", ["mapped", "NAT64", "6to4", "ISATAP"])
@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34"])
def test_a_public_address_within_another_is_allowed(way: str, address: str) -> None:
    assert why_refused(str(CARRYING[way](int(ip_address(address))))) == ""
