"""Stand-ins for packages that Rasa imports and the bot's server never uses.

Rasa imports the clients of every platform and database that it knows, and what its neural and statistical
components need. :mod:`pin_advisor.rasa_tuning.serve` stands in for them in the server's process, and
there only: training and the plain ``rasa`` command have the real ones. It saves a third of the time to
the first answer and of the memory. Whoever uses one after all is told PA132.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.machinery import ModuleSpec
from typing import Any, Final

#: Top-level packages.
PACKAGES: Final = frozenset(
    {
        "aio_pika",
        "aiogram",
        "aiormq",
        "apscheduler",
        "boto3",
        "botocore",
        "cachecontrol",
        "confluent_kafka",
        "dask",
        "engineio",
        "fbmessenger",
        "google",
        "joblib",
        "langcodes",
        "matplotlib",
        "mattermostwrapper",
        "networkx",
        "prompt_toolkit",
        "pymongo",
        "questionary",
        "redis",
        "requests",
        "rocketchat_API",
        "sanic_jwt",
        "scipy",
        "sentry_sdk",
        "sklearn",
        "skops",
        "slack_sdk",
        "slackclient",
        "socketio",
        "structlog_sentry",
        "twilio",
        "urllib3",
        "webexteamssdk",
    }
)
#: Parts of packages that are used otherwise: spaCy's command line with all that it imports.
PARTS: Final = frozenset({"spacy.cli"})

#: What a setting makes needed after all.
NEEDED: Final = {
    "PIN_ADVISOR_SLACK_SIGNING_SECRET": frozenset({"slack_sdk"}),
    "PIN_ADVISOR_TWILIO_AUTH_TOKEN": frozenset({"twilio"}),
    "PIN_ADVISOR_EVENT_BROKER_URL": frozenset({"aio_pika", "aiormq", "confluent_kafka"}),
    "PIN_ADVISOR_REDIS_URL": frozenset({"redis"}),
}


class UnusedFinder:
    """Finds the modules of :data:`PACKAGES` before anybody else does."""

    #: Of them, what is used in this process.
    used: frozenset[str] = frozenset()

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return a spec for what lies in :data:`PACKAGES` or :data:`PARTS`, else None."""
        package = name.partition(".")[0]
        if package in cls.used or (package not in PACKAGES and ".".join(name.split(".")[:2]) not in PARTS):
            return None
        from pin_advisor.stand_ins.tensorflow import module_spec

        return module_spec(name)


def install(environment: Mapping[str, str] = os.environ) -> None:
    """Stand in for them in this process, but for what the environment's settings need."""
    needed = (packages for name, packages in NEEDED.items() if environment.get(name, "").strip())
    UnusedFinder.used = frozenset().union(*needed)
    if UnusedFinder not in sys.meta_path:
        sys.meta_path.insert(0, UnusedFinder)
