"""Which network addresses a source may live at: public ones. Pure; nothing is looked up here.

Whoever can make a newsroom fetch a URL (a redirect is enough) must not reach the newsroom's own
network with it: OWASP, "Server-Side Request Forgery Prevention". The networks are IANA's, from its
registries of special-purpose IPv4 and IPv6 addresses, written out here: Python's tables differ from
version to version, and call some of these global.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

from digest.model.message import Message, Text

_IPV4 = {
    "0.0.0.0/32": Message("fetch.network_unspecified"),
    "0.0.0.0/8": Message("fetch.network_this"),
    "10.0.0.0/8": Message("fetch.network_private"),
    "100.64.0.0/10": Message("fetch.network_shared"),
    "127.0.0.0/8": Message("fetch.network_loopback"),
    "168.63.129.16/32": Message(
        "fetch.network_cloud"
    ),  # Azure; public by IANA, and answers only inside
    "169.254.0.0/16": Message(
        "fetch.network_link_local"
    ),  # 169.254.169.254 is where clouds keep their secrets
    "172.16.0.0/12": Message("fetch.network_private"),
    "192.0.0.0/24": Message(
        "fetch.network_protocols"
    ),  # 192.0.0.192 is Oracle's metadata, 192.0.0.8 a dummy
    "192.0.2.0/24": Message("fetch.network_documentation"),
    "192.31.196.0/24": Message("fetch.network_as112"),
    "192.52.193.0/24": Message("fetch.network_amt"),
    "192.88.99.0/24": Message("fetch.network_6to4"),
    "192.168.0.0/16": Message("fetch.network_private"),
    "192.175.48.0/24": Message("fetch.network_as112"),
    "198.18.0.0/15": Message("fetch.network_benchmarks"),
    "198.51.100.0/24": Message("fetch.network_documentation"),
    "203.0.113.0/24": Message("fetch.network_documentation"),
    "224.0.0.0/4": Message("fetch.network_multicast"),
    "240.0.0.0/4": Message("fetch.network_reserved"),
}
_IPV6 = {
    "::/128": Message("fetch.network_unspecified"),
    "::1/128": Message("fetch.network_loopback"),
    "::/8": Message("fetch.network_reserved"),
    "64:ff9b:1::/48": Message("fetch.network_nat64"),
    "100::/8": Message("fetch.network_reserved"),  # 100::/64 discards, 100:0:0:1::/64 is a dummy
    "2001::/23": Message("fetch.network_protocols"),
    "2001:db8::/32": Message("fetch.network_documentation"),
    "2620:4f:8000::/48": Message("fetch.network_as112"),
    "3fff::/20": Message("fetch.network_documentation"),
    "5f00::/16": Message("fetch.network_segment_routing"),
    "fc00::/7": Message(
        "fetch.network_private"
    ),  # fd00:ec2::254 and fd20:ce::254 are clouds' metadata
    "fe80::/10": Message("fetch.network_link_local"),
    "fec0::/10": Message("fetch.network_site_local"),
    "ff00::/8": Message("fetch.network_multicast"),
}
_GLOBAL = IPv6Network("2000::/3")
"""All that IANA gives out; the rest of IPv6 is reserved."""

_CARRIERS = {
    "::ffff:0:0/96": 0,  # mapped (RFC 4291)
    "::/96": 0,  # compatible (RFC 4291)
    "::ffff:0:0:0/96": 0,  # translated (RFC 2765)
    "64:ff9b::/96": 0,  # NAT64 (RFC 6052)
    "2002::/16": 80,  # 6to4 (RFC 3056)
}
"""Networks whose addresses carry an IPv4 address, and how many bits follow it."""

_TEREDO = IPv6Network("2001::/32")  # RFC 4380: the server in front, the client inverted at the end
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # RFC 5214: in front of the IPv4 address at the end

_NETWORKS_4 = tuple((IPv4Network(network), why) for network, why in _IPV4.items())
_NETWORKS_6 = tuple((IPv6Network(network), why) for network, why in _IPV6.items())
_CARRYING = tuple((IPv6Network(network), bits) for network, bits in _CARRIERS.items())


def why_refused(address: str) -> Text:
    """Why ``address`` is no public internet address ("loopback", "private" …); "" if it is one.

    An IPv6 address that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo, ISATAP)
    is as public as both. Text that is no IP address is refused.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return Message("fetch.not_an_address")
    if isinstance(found, IPv4Address):
        return _why_4(found)
    carried = list(_carried(found))
    why = next((why for why in map(_why_4, carried) if why), "")
    return why or _why_6(found)


def _carried(address: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    number = int(address)
    if number <= 1:
        return  # unspecified and loopback carry none
    for network, bits in _CARRYING:
        if address in network:
            yield IPv4Address(number >> bits & 0xFFFF_FFFF)
    if address in _TEREDO:
        yield IPv4Address(number >> 64 & 0xFFFF_FFFF)
        yield IPv4Address(~number & 0xFFFF_FFFF)
    if number >> 32 & 0xFFFF_FFFF in _ISATAP:
        yield IPv4Address(number & 0xFFFF_FFFF)


def _why_4(address: IPv4Address) -> Text:
    return next((why for network, why in _NETWORKS_4 if address in network), "")


def _why_6(address: IPv6Address) -> Text:
    if any(address in network for network, _ in _CARRYING[:1] + _CARRYING[3:4]):
        return ""  # mapped or NAT64: as public as what it carries
    why = next((why for network, why in _NETWORKS_6 if address in network), "")
    return why or ("" if address in _GLOBAL else Message("fetch.network_reserved"))
