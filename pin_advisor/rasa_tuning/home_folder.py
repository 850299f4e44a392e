"""Rasa's own settings lie in the project's cache.

Even with telemetry off Rasa writes an id for it, by default into the home folder; no setting changes that.
"""

from __future__ import annotations

import os
from typing import Any, Final

from pin_advisor.environment import CACHE

RELIES_ON: Final = {
    "rasa.constants:GLOBAL_USER_CONFIG_PATH": "541654cec28d38b0",
    "rasa.utils.common:write_global_config_value": "eab552ddb6709905",
}
CHECK: Final = "that rasa.utils.common still writes its settings to GLOBAL_USER_CONFIG_PATH alone."

RASA_SETTINGS: Final = os.path.join(CACHE, "rasa", "global.yml")


def adjust(constants: Any) -> None:
    """Name another file."""
    constants.GLOBAL_USER_CONFIG_PATH = RASA_SETTINGS
