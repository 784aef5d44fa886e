"""What the owner sets about the doors."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot import model
from bot.channels.settings import SettingsError, read


def test_nothing_has_to_be_set() -> None:
    found = read({})
    assert found.secret is None
    assert found.redis_url is None
    assert not found.origins
    assert ip_network("127.0.0.0/8") in found.proxies
    assert found == read({"LAMELLA_ORIGINS": "", "REDIS_URL": " "})


def test_what_is_set_holds() -> None:
    found = read(
        {
            "LAMELLA_SECRET": "s" * 32,
            "LAMELLA_ORIGINS": "https://shop.example, https://CLINIC.example:8443",
            "LAMELLA_PROXIES": "10.0.0.0/8 2001:db8::1",
            "LAMELLA_SESSION_DAYS": "0.5",
            "LAMELLA_PERSON_LIMIT": "5/second",
            "LAMELLA_ADDRESS_LIMIT": "10 per minute; 100 per hour",
            "REDIS_URL": "redis://:word@redis.example:6379/1",
        }
    )
    assert found.origins == {"https://shop.example", "https://clinic.example:8443"}
    assert found.proxies == (ip_network("10.0.0.0/8"), ip_network("2001:db8::1"))
    assert found.session_seconds == 43_200
    assert [(rate.amount, rate.get_expiry()) for rate in found.person_limit] == [(5, 1)]
    assert [(rate.amount, rate.get_expiry()) for rate in found.address_limit] == [(10, 60), (100, 3600)]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("LAMELLA_SECRET", "tooshort", r"needs 32 or more.*openssl rand"),
        ("LAMELLA_ORIGINS", "shop.example", r"“shop\.example” is no origin.*https://shop\.example"),
        ("LAMELLA_ORIGINS", "https://shop.example/chat", "without a path"),
        ("LAMELLA_ORIGINS", "https://shop.example; https://b.example", "is no origin"),
        ("LAMELLA_PROXIES", "my-proxy", "my-proxy"),
        ("LAMELLA_PROXIES", "10.0.0.1/8", "host bits set"),
        ("LAMELLA_SESSION_DAYS", "a month", "“a month” is not a number of days"),
        ("LAMELLA_SESSION_DAYS", "0", "between 0 and 3650"),
        ("LAMELLA_SESSION_DAYS", "nan", "between 0 and 3650"),
        ("LAMELLA_PERSON_LIMIT", "many", "30/minute"),
        ("LAMELLA_PERSON_LIMIT", "0/minute", "30/minute"),
        ("LAMELLA_ADDRESS_LIMIT", "-5/minute", "LAMELLA_ADDRESS_LIMIT"),
        ("REDIS_URL", "localhost:6379", "redis://localhost"),
        ("REDIS_URL", "http://localhost", "redis://localhost"),
    ],
)
def test_a_wrong_value_is_said_with_what_is_allowed(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as found:
        read({name: value})
    assert name in str(found.value)


@pytest.mark.parametrize(
    "environment", [{"LAMELLA_SECRET": "hiddenword"}, {"REDIS_URL": "http://user:hiddenword@redis.example"}]
)
def test_a_secret_is_not_repeated(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as found:
        read(environment)
    assert "hiddenword" not in str(found.value)


class Asked(Mapping[str, str]):
    """An environment in which nothing is set, and which remembers what was looked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return default

    def __getitem__(self, name: str) -> str:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_page_for_owners_tells_of_every_setting() -> None:
    environment = Asked()
    read(environment)
    page = Path("docs/website.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M)) == environment.names


def test_a_server_with_a_wrong_setting_says_so_and_ends() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.quiet", "run", "--port", "5"],
        env={**os.environ, **model.ENVIRONMENT, "LAMELLA_ORIGINS": "shop.example"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "LAMELLA_ORIGINS: “shop.example” is no origin." in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
