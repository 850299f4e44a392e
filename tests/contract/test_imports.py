"""Who may import whom, as docs/architecture.md tells: plain Python, with Rasa at its edges."""

from __future__ import annotations

import sys
from typing import Any

import pytest

#: The only places that know Rasa.
#: The stand-in for TensorFlow speaks to Rasa in Rasa's own exceptions.
RASA = (
    "pin_advisor/language/",
    "pin_advisor/channels/",
    "pin_advisor/store/",
    "pin_advisor/stand_ins/",
    "pin_advisor/rasa_tuning/",
)
PURE = ("advice", "answers", "catalog")
#: Ways to files, the network, the clock or chance.
OUTSIDE = {
    "asyncio", "datetime", "http", "io", "os", "pathlib", "random", "requests", "secrets", "shutil", "socket",
    "sqlalchemy", "sqlite3", "subprocess", "tempfile", "time", "urllib",
}  # fmt: skip


def importers(modules: tuple[Any, ...], *packages: str) -> set[tuple[str, str]]:
    """Files that import something of these packages, with what they import."""
    return {
        (m.name, name)
        for m in modules
        for name in m.imports()
        if any(name == p or name.startswith(f"{p}.") for p in packages)
    }


def test_only_language_channels_and_the_store_import_rasa(modules: tuple[Any, ...]) -> None:
    assert {(f, n) for f, n in importers(modules, "rasa") if not f.startswith(RASA)} == set()


def test_only_actions_and_what_carries_them_out_import_rasa_sdk(modules: tuple[Any, ...]) -> None:
    places = ("actions/", "pin_advisor/rasa_tuning/")
    assert {(f, n) for f, n in importers(modules, "rasa_sdk") if not f.startswith(places)} == set()


def test_nothing_imports_actions(modules: tuple[Any, ...]) -> None:
    assert {(f, n) for f, n in importers(modules, "actions") if not f.startswith("actions/")} == set()


def test_actions_import_the_product_and_rasa_sdk_alone(action_modules: tuple[Any, ...]) -> None:
    allowed = {"actions", "pin_advisor", "rasa_sdk", *sys.stdlib_module_names}
    assert {
        (m.name, n) for m in action_modules for n in m.imports() if n.split(".")[0] not in allowed
    } == set()


def test_actions_leave_understanding_and_channels_alone(action_modules: tuple[Any, ...]) -> None:
    assert (
        importers(action_modules, "pin_advisor.language", "pin_advisor.channels", "pin_advisor.cli") == set()
    )


def test_channels_do_not_look_into_understanding(modules: tuple[Any, ...]) -> None:
    channels = tuple(m for m in modules if m.name.startswith("pin_advisor/channels/"))
    assert channels
    assert importers(channels, "pin_advisor.language", "pin_advisor.cli") == set()


def test_the_store_knows_no_channel(modules: tuple[Any, ...]) -> None:
    store = tuple(m for m in modules if m.name.startswith("pin_advisor/store/"))
    assert store
    assert importers(store, "pin_advisor.channels", "pin_advisor.language", "pin_advisor.cli") == set()


def test_a_model_is_made_without_what_leaves_no_trace_in_it(modules: tuple[Any, ...]) -> None:
    """Else a change there would not train anew (pin_advisor/training.py)."""
    language = tuple(m for m in modules if m.name.startswith("pin_advisor/language/"))
    beside = (
        "answers",
        "channels",
        "cli",
        "environment",
        "processes",
        "rasa_tuning",
        "replies",
        "servers",
        "store",
    )
    assert importers(language, *(f"pin_advisor.{name}" for name in beside)) == set()


@pytest.mark.parametrize("package", PURE)
def test_plain_packages_do_not_import_who_uses_them(package: str, modules: tuple[Any, ...]) -> None:
    callers = {
        "advice": ("pin_advisor.answers",),
        "answers": (),
        "catalog": ("pin_advisor.advice", "pin_advisor.answers"),
    }
    edges = (
        "rasa",
        "rasa_sdk",
        "actions",
        "pin_advisor.language",
        "pin_advisor.channels",
        "pin_advisor.store",
    )
    inside = tuple(m for m in modules if m.name.startswith(f"pin_advisor/{package}/"))
    assert inside
    assert importers(inside, *edges, "pin_advisor.cli", "pin_advisor.replies", *callers[package]) == set()


@pytest.mark.parametrize("package", ["advice", "answers"])
def test_advice_and_answers_touch_nothing_outside(package: str, modules: tuple[Any, ...]) -> None:
    inside = tuple(m for m in modules if m.name.startswith(f"pin_advisor/{package}/"))
    assert importers(inside, *OUTSIDE) == set()
    assert [m.name for m in inside if [*m.calls("open", "print", "input")]] == []


def test_nothing_imports_tensorflow_or_torch(modules: tuple[Any, ...]) -> None:
    assert importers(modules, "tensorflow", "torch", "keras") == set()


def test_logs_and_metrics_know_none_of_those_who_use_them(modules: tuple[Any, ...]) -> None:
    """They are everywhere, the small process that watches over the bot included."""
    inside = tuple(m for m in modules if m.name.startswith(("pin_advisor/logs/", "pin_advisor/metrics/")))
    assert inside
    users = ("channels", "store", "language", "cli", "doctor", "cluster", "catalog", "advice", "answers")
    assert importers(inside, "actions", *(f"pin_advisor.{name}" for name in users)) == set()
