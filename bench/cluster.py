"""Several servers behind a real proxy, with a PostgreSQL and a Redis of their own; all of it gone afterwards.

Needs Debian's `postgresql`, `redis-server` and `caddy`. Everything listens on loopback only.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import requests

from bot import model

_ROOT = Path(__file__).parent.parent
_SECONDS = 120


class ClusterError(RuntimeError):
    """Something of the cluster did not start; the message holds the end of its log."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def missing() -> list[str]:
    """What has to be installed for a cluster and is not."""
    found = {
        "postgresql": _postgres_programs() is not None,
        "redis-server": shutil.which("redis-server") is not None,
        "caddy": shutil.which("caddy") is not None,
    }
    return [name for name, there in found.items() if not there]


class Process:
    """A program with its log that can be killed and started again, of the release in the folder `home`."""

    def __init__(self, name: str, command: list[str], folder: Path, **environment: str) -> None:
        self.name, self.log, self.home = name, folder / f"{name}.log", _ROOT
        self._command, self._environment = command, environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, anew where it has ended."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self.home,
                env={**os.environ, **self._environment, "PYTHONPATH": str(self.home)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def end(self, with_signal: int = signal.SIGTERM) -> int:
        """Ends it and what it started; -9 leaves it no time for anything. Returns its exit code."""
        if self._process is None:
            return 0
        if self._process.poll() is None:
            os.killpg(self._process.pid, with_signal)
        return self._process.wait(40)

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.poll() is None


class Postgres:
    """A PostgreSQL that is reached through a socket in a folder."""

    def __init__(self, folder: Path) -> None:
        programs = _postgres_programs()
        if programs is None:
            raise ClusterError("PostgreSQL is not installed.")
        self._programs, self._folder = programs, folder
        self.url = f"postgresql://lamella@/postgres?host={folder}"
        folder.mkdir()
        # PostgreSQL refuses to run as root.
        self._as = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(folder, "nobody")
        self._run("initdb", "--auth", "trust", "--username", "lamella", "--no-sync")

    def start(self) -> None:
        """Starts it and waits until it takes connections."""
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c max_connections=200"
        self._run("pg_ctl", "--log", str(self._folder / "log"), "--silent", "--wait", "--options", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """Stops it; `immediate` as if the machine had lost its power."""
        self._run("pg_ctl", "--silent", "--wait", "--mode", mode, "stop")

    def stop_if_running(self) -> None:
        """Stops it at once, where it runs."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self.stop("immediate")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as, str(self._programs / program), "--pgdata", str(self._folder / "data"), *arguments]
        done = subprocess.run(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=_SECONDS)
        if done.returncode:
            raise ClusterError(f"{program}: {done.stderr.decode(errors='replace')[-500:]}")


class Cluster:
    """`servers` equal servers, each on a port of its own, and the proxy's address in front of them."""

    def __init__(self, folder: Path, servers: int, home: Path = _ROOT, **environment: str) -> None:
        self.postgres = Postgres(folder / "postgres")
        redis_port, self.port = free_port(), free_port()
        self.redis = Process(
            "redis",
            ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
            folder,
        )
        self.settings = {
            **model.ENVIRONMENT,
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
            "LAMELLA_SECRET": "a secret of the cluster that is long enough",
            **environment,
        }
        self.ports = [free_port() for _ in range(servers)]
        self.servers = [
            Process(
                f"server{number}",
                [sys.executable, "-m", "bot.quiet", "run", "--interface", "127.0.0.1", "--port", str(port)],
                folder,
                **self.settings,
            )
            for number, port in enumerate(self.ports)
        ]
        for server in self.servers:
            server.home = home
        upstreams = " ".join(f"127.0.0.1:{port}" for port in self.ports)
        self.proxy = Process(
            "proxy",
            ["caddy", "run", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"],
            folder,
            LAMELLA_SITE=f"http://127.0.0.1:{self.port}",
            LAMELLA_UPSTREAMS=f"to {upstreams}",
            CADDY_ADMIN="off",
            XDG_DATA_HOME=str(folder / "caddy"),
            XDG_CONFIG_HOME=str(folder / "caddy"),
        )

    @property
    def address(self) -> str:
        """The proxy's."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Cluster:
        try:
            self.postgres.start()
            migrated = subprocess.run(
                [sys.executable, "-m", "bot.storage.migrate"],
                cwd=_ROOT,
                env={**os.environ, **self.settings},
                capture_output=True,
                timeout=_SECONDS,
            )
            if migrated.returncode:
                raise ClusterError(migrated.stderr.decode(errors="replace")[-500:])
            for process in (self.redis, self.proxy, *self.servers):
                process.start()
            for port, server in zip(self.ports, self.servers, strict=True):
                wait_until_ready(port, server)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for process in (self.proxy, *self.servers, self.redis):
            process.end()
        self.postgres.stop_if_running()


@contextmanager
def cluster(servers: int = 3, home: Path = _ROOT, **environment: str) -> Iterator[Cluster]:
    """A running cluster in a folder of its own, its servers of the release in `home`. Raises ClusterError.

    A SIGTERM ends it too, and the process.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="lamella-cluster-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder), servers, home, **environment) as running:
            yield running


def wait_until_ready(port: int, server: Process) -> None:
    """Returns once a server can answer. Raises ClusterError when it ends or takes too long."""
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if not server.running:
            break
        try:
            if requests.get(f"http://127.0.0.1:{port}/ready", timeout=6).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise ClusterError(f"{server.name} is not ready:\n{server.log.read_text(errors='replace')[-2000:]}")


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None
