"""The index of rules: the same rules fit as without it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import SHOULD_NOT_BE_SET, RulePolicy

from bot.framework import rule_index
from bot.framework.install import REPLACED

names = st.sampled_from(["", SHOULD_NOT_BE_SET, "one", "other"])
states = st.fixed_dictionaries(
    {},
    optional={
        "prev_action": st.dictionaries(st.just("action_name"), names),
        "user": st.dictionaries(st.sampled_from(["intent", "text"]), names),
        "slots": st.dictionaries(st.just("place"), st.lists(st.integers(0, 1), min_size=1, max_size=1)),
    },
)


def bare_policy() -> Any:
    return RulePolicy.__new__(RulePolicy)


@given(rules=st.lists(st.lists(states, min_size=1, max_size=3), max_size=12), said=st.lists(states, max_size=4))
@settings(max_examples=400, deadline=None)
def test_the_same_rules_fit(rules: list[list[dict[str, Any]]], said: list[dict[str, Any]]) -> None:
    lookup = {json.dumps(rule): "action" for rule in rules}
    policy = bare_policy()
    wanted = REPLACED["RulePolicy._get_possible_keys"](policy, lookup, said)
    assert rule_index.possible_keys(policy, lookup, said) == wanted
    assert rule_index.possible_keys(policy, lookup, said) == wanted


def test_only_the_rules_that_may_fit_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [
        [{"prev_action": {"action_name": "action_listen"}, "user": {"intent": f"intent_{number}"}}]
        for number in range(100)
    ]
    lookup = {json.dumps(rule): "action" for rule in rules}
    compared: list[str] = []
    stock = RulePolicy._is_rule_applicable

    def counted(self: Any, key: str, *rest: Any) -> bool:
        compared.append(key)
        return bool(stock(self, key, *rest))

    monkeypatch.setattr(RulePolicy, "_is_rule_applicable", counted)
    assert rule_index.possible_keys(bare_policy(), lookup, rules[7]) == {json.dumps(rules[7])}
    assert len(compared) == 1
