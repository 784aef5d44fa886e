"""What can go wrong with storing that a caller acts on."""

from __future__ import annotations


class StorageError(RuntimeError):
    """Nothing was written."""


class DuplicateMessageError(StorageError):
    """The message was answered before: its replies are stored, and a door hands them out again."""


class StaleTrackerError(StorageError):
    """Somebody else saved the conversation since it was read: the turn is to be taken again, on what stands now."""


class LockUnavailableError(StorageError):
    """A conversation's turn cannot begin: another one takes too long, Redis does not answer, the disk is full."""


class UndoneError(StorageError):
    """A turn could not read what it needs; its message is to be sent again."""


class SchemaError(StorageError):
    """The database's tables are not those of this version; the message says what to do."""
