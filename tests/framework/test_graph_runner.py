"""Rasa's graph without Dask: the same outputs, the same errors."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner

from bot.framework import graph_runner


class Part(GraphComponent):  # type: ignore[misc]
    """Joins what it is given to its name."""

    def __init__(self, name: str) -> None:
        self.name, self.calls = name, 0

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Part:
        return cls(config["name"])

    def join(self, **given: str) -> str:
        self.calls += 1
        if self.name == "broken":
            raise ValueError("broken")
        return self.name + "(" + ",".join(f"{key}={given[key]}" for key in sorted(given)) + ")"


def node(name: str, **needs: str) -> SchemaNode:
    # Rasa looks at the names of the arguments, so each node gets a function that takes them.
    return SchemaNode(
        needs=needs, uses=Part, constructor_name="create", fn="join", config={"name": name}, eager=True, is_target=False
    )


def runner(**nodes: SchemaNode) -> Any:
    return DaskGraphRunner(GraphSchema(nodes), None, ExecutionContext(GraphSchema({}), "model"))


@pytest.fixture
def made() -> Any:
    return runner(
        last=node("last", left="first", right="second"),
        second=node("second", given="first"),
        first=node("first", message="__message__"),
        alone=node("alone"),
        broken=node("broken"),
    )


def test_each_node_runs_once_after_what_it_needs(made: Any) -> None:
    found = graph_runner.run(made, {"__message__": "hello"}, ["last", "alone"])
    both = "left=first(message=hello),right=second(given=first(message=hello))"
    assert found == {"last": f"last({both})", "alone": "alone()"}
    calls = {name: node._component.calls for name, node in made._instantiated_nodes.items()}
    assert calls == {"first": 1, "second": 1, "last": 1, "alone": 1, "broken": 0}


def test_an_input_stands_in_the_place_of_a_node(made: Any) -> None:
    found = graph_runner.run(made, {"first": "given"}, ["second"])
    assert found == {"second": "second(given=given)"}


def test_errors_are_those_of_rasa(made: Any) -> None:
    with pytest.raises(Exception, match="Error running graph component for node broken"):
        graph_runner.run(made, None, ["broken"])
    with pytest.raises(GraphRunError):
        graph_runner.run(made, None, ["second"])  # Its message is missing.
    with pytest.raises(GraphRunError, match="name of a node"):
        graph_runner.run(made, {"__message__": "first"}, ["second"])


def test_rasa_uses_it() -> None:
    from bot.framework import install

    install()
    assert DaskGraphRunner.run is graph_runner.run
