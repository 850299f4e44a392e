"""The graph's results are those of dask."""

from __future__ import annotations

from operator import add, mul

import dask
import pytest

from pin_advisor.rasa_tuning import graph_order


def test_it_gives_what_dask_gives_and_runs_each_node_once() -> None:
    calls: list[str] = []

    def node(name: str) -> object:
        def run(*needs: tuple[str, object]) -> tuple[str, object]:
            calls.append(name)
            return name, [need[1] for need in needs]

        return run

    graph = {
        "a": (node("a"), "input"),
        "b": (node("b"), "a", "input"),
        "c": (node("c"), "a", "b"),
        "unwanted": (node("unwanted"),),
        "input": ("input", {"text": "hello"}),
    }

    found = graph_order.get(graph, ["c", "b"])
    assert calls == ["a", "b", "c"]
    assert found == list(dask.get(graph, ["c", "b"]))


def test_a_failure_is_the_nodes_own() -> None:
    def fails() -> None:
        raise KeyError("gone")

    with pytest.raises(KeyError):
        graph_order.get({"a": (fails,), "b": (add, "a", "a"), "c": (mul, "b", "b")}, ["c"])
