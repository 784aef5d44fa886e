"""Answers as the doors show them, one module a door: pure functions that know no platform's library."""
