"""Each deviation still meets the Rasa and the Sanic that it was written for."""

from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

import pytest

from pin_advisor import rasa_tuning
from pin_advisor.rasa_tuning import DEVIATIONS, SERVER_DEVIATIONS
from tests.rasa_tuning.upstream import digest

#: Each deviation with the upstream module that it adjusts.
PAIRS = [
    (name, module)
    for deviations in (DEVIATIONS, SERVER_DEVIATIONS)
    for module, names in deviations.items()
    for name in names
]
MODULES = {name: importlib.import_module(f"pin_advisor.rasa_tuning.{name}") for name, _ in PAIRS}
PLACES = [(name, place, known) for name, m in MODULES.items() for place, known in m.RELIES_ON.items()]


@pytest.mark.parametrize(("name", "place", "known"), PLACES, ids=[f"{n}-{p}" for n, p, _ in PLACES])
def test_what_it_relies_on_is_as_it_was(name: str, place: str, known: str) -> None:
    present = digest(place)

    assert present == known, (
        f"{place} has changed, on which pin_advisor/rasa_tuning/{name}.py relies. Check "
        f"{MODULES[name].CHECK} Adapt the deviation or take it out, then set the digest to {present}."
    )


@pytest.mark.parametrize("name", MODULES)
def test_it_says_what_it_relies_on_in_the_module_that_it_adjusts(name: str) -> None:
    module: Any = MODULES[name]
    upstream = next(m for n, m in PAIRS if n == name)

    assert any(place.partition(":")[0] == upstream for place in module.RELIES_ON)
    assert module.__doc__
    assert re.fullmatch(r"(what|whether|that) .*\.", module.CHECK)


def test_every_module_that_adjusts_is_listed_once() -> None:
    adjusting = {
        info.name
        for info in pkgutil.iter_modules(rasa_tuning.__path__)
        if hasattr(importlib.import_module(f"pin_advisor.rasa_tuning.{info.name}"), "adjust")
    }

    assert sorted(name for name, _ in PAIRS) == sorted(adjusting)
