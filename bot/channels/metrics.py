"""What is counted of the doors, for Prometheus: numbers, never words or people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from prometheus_client import Counter, Histogram

ANSWERED = Histogram(
    "lamella_message_seconds",
    "Time from a message to its stored reply.",
    ["door"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
FAILED = Counter("lamella_messages_failed_total", "Messages that were refused or whose turn failed.", ["door"])
ANSWERS = Counter("lamella_answers_total", "Answers by kind of question and verdict.", ["door", "kind", "verdict"])
SENT = Counter("lamella_parts_sent_total", "Parts of replies that a messenger has taken.", ["door"])
SENT_AGAIN = Counter(
    "lamella_parts_sent_again_total",
    "Parts that may be sent a second time: a worker died over them, or the platform's answer was lost.",
    ["door"],
)
UNDELIVERED = Counter("lamella_parts_undelivered_total", "Parts that a messenger would not take.", ["door"])


def count_answers(door: str, replies: Sequence[dict[str, Any]]) -> None:
    """Counts what a message was answered with; an entry of the FAQ as `faq`, so that there are few kinds."""
    for reply in replies:
        answer = reply.get("answer") or {}
        ANSWERS.labels(door, str(answer.get("kind", "text")).split("/")[0], answer.get("verdict") or "").inc()
