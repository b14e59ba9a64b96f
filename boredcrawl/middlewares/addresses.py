"""Addresses on the network: which of them anybody may be sent to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

NAT64 = int(IPv6Address("64:ff9b::")) >> 32
"""What is before the IPv4 address in those of RFC 6052, 64:ff9b::/96."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    Not so are private, loopback, link-local, multicast, reserved ones, and the IPv6 forms
    of IPv4 addresses that are none.

    >>> is_public("93.184.215.14"), is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    (True, True)
    >>> [is_public(a) for a in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "0.0.0.0", "::1")]
    [False, False, False, False, False]
    >>> [is_public(a) for a in ("::ffff:127.0.0.1", "fe80::1", "64:ff9b::7f00:1", "2002:7f00:1::")]
    [False, False, False, False]
    >>> is_public("no address")
    False
    """
    try:
        found = plain(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return found.is_global and not found.is_multicast


def plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Give the IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    if int(address) >> 32 == NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour or address
