"""Which network addresses a source may live at: public ones. Pure; nothing is looked up here.

Whoever can make a newsroom fetch a URL (a redirect is enough) must not reach the newsroom's own
network with it: OWASP, "Server-Side Request Forgery Prevention".
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052; 64:ff9b:1::/48 (RFC 8215) is for local use
_COMPATIBLE = IPv6Network("::/96")  # the old "IPv4-compatible" form of RFC 4291


def why_refused(address: str) -> str:
    """Why ``address`` is no public internet address ("loopback", "private" …); "" if it is one.

    An IPv6 address that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) is as
    public as both. Text that is no IP address is refused.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "not an address"
    for each in (*_carried(found), found):
        why = _why(each)
        if why:
            return why
    return ""


def _carried(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in (_NAT64, _COMPATIBLE)) and int(address) > 1:
        found.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return [inner for inner in found if inner is not None]


def _why(address: IPv4Address | IPv6Address) -> str:
    kinds = (
        (address.is_unspecified, "unspecified"),
        (address.is_loopback, "loopback"),
        (address.is_link_local, "link-local"),
        (address.is_multicast, "multicast"),
        (isinstance(address, IPv6Address) and address.is_site_local, "site-local"),
        (_leads_elsewhere(address), ""),  # judged by the address it carries, see ``why_refused``
        (address.is_private, "private"),
        (address.is_reserved, "reserved"),
        # what is left and not global: carrier-grade NAT (100.64/10), documentation, benchmarks
        (not address.is_global, "not public"),
    )
    return next((why for holds, why in kinds if holds), "")


def _leads_elsewhere(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return False
    return address.ipv4_mapped is not None or address in _NAT64
