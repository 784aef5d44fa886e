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
from bot.channels.settings import read
from bot.channels.slack.settings import read_slack
from bot.channels.telegram.settings import read_telegram
from bot.settings import SettingsError


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
        ("LAMELLA_HEALTH_DAYS", "half a year", "“half a year” is not a number of days"),
        ("LAMELLA_HEALTH_DAYS", "-1", "between 0 and 3650"),
        ("LAMELLA_HISTORY_DAYS", "0", "between 1 and 3650"),
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
    """An environment in which nothing else is set, and which remembers what was looked for."""

    def __init__(self, **values: str) -> None:
        self.names: set[str] = set()
        self._values = values

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.names.add(name)
        return self._values.get(name, default)

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


# Slack

SLACK = {"LAMELLA_SLACK_TOKEN": "xoxb-1234567890-abc", "LAMELLA_SLACK_SIGNING_SECRET": "0123456789abcdef" * 2}
SOCKET_MODE = {
    "LAMELLA_SLACK_TOKEN": "xoxb-1234567890-abc",
    "LAMELLA_SLACK_APP_TOKEN": "xapp-1-A1-1234567890-abc",
    "LAMELLA_SLACK_SOCKET_MODE": "true",
}


def test_slack_is_closed_until_it_is_set() -> None:
    assert read_slack({}) is None
    assert read_slack({"LAMELLA_SLACK_TOKEN": " ", "LAMELLA_SLACK_SOCKET_MODE": "false"}) is None


def test_slack_is_open_by_address_or_by_socket() -> None:
    by_address, by_socket = read_slack(SLACK), read_slack(SOCKET_MODE)
    assert by_address is not None
    assert (by_address.signing_secret, by_address.app_token) == ("0123456789abcdef" * 2, None)
    assert by_address.api == "https://slack.com/api/"
    assert by_socket is not None
    assert (by_socket.signing_secret, by_socket.app_token) == (None, "xapp-1-A1-1234567890-abc")
    unused = read_slack({**SLACK, "LAMELLA_SLACK_APP_TOKEN": "xapp-1-A1-1234567890-abc"})
    assert unused is not None
    assert unused.app_token is None, "only with Socket Mode"


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"LAMELLA_SLACK_SIGNING_SECRET": SLACK["LAMELLA_SLACK_SIGNING_SECRET"]}, r"LAMELLA_SLACK_TOKEN.*xoxb-"),
        ({**SLACK, "LAMELLA_SLACK_TOKEN": "xapp-1-A1-1234567890"}, r"LAMELLA_SLACK_TOKEN.*xoxb-"),
        ({**SLACK, "LAMELLA_SLACK_SIGNING_SECRET": "verificationtoken24chars"}, "32 digits"),
        ({"LAMELLA_SLACK_TOKEN": SLACK["LAMELLA_SLACK_TOKEN"]}, r"SIGNING_SECRET is missing.*SOCKET_MODE=true"),
        ({**SOCKET_MODE, "LAMELLA_SLACK_APP_TOKEN": ""}, r"APP_TOKEN.*xapp-.*connections:write"),
        ({"LAMELLA_SLACK_SOCKET_MODE": "true"}, r"LAMELLA_SLACK_TOKEN.*xoxb-"),
        ({**SLACK, "LAMELLA_SLACK_SOCKET_MODE": "yes please"}, "neither true nor false"),
        ({**SLACK, "LAMELLA_SLACK_API": "https://[slack"}, "LAMELLA_SLACK_API is no address"),
        ({**SLACK, "LAMELLA_SLACK_API": "slack.com"}, r"LAMELLA_SLACK_API.*https://slack\.com/api/"),
    ],
)
def test_a_wrong_setting_of_slack_is_named_and_no_secret_shown(environment: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says) as wrong:
        read_slack(environment)
    secrets = [value for name, value in environment.items() if name.endswith(("TOKEN", "SECRET")) and value]
    assert not [value for value in secrets if value in str(wrong.value)]
TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def test_telegram_is_closed_until_its_token_is_set() -> None:
    assert read_telegram({}) is None
    assert read_telegram({"LAMELLA_TELEGRAM_TOKEN": " ", "LAMELLA_TELEGRAM_URL": "https://chat.example"}) is None


def test_telegram_calls_or_is_asked() -> None:
    called = read_telegram({"LAMELLA_TELEGRAM_TOKEN": TOKEN, "LAMELLA_TELEGRAM_URL": "https://chat.example/skin/"})
    assert called is not None
    assert (called.url, called.secret, called.api) == ("https://chat.example/skin", None, "https://api.telegram.org")
    asked = read_telegram({"LAMELLA_TELEGRAM_TOKEN": TOKEN, "LAMELLA_TELEGRAM_POLLING": "True"})
    assert asked is not None
    assert asked.url is None


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"TOKEN": "my-secret-token"}, r"LAMELLA_TELEGRAM_TOKEN is no token.*@BotFather"),
        ({}, "Set one of two: LAMELLA_TELEGRAM_URL.*LAMELLA_TELEGRAM_POLLING=true"),
        ({"URL": "https://chat.example", "POLLING": "true"}, "Set one of two"),
        ({"POLLING": "sometimes"}, "“sometimes” is neither true nor false"),
        ({"URL": "http://chat.example"}, "LAMELLA_TELEGRAM_URL is no address"),
        ({"URL": "https://me:my-secret@chat.example"}, "LAMELLA_TELEGRAM_URL is no address"),
        ({"URL": "https://[chat.example"}, "LAMELLA_TELEGRAM_URL is no address"),
        ({"POLLING": "true", "SECRET": "my-secret"}, "LAMELLA_TELEGRAM_SECRET needs 32 to 256.*openssl rand"),
        ({"POLLING": "true", "SECRET": "my-secret!" * 4}, "LAMELLA_TELEGRAM_SECRET needs"),
        ({"POLLING": "true", "API": "api.telegram.org"}, "LAMELLA_TELEGRAM_API is no address"),
    ],
)
def test_a_wrong_value_of_telegram_says_what_is_allowed_and_no_secret(more: dict[str, str], says: str) -> None:
    values = {"TOKEN": TOKEN, **more}
    with pytest.raises(SettingsError, match=says) as problem:
        read_telegram({f"LAMELLA_TELEGRAM_{name}": value for name, value in values.items()})
    assert "my-secret" not in str(problem.value)
    assert TOKEN not in str(problem.value)


def test_the_page_for_owners_tells_of_every_setting_of_telegram() -> None:
    environment = Asked(LAMELLA_TELEGRAM_TOKEN=TOKEN, LAMELLA_TELEGRAM_POLLING="true")
    read_telegram(environment)
    page = Path("docs/telegram.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.M)) == environment.names
