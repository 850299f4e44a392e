"""Every deviation from Rasa and Sanic as they are published, one module for each.

A module here says why it is there and what it was measured to gain. It has

* ``RELIES_ON``: what it replaces or counts on upstream (``module:name``), with a digest of the source that it
  was written for; ``tests/rasa_tuning/test_upstream.py`` fails when that changes, and shows
* ``CHECK``: what to look at then;
* ``adjust(module)``: called once with the upstream module of :data:`DEVIATIONS` when it has been loaded.

The stand-in for TensorFlow is a package of its own, :mod:`pin_advisor.stand_ins`.

Python imports this at every start, so it imports next to nothing; the modules are loaded with what they
adjust.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any, Final

#: The deviations (modules of this package) by the upstream module that they adjust.
DEVIATIONS: Final[dict[str, tuple[str, ...]]] = {
    "rasa.cli.run": ("server_log",),
    "rasa.constants": ("home_folder",),
    "rasa.core.actions.action": (
        "action_limit",
        "action_replies",
        "action_calls",
        "default_actions",
        "slot_filling",
    ),
    "rasa.core.actions.forms": ("form_steps",),
    "rasa.core.agent": ("store_failures",),
    "rasa.core.policies.rule_policy": ("rule_lookup", "text_rules"),
    "rasa.core.processor": ("understanding_time", "debug_copies"),
    "rasa.core.utils": ("actions_in_process",),
    "rasa.engine.runner.dask": ("graph_order",),
    "rasa.engine.validation": ("tensorflow_components",),
    "rasa.nlu.utils.spacy_utils": ("spacy_once",),
    "rasa.server": ("root_page", "foreign_pages"),
    "rasa.shared.core.domain": ("empty_domain",),
    "rasa.shared.core.events": ("event_types", "event_checks"),
    "rasa.shared.core.slots": ("slot_copies",),
    "rasa.shared.core.trackers": ("tracker_copies",),
    "rasa.shared.nlu.training_data.message": ("training_messages",),
    "rasa.shared.nlu.training_data.training_data": ("training_merges",),
    "rasa.shared.utils.validation": ("yaml_schema",),
    "rasa.utils.common": ("rasa_warnings",),
    "rasa_sdk.endpoint": ("action_server", "action_server_log"),
    "sanic.app": ("sanic_warnings",),
    "sanic.server.protocols.http_protocol": ("slow_clients",),
}


#: What is done beside that in the process of the bot's server (:mod:`pin_advisor.rasa_tuning.serve`).
SERVER_DEVIATIONS: Final[dict[str, tuple[str, ...]]] = {
    "rasa.core.processor": ("understanding_thread",),
    "rasa.core.run": ("loaded_objects",),
    "rasa.engine.storage.local_model_storage": ("model_unpacking",),
    "rasa.engine.storage.storage": ("training_schema",),
    "rasa.nlu.utils.spacy_utils": ("spacy_version",),
}

_serving = False


class AdjustingFinder:
    """Lets the modules in :data:`DEVIATIONS` load as usual and then adjusts them."""

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the ordinary spec with that addition for these modules, and None for all others."""
        deviations = (SERVER_DEVIATIONS.get(name, ()) if _serving else ()) + DEVIATIONS.get(name, ())
        spec = PathFinder.find_spec(name, path) if deviations else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_adjust(module: Any) -> None:
            load(module)
            for deviation in deviations:
                importlib.import_module(f"{__name__}.{deviation}").adjust(module)

        spec.loader.exec_module = load_and_adjust  # type: ignore[method-assign]
        return spec


def install() -> None:
    """Adjust what this process imports from now on. Calling it again does nothing."""
    if AdjustingFinder not in sys.meta_path:
        sys.meta_path.insert(0, AdjustingFinder)


def install_for_the_server() -> None:
    """Adjust what only the server may do without, too. To be called before Rasa is imported."""
    global _serving
    _serving = True
