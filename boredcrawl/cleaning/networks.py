"""Which network addresses a page of the open web may lead a crawl to."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that are an IPv4 address behind a gateway."""


def is_public(address: str) -> bool:
    """Tell an address of the open internet from one of this machine or of a private network.

    >>> is_public("151.101.1.69"), is_public("2a04:4e42::81")
    (True, True)
    >>> [is_public(a) for a in ("127.0.0.1", "10.0.0.5", "169.254.169.254", "100.64.0.1")]
    [False, False, False, False]
    >>> [is_public(a) for a in ("::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1")]
    [False, False, False, False]
    >>> [is_public(a) for a in ("64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "no address")]
    [False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        # An IPv4 address in another dress is judged as what it is.
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found in NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def may_reach(addresses: Iterable[str], *, from_private: bool) -> bool:
    """Judge the addresses a host name stands for: all must be public.

    Only a crawl whose own origin is private (`from_private`: a mirror on this machine or in
    this house) may go on to private addresses; whoever started it meant to be there.

    >>> may_reach(["151.101.1.69"], from_private=False)
    True
    >>> may_reach(["151.101.1.69", "127.0.0.1"], from_private=False)
    False
    >>> may_reach(["127.0.0.1"], from_private=True)
    True
    """
    return from_private or all(map(is_public, addresses))
