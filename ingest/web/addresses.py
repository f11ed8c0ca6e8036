"""Which machines may be asked: those of the public internet, whatever an address is disguised as."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network

WEB_PORTS = frozenset({80, 443})
# Addresses that `is_global` lets pass, and that lead to no web site
_DENIED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",  # shared by providers; also the metadata service of one cloud
            "168.63.129.16/32",  # services that another cloud gives to its own machines
            "192.0.0.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",  # relays of 6to4
            "192.175.48.0/24",
            "198.18.0.0/15",
            "224.0.0.0/3",
        ),
    )
)
_UNICAST_6 = IPv6Network("2000::/3")  # what is assigned to networks of the public internet
_DENIED_6 = tuple(
    map(
        IPv6Network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches IPv4


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a fetcher may connect: public addresses on some ports, and networks of a test's own (`also`)."""

    ports: frozenset[int] = WEB_PORTS
    also: tuple[str, ...] = ()

    def allows(self, address: str) -> bool:
        """Whether an IP address, as a resolver gives it, may be connected to."""
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return is_public(ip) or any(ip in ip_network(network) for network in self.also)


PUBLIC = Reach()


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet; IPv4 inside of IPv6 is looked at as IPv4."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in network for network in _DENIED_4)
    if ip.ipv4_mapped is not None:
        return is_public(ip.ipv4_mapped)
    if ip in _NAT64:
        return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip.is_global and ip in _UNICAST_6 and not any(ip in network for network in _DENIED_6)
