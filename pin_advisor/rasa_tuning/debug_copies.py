"""What is only written down for debugging is not copied for it.

The message processor makes deep copies of entities and events for lines of the log that are mostly not
written: 3 % of a message.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

RELIES_ON: Final = {"rasa.core.processor:MessageProcessor": "2fedf4ea913e0eb7"}
CHECK: Final = "that the processor copies nothing but what it hands to structlogger.debug."


def adjust(processor: Any) -> None:
    """Hand it over as it is; whoever writes the line makes text of it at once."""
    processor.copy = SimpleNamespace(deepcopy=lambda value: value)
