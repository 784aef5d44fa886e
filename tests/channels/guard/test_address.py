"""Whose address a request comes from."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from bot.channels.guard.address import bucket, client, is_loopback, parsed

PROXIES = tuple(map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "::1")))


@pytest.mark.parametrize(
    ("address", "forwarded", "local"),
    [
        ("127.0.0.1", None, True),
        ("::1", None, True),
        ("::ffff:127.0.0.1", None, True),
        ("127.0.0.1", "203.0.113.7", False),
        ("192.168.0.2", None, False),
        ("", None, False),
        ("localhost", None, False),
    ],
)
def test_loopback(address: str, forwarded: str | None, local: bool) -> None:
    assert is_loopback(address, forwarded) is local


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.2", ["203.0.113.7, 10.0.0.9"], "203.0.113.7"),
        ("10.0.0.2", ["203.0.113.7", "10.0.0.9"], "203.0.113.7"),
        # What the client wrote itself stands to the left of what the owner's proxy has seen.
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
        # Anybody may write the header; only the owner's proxies are believed.
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        ("::1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("::ffff:127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, <script>"], "127.0.0.1"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", ["10.0.0.1"], "10.0.0.1"),
        ("", ["203.0.113.7"], "203.0.113.7"),
        ("", [], "None"),
    ],
)
def test_the_client_behind_the_owners_proxies(peer: str, forwarded: list[str], found: str) -> None:
    assert str(client(peer, forwarded, PROXIES)) == found


def test_an_ipv6_customer_counts_once() -> None:
    one, same, other = map(parsed, ("2001:db8:0:1::5", "2001:db8:0:1:ffff::9", "2001:db8:0:2::5"))
    assert bucket(one) == bucket(same) != bucket(other)
    assert bucket(parsed("203.0.113.7")) != bucket(parsed("203.0.113.8"))
