"""All settings with what each is for: what `bot settings` shows, and docs/settings.md lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple
from urllib.parse import urlsplit, urlunsplit

Shown = Literal["openly", "masked", "without password"]


class Setting(NamedTuple):
    """One environment variable; `usual` is what holds where it is not set, in words if it is no value."""

    name: str
    usual: str
    about: str
    shown: Shown = "openly"


SETTINGS = (
    Setting("DATABASE_URL", "sqlite:///lamella.db", "where everything is kept", "without password"),
    Setting("REDIS_URL", "none", "Redis, for limits and locks of several servers", "without password"),
    Setting("LAMELLA_LOOK", "look.yml", "the file with name, greeting, colours and tone"),
    Setting("LAMELLA_WORKERS", "1", "processes that serve the port"),
    Setting("LAMELLA_LOG", "text", "how the log is written: text or json"),
    Setting("LAMELLA_METRICS_TOKEN", "none: this machine only", "who may read /metrics, as a bearer token", "masked"),
    Setting("LAMELLA_SECRET", "one that the database keeps", "the key that signs the website's sessions", "masked"),
    Setting("LAMELLA_ORIGINS", "none", "the sites whose pages may embed the chat"),
    Setting("LAMELLA_PROXIES", "127.0.0.0/8, ::1", "the proxies whose X-Forwarded-For counts"),
    Setting("LAMELLA_SESSION_DAYS", "30", "days for which a page can go on with its conversation"),
    Setting("LAMELLA_HEALTH_DAYS", "180", "days for which a fact of health is kept after a yes"),
    Setting("LAMELLA_HISTORY_DAYS", "none: until “forget me”", "days for which what was said is kept"),
    Setting("LAMELLA_INSIGHT_DAYS", "90", "days that `bot report` looks back; with 0 nothing is counted"),
    Setting("LAMELLA_PERSON_LIMIT", "30/minute; 1000/day", "messages of one person"),
    Setting("LAMELLA_ADDRESS_LIMIT", "300/minute", "requests from one address"),
    Setting("LAMELLA_TELEGRAM_TOKEN", "none: closed", "the bot's token, from @BotFather", "masked"),
    Setting("LAMELLA_TELEGRAM_URL", "none", "the public address at which Telegram reaches this server"),
    Setting("LAMELLA_TELEGRAM_POLLING", "false", "ask Telegram for what is new, where it cannot call"),
    Setting("LAMELLA_TELEGRAM_SECRET", "made of the server's key", "by which Telegram proves itself", "masked"),
    Setting("LAMELLA_TELEGRAM_API", "https://api.telegram.org", "for a Bot API server of one's own, and tests"),
    Setting("LAMELLA_SLACK_TOKEN", "none: closed", "the app's bot token, xoxb-…", "masked"),
    Setting("LAMELLA_SLACK_SIGNING_SECRET", "none", "by which Slack proves itself", "masked"),
    Setting("LAMELLA_SLACK_SOCKET_MODE", "false", "connect to Slack, where it cannot call"),
    Setting("LAMELLA_SLACK_APP_TOKEN", "none", "for Socket Mode, xapp-…", "masked"),
    Setting("LAMELLA_SLACK_API", "https://slack.com/api/", "for tests"),
)


def value(setting: Setting, environment: Mapping[str, str]) -> str | None:
    """What a setting is set to, as it may be shown; None where it is not set."""
    found = environment.get(setting.name, "").strip()
    if not found or setting.shown == "openly":
        return found or None
    return "(set)" if setting.shown == "masked" else _without_password(found)


def problems(environment: Mapping[str, str]) -> list[str]:
    """What is wrong: the first thing that each part of the server would stumble over."""
    return list(dict.fromkeys(said for check in _checks() if (said := _said(check, environment))))


def unknown(environment: Mapping[str, str]) -> list[str]:
    """Names that look like settings and are none: misspelt ones."""
    known = {setting.name for setting in SETTINGS}
    return sorted(name for name in environment if name.startswith("LAMELLA_") and name not in known)


def _checks() -> Iterator[Callable[[Mapping[str, str]], object]]:
    # Each pulls in the libraries of its room, Rasa among them, and only `bot settings` needs them all.
    from bot.answers.look import load_look
    from bot.channels.settings import read
    from bot.channels.slack.settings import read_slack
    from bot.channels.telegram.settings import read_telegram
    from bot.framework.logs import style
    from bot.framework.workers import wanted
    from bot.settings import health_kept
    from bot.storage.database import Database

    yield lambda _: load_look()
    yield health_kept
    yield read
    yield read_telegram
    yield read_slack
    yield style
    yield wanted
    yield lambda environment: Database(environment.get("DATABASE_URL") or "sqlite://").close()


def _said(check: Callable[[Mapping[str, str]], object], environment: Mapping[str, str]) -> str:
    from bot.knowledge.files import KnowledgeError
    from bot.settings import SettingsError

    try:
        check(environment)
    except (KnowledgeError, SettingsError) as problem:
        return str(problem)
    except Exception as problem:
        # The database's own words may repeat a password.
        return f"DATABASE_URL is no address of a database that can be used ({type(problem).__name__})."
    return ""


def _without_password(url: str) -> str:
    try:
        parts = urlsplit(url)
        password = parts.password
    except ValueError:
        return "(set, and not readable)"
    if password is None:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.replace(f":{password}@", ":***@")))
