"""Turns of several processes on one machine: those of a conversation in the order in which they came.

Each conversation has a ticket counter in a file, and each ticket a byte of that file that is locked for as long as the
ticket is held. A turn begins when no ticket before it is held. The kernel lets go of the bytes of a process that dies,
however it dies, so nothing waits for it; nothing has to be renewed, and a lock that nobody else wants costs some ten
microseconds. These are Linux's locks of an open file; elsewhere one process alone is to serve.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import struct
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.storage.database import Database

_COUNTERS = 1 << 16
"""Conversations share a counter now and then; they only wait for one another a little more."""
_NUMBER = struct.Struct("=Q")
_FLOCK = struct.Struct("=hhxxxxqqixxxx")
"""`struct flock` of 64-bit Linux: type, whence, start, length, pid."""
_RING = 256
"""Bytes for the tickets of a counter; twice as many as can be held at a time."""
_TICKETS_FROM = 1 << 40
_LOOK = 0.002
"""Seconds between looks while another process has the conversation."""


def path_for(database: Database) -> Path:
    """Where this machine's processes of one database meet: beside a SQLite file, else in the folder for such files."""
    url = database.engine.url
    if database.is_sqlite and url.database not in (None, "", ":memory:"):
        return Path(f"{Path(url.database).resolve()}-turns")
    name = hashlib.sha256(str(url).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"lamella-{os.getuid()}-{name}.turns"


class LocksInFile:
    """A lock for each conversation between the processes that open the same file. One object a process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    @asynccontextmanager
    async def lock(self, conversation_id: str, seconds: float) -> AsyncIterator[None]:
        """Holds the conversation's lock. Raises asyncio.TimeoutError when it was not free within so many seconds."""
        file = self._file()
        counter = int.from_bytes(hashlib.blake2b(conversation_id.encode(), digest_size=2).digest(), "big")
        ticket = _take_ticket(file, counter)
        try:
            deadline = time.monotonic() + seconds
            while _held_before(file, counter, ticket):
                if time.monotonic() > deadline:
                    raise asyncio.TimeoutError
                await asyncio.sleep(_LOOK)
            yield
        finally:
            _ask(file, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, _place(counter, ticket), 1)

    def _file(self) -> int:
        # A file that was opened before a fork would be one and the same for both processes, and its locks too.
        if self._opened is None or self._opened[0] != os.getpid():
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            self._opened = os.getpid(), file
        return self._opened[1]


def _take_ticket(file: int, counter: int) -> int:
    at = counter * _NUMBER.size
    # Held for some microseconds, by whoever takes a ticket of the same counter.
    _ask(file, fcntl.F_OFD_SETLKW, fcntl.F_WRLCK, at, _NUMBER.size)
    try:
        read = os.pread(file, _NUMBER.size, at)
        ticket: int = _NUMBER.unpack(read)[0] if len(read) == _NUMBER.size else 0
        os.pwrite(file, _NUMBER.pack(ticket + 1), at)
        _ask(file, fcntl.F_OFD_SETLK, fcntl.F_WRLCK, _place(counter, ticket), 1)
    finally:
        _ask(file, fcntl.F_OFD_SETLK, fcntl.F_UNLCK, at, _NUMBER.size)
    return ticket


def _held_before(file: int, counter: int, ticket: int) -> bool:
    """Whether another process holds an earlier ticket: one of the half of the ring that lies behind this one."""
    first, last = (ticket - _RING // 2 + 1) % _RING, (ticket - 1) % _RING
    ranges = [(first, last)] if first <= last else [(first, _RING - 1), (0, last)]
    return any(
        _FLOCK.unpack(
            _ask(file, fcntl.F_OFD_GETLK, fcntl.F_WRLCK, _place(counter, begin), end - begin + 1)
        )[0]
        != fcntl.F_UNLCK
        for begin, end in ranges
    )


def _place(counter: int, ticket: int) -> int:
    return _TICKETS_FROM + counter * _RING + ticket % _RING


def _ask(file: int, command: int, kind: int, start: int, length: int) -> bytes:
    return fcntl.fcntl(file, command, _FLOCK.pack(kind, os.SEEK_SET, start, length, 0))
