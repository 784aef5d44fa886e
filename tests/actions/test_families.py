"""The custom actions, called as Rasa calls them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import families
from bot.storage.database import Database
from tests.conftest import ROOT


def _tracker(*questions: dict[str, Any], focus: Any = None, ranking: tuple[str, ...] = ()) -> Tracker:
    latest = {"questions": list(questions), "intent_ranking": [{"name": kind} for kind in ranking]}
    return Tracker("someone", {"focus": focus}, latest, [], False, None, {}, "action_listen")


async def _run(action: Any, tracker: Tracker) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker, {})
    return dispatcher.messages, events


async def test_a_question_is_answered_with_text_buttons_and_data() -> None:
    asked = {"kind": "compatibility", "things": [{"id": "retinol"}, {"id": "glycolic_acid"}]}
    (message,), (event,) = await _run(families.Answer(), _tracker(asked))
    assert message["answer"]["verdict"] == "alternate_days"
    assert "different days" in message["text"]
    assert all(button["title"] == button["payload"] for button in message["buttons"])
    assert event["name"] == "focus"
    assert [item["id"] for item in event["value"]["things"]] == ["retinol", "glycolic_acid"]


async def test_two_questions_get_two_answers_and_one_set_of_buttons() -> None:
    frequency, definition = ({"kind": kind, "things": [{"id": "mask.clay"}]} for kind in ("frequency", "definition"))
    messages, _ = await _run(families.Answer(), _tracker(frequency, definition))
    assert len(messages) == 2
    assert not messages[0]["buttons"]
    assert messages[1]["buttons"]


async def test_asking_back_names_two_choices() -> None:
    unclear = {"kind": "usage", "things": [{"id": "toner"}], "words": ["toner"]}
    (message,), _ = await _run(families.AskWhich(), _tracker(unclear, ranking=("nlu_fallback", "usage", "order")))
    assert len(message["buttons"]) == 2


async def test_the_walk_moves_and_its_place_is_in_the_focus() -> None:
    start = {
        "kind": "walk_start",
        "things": [{"id": "mask.clay"}, {"id": "niacinamide", "form": "serum"}],
        "moment": "evening",
    }
    (message,), (event,) = await _run(families.Walk(), _tracker(start))
    assert message["answer"]["walk"] == {"at": 1, "of": 5, "minutes": None}
    (message,), (event,) = await _run(families.Walk(), _tracker({"kind": "walk_next"}, focus=event["value"]))
    assert message["answer"]["walk"]["at"] == 2
    assert event["value"]["walk"]["at"] == 1


async def test_a_message_that_was_never_read_gets_a_reply() -> None:
    (message,), _ = await _run(families.SmallTalk(), Tracker("s", {}, {}, [], False, None, {}, "action_listen"))
    assert message["text"]


async def test_without_the_database_nothing_is_said_that_would_be_kept_as_the_reply(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(families, "shared", lambda: Database("postgresql://lamella@127.0.0.1:1/lamella"))
    messages, (event,) = await _run(families.Answer(), _tracker({"kind": "definition", "things": [{"id": "retinol"}]}))
    assert messages == []
    assert event["value"]["undone"]


async def test_a_focus_of_an_older_shape_is_dropped() -> None:
    messages, _ = await _run(families.Answer(), _tracker({"kind": "why"}, focus={"things": "old"}))
    assert messages


def test_every_action_of_the_domain_is_registered() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(yaml.safe_load((ROOT / "domain.yml").read_text())["actions"]) <= set(executor.actions)


@pytest.mark.parametrize("kind", ["red_flag", "reaction"])
async def test_nothing_follows_a_report_and_the_walk_is_over(kind: str) -> None:
    walking = {"walk": {"items": [{"id": "mask.clay"}], "at": 1}}
    report = {"kind": kind, "flag": "burning"}
    from actions.turn import rooms

    report["flag"] = rooms()[0].red_flags[0].id
    asked = {"kind": "frequency", "things": [{"id": "mask.clay"}]}
    messages, (event,) = await _run(families.Safety(), _tracker(report, asked, focus=walking))
    assert len(messages) == 1
    assert not messages[0]["buttons"]
    assert "walk" not in event["value"]
