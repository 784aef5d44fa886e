"""Looks at the rules that can fit the newest state, not at all of them.

For each prediction Rasa compares the newest state with every rule, three times a message and a hundred rules each time:
1.1 ms. A rule that names another action before it, or another intent, cannot fit; what is left goes Rasa's own way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from rasa.core.policies.rule_policy import SHOULD_NOT_BE_SET, RulePolicy

Index = dict[tuple[str, str], list[str]]
_ANY = ""

_rasas_own = RulePolicy._get_possible_keys


def install() -> None:
    """Replaces `RulePolicy._get_possible_keys`."""
    RulePolicy._get_possible_keys = possible_keys


def possible_keys(self: Any, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
    """The rules that fit the states, as Rasa's own method returns them."""
    if not states:
        return set(lookup)
    indexes = self.__dict__.setdefault("_indexes", {})
    # By identity and size: training fills a lookup step by step.
    name = (id(lookup), len(lookup))
    if name not in indexes:
        indexes[name] = index_of(lookup)
    action, intent = _named(states[-1])
    fitting = {(one, other) for one in (action, _ANY) for other in (intent, _ANY)}
    fewer = {key: lookup[key] for place in fitting for key in indexes[name].get(place, ())}
    return set(_rasas_own(self, fewer, states))


def index_of(keys: Iterable[str]) -> Index:
    """Rules by the action and the intent that their newest state must have; empty where either does not matter."""
    index: Index = defaultdict(list)
    for key in keys:
        newest = json.loads(key)[-1]
        # A rule without an action before it fits a conversation's start whatever else it says.
        index[_named(newest) if newest.get("prev_action") else (_ANY, _ANY)].append(key)
    return dict(index)


def _named(state: Mapping[str, Any]) -> tuple[str, str]:
    return _value(state, "prev_action", "action_name"), _value(state, "user", "intent")


def _value(state: Mapping[str, Any], part: str, name: str) -> str:
    value = state.get(part, {}).get(name)
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else _ANY
