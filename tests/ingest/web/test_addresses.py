from ipaddress import ip_address

import pytest

from ingest.web.addresses import PUBLIC, Reach, is_public


@pytest.mark.parametrize(
    "address",
    [
        *("8.8.8.8", "151.101.1.195", "192.89.0.1", "223.255.255.1"),
        *("2606:4700::6810:84e5", "2a00:1450:4001:82b::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"),
    ],
)
def test_public_addresses_may_be_asked(address: str) -> None:
    assert is_public(ip_address(address))
    assert PUBLIC.allows(address)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.1",
            "192.168.1.1",
            "169.254.169.254",
        ),
        *("0.0.0.0", "0.1.2.3", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192", "192.0.2.1"),
        *("192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "::7f00:1", "::10.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1"),
        *("::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1"),
        *(
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:0:4136:e378::1",
            "2001:db8::1",
            "3fff::1",
            "100::1",
        ),
        *("fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "feff::1", "ff02::1", "5f00::1"),
        *("4000::1", "2001:20::1", "not an address", "", "127.1", "0x7f000001"),
    ],
)
def test_addresses_of_private_networks_are_refused_in_every_disguise(address: str) -> None:
    assert not PUBLIC.allows(address)


def test_a_test_may_reach_its_own_server_and_nothing_beside_it() -> None:
    reach = Reach(also=("127.0.0.0/8",))
    assert reach.allows("127.0.0.1")
    assert not reach.allows("10.0.0.1")
    assert not reach.allows("::1")
