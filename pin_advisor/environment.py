"""What holds for every Python process of the environment, the plain ``rasa`` command included.

``pin_advisor_environment.pth`` lies next to this file and goes into ``site-packages``: from a wheel
by itself (``data-files`` in ``pyproject.toml``), beside an editable installation by
``scripts/environment.sh``. Python reads it at every start and calls :func:`activate`. That must
therefore cost next to nothing and import next to nothing.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any, Final

from pin_advisor import stand_ins

#: Where programs keep what they would otherwise put into the home folder.
_CACHE: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".cache")

#: Values of environment variables that are not set. ``endpoints.yml`` can name a variable but no
#: default for it, and Rasa refuses to start when one is missing.
DEFAULTS: Final = {
    "MPLCONFIGDIR": os.path.join(_CACHE, "matplotlib"),
    "PIN_ADVISOR_ACTIONS_URL": "http://127.0.0.1:5055/webhook",
    "RASA_TELEMETRY_ENABLED": "false",
}

#: Seconds that one custom action may take.
ACTION_LIMIT: Final = 4

#: Rasa's own settings. Even with telemetry off it writes an id for it, and by default into the
#: home folder; no setting changes that.
RASA_SETTINGS: Final = os.path.join(_CACHE, "rasa", "global.yml")


def activate() -> None:
    """Set the defaults, adjust some modules when they are imported, and stand in for TensorFlow."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    _end_with_the_parent()
    if AdjustingFinder not in sys.meta_path:
        sys.meta_path.insert(0, AdjustingFinder)
    stand_ins.install()


def _end_with_the_parent() -> None:
    # Who was killed can't end what it has started, and the next start would find the ports taken.
    parent = os.environ.pop("PIN_ADVISOR_PARENT", "")  # not for what this process starts
    if sys.platform != "linux" or parent != str(os.getppid()):
        return
    import ctypes
    import signal

    # PR_SET_PDEATHSIG of prctl(2): a signal when the parent is gone.
    ctypes.CDLL(None).prctl(1, int(signal.SIGTERM), 0, 0, 0)
    if parent != str(os.getppid()):  # it was, before we asked
        os.kill(os.getpid(), signal.SIGTERM)


def _keep_out_of_the_home_folder(constants: Any) -> None:
    constants.GLOBAL_USER_CONFIG_PATH = RASA_SETTINGS


# Sanic, and after it Rasa, turn on what Python hides by default: at each start a dozen warnings about
# the insides of pinned packages.
def _hide_deprecations_again(sanic_app: Any) -> None:
    warnings.filterwarnings("ignore", category=DeprecationWarning)


def _expect_deprecations(common: Any) -> None:
    common.EXPECTED_WARNINGS.append((DeprecationWarning, ""))


def _refuse_tensorflow_components(validation: Any) -> None:
    from pin_advisor.stand_ins.tensorflow import refuse_components

    refuse_components(validation)


# Rasa's wrapper answers with an empty conversation when the database is away, and forgets the turn.
def _let_the_store_report_failure(agent: Any) -> None:
    wrap = agent.FailSafeTrackerStore

    def unless_it_reports(store: Any) -> Any:
        return store if getattr(store, "reports_failure", False) else wrap(store)

    agent.FailSafeTrackerStore = unless_it_reports


# Five minutes by default, which no setting changes: long after the visitor's lock has expired.
def _wait_less_for_actions(action: Any) -> None:
    action.DEFAULT_REQUEST_TIMEOUT = ACTION_LIMIT


# "Hello from Rasa: 3.6.21" tells strangers what to try. And which other websites may ask is each channel's to
# say: Rasa's switch is for all of them, and with "*" lets every page in.
def _leave_pages_to_channels(server: Any) -> None:
    def add_root_route(app: Any) -> None:
        from sanic import response

        @app.get("/")
        async def root(_: Any) -> Any:
            return response.text("Pin Advisor")

    server.add_root_route = add_root_route
    configure = server.configure_cors
    server.configure_cors = lambda app, origins="": configure(app, origins) if origins else None


# Sanic begins to count anew with every byte that arrives, so a client that sends one now and then is never
# let go of; nor is one whose request it has given up.
def _let_go_of_slow_clients(protocol: Any) -> None:
    from sanic.http import Stage

    check = protocol.HttpProtocol.check_timeouts

    def check_all(connection: Any) -> None:
        http = connection._http
        receiving = http is not None and (http.stage is Stage.REQUEST or getattr(http, "request_body", None))
        notes = connection.conn_info.ctx  # the connection itself has no room for them
        since = getattr(notes, "receiving_since", None) if receiving else None
        now = connection.loop.time()
        notes.receiving_since = (since or now) if receiving else None
        if since is not None and now - since > connection.request_timeout:
            connection.transport.abort()
        else:
            check(connection)

    protocol.HttpProtocol.check_timeouts = check_all


#: What is done to a module of another package once it is loaded.
ADJUSTMENTS: Final[dict[str, Callable[[Any], None]]] = {
    "rasa.core.actions.action": _wait_less_for_actions,
    "rasa.core.agent": _let_the_store_report_failure,
    "rasa.constants": _keep_out_of_the_home_folder,
    "rasa.engine.validation": _refuse_tensorflow_components,
    "rasa.server": _leave_pages_to_channels,
    "rasa.utils.common": _expect_deprecations,
    "sanic.server.protocols.http_protocol": _let_go_of_slow_clients,
    "sanic.app": _hide_deprecations_again,
}


class AdjustingFinder:
    """Lets the modules in :data:`ADJUSTMENTS` load as usual and then adjusts them."""

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the ordinary spec with that addition for these modules, and None for all others."""
        adjust = ADJUSTMENTS.get(name)
        spec = PathFinder.find_spec(name, path) if adjust else None
        if adjust is None or spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_adjust(module: Any) -> None:
            load(module)
            adjust(module)

        spec.loader.exec_module = load_and_adjust  # type: ignore[method-assign]
        return spec
