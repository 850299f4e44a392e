"""The bot's server starts without what it never uses, and says so where somebody needs it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pin_advisor.channels.settings import SLACK_SIGNING_SECRET, TWILIO_AUTH_TOKEN
from pin_advisor.cluster.settings import REDIS_VARIABLE
from pin_advisor.stand_ins.unused import NEEDED, PACKAGES
from pin_advisor.store.broker_address import VARIABLE

BEGIN = """
from pin_advisor import rasa_tuning
from pin_advisor.stand_ins import unused
unused.install(); rasa_tuning.install_for_the_server()
"""


def python(code: str, **settings: str) -> str:
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BEGIN + code],
        env={**{n: v for n, v in os.environ.items() if n not in NEEDED}, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_everything_that_the_server_imports_is_imported_without_them() -> None:
    code = """
import rasa.core.run, rasa.core.policies.rule_policy, rasa.engine.loader, rasa.engine.runner.dask
import pin_advisor.language.component, pin_advisor.channels.website, pin_advisor.store.conversations
import sys
from importlib.machinery import PathFinder
real = {m.partition('.')[0] for m in sys.modules if getattr(sys.modules[m], '__file__', None)}
print(sorted(real & unused.PACKAGES))
"""
    assert python(code) == "[]"


@pytest.mark.parametrize("package", sorted(PACKAGES & {"scipy", "sklearn", "pymongo", "slack_sdk"}))
def test_using_one_is_refused_with_its_name(package: str) -> None:
    code = f"""
import rasa.core.run
import {package}.part
from pin_advisor.errors import StandInError
try:
    {package}.part.Thing()
except StandInError as error:
    print(error.code, {package!r} in error.message)
"""
    assert python(code) == "PA132 True"


def test_the_description_of_training_is_not_read() -> None:
    code = """
from rasa.engine.graph import GraphSchema
from rasa.engine.storage.storage import ModelMetadata
given = dict(trained_at="2024-01-01T00:00:00", rasa_open_source_version="3.6.21", model_id="m",
    assistant_id="a", domain={},
    train_schema={"nodes": {"n": {"uses": "gone.Component"}}}, predict_schema={"nodes": {}},
    training_type=1, project_fingerprint="f", core_target="c", nlu_target="n", language="en")
found = ModelMetadata.from_dict(given)
print(found.train_schema.nodes, found.model_id, "gone.Component" in str(given))
"""
    assert python(code) == "{} m True"


def test_other_processes_have_the_real_ones() -> None:
    code = "import scipy, sys; print(bool(scipy.__file__), 'pin_advisor.stand_ins.unused' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.split() == ["True", "False"]


@pytest.mark.parametrize(("setting", "package"), sorted((s, p) for s, ps in NEEDED.items() for p in ps))
def test_what_a_setting_needs_is_the_real_one(setting: str, package: str) -> None:
    code = f"import {package}; print(bool({package}.__file__))"

    assert python(code, **{setting: "redis://127.0.0.1/0"}) == "True"
    assert package in PACKAGES


def test_the_settings_are_those_that_are_read() -> None:
    assert set(NEEDED) == {REDIS_VARIABLE, VARIABLE, SLACK_SIGNING_SECRET, TWILIO_AUTH_TOKEN}


def test_what_is_loaded_is_left_alone_and_what_comes_later_is_collected() -> None:
    code = """
import asyncio, gc
gc.disable()
from rasa.core import run
class Loaded: pass
async def load(*_): return [Loaded() for _ in range(1000)]
from types import SimpleNamespace
from pin_advisor.rasa_tuning import loaded_objects
stand_in = SimpleNamespace(load_agent_on_start=load)
loaded_objects.adjust(stand_in)
kept = asyncio.run(stand_in.load_agent_on_start())
print(len(kept), gc.isenabled(), any(isinstance(o, Loaded) for o in gc.get_objects()))
print(gc.get_threshold()[0] >= 7000)
print(run.load_agent_on_start.__module__, hasattr(run.load_agent_on_start, "__wrapped__"))
"""
    assert python(code).splitlines() == ["1000 True False", "True", "rasa.core.run True"]


def test_numpy_is_not_there_before_it_is_told_how_many_threads_to_take() -> None:
    code = """
import sys
from pin_advisor.rasa_tuning import serve
print("numpy" in sys.modules)
"""
    assert python(code) == "False"


def test_the_server_multiplies_matrices_in_one_thread_unless_told_otherwise() -> None:
    code = """
import os, sys
from pin_advisor.rasa_tuning import serve
sys.argv = ["serve", "--model", "none"]
serve.metrics.serve = lambda: sys.exit()
try:
    serve.main()
except SystemExit:
    print(*(os.environ[name] for name in serve._THREADS))
"""
    assert python(code, OMP_NUM_THREADS="2") == "1 2"
