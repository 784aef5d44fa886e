"""Runs Rasa's graph of components in this thread, in an order that is worked out once for each target.

Rasa builds the graph anew for each message and each prediction, and hands it to Dask's scheduler, which for a graph of
ten small nodes in a row costs more than most of them: about 0.4 ms of each of the three runs of a message.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner


def install() -> None:
    """Replaces `DaskGraphRunner.run`."""
    DaskGraphRunner.run = run


def run(self: Any, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
    """The outputs of the targets by their names, as Rasa's own `run` returns them. Raises what a node raises."""
    wanted = tuple(targets or self._graph_schema.target_names)
    orders = self.__dict__.setdefault("_orders", {})
    if wanted not in orders:
        orders[wanted] = in_order(self._graph_schema.minimal_graph_schema(list(wanted)))
    # What is put in stands in the place of a node of that name.
    done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
    if any(isinstance(value, str) and value in self._graph_schema.nodes for _, value in done.values()):
        raise GraphRunError("An input has the name of a node for its value.")
    try:
        for name, needs in orders[wanted]:
            if name not in done:
                done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        return {name: done[name][1] for name in wanted}
    except RuntimeError as problem:
        raise GraphRunError("Error running runner.") from problem


def in_order(schema: GraphSchema) -> list[tuple[str, tuple[str, ...]]]:
    """Each node after those that it needs, with their names."""
    needs = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
    return [(name, needs[name]) for name in TopologicalSorter(needs).static_order() if name in needs]
