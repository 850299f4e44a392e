"""What is only written down for debugging is not copied or put into words for it.

The message processor makes deep copies of entities and events for lines of the log that are mostly not
written: 3 % of a message. Twice a message it makes a text of all slots for another one: 1 %.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

RELIES_ON: Final = {"rasa.core.processor:MessageProcessor": "2fedf4ea913e0eb7"}
CHECK: Final = (
    "that the processor copies nothing but what it hands to structlogger.debug, and that _log_slots does "
    "nothing but that."
)


def adjust(processor: Any) -> None:
    """Hand it over as it is; whoever writes the line makes text of it at once. Say nothing of the slots."""
    processor.copy = SimpleNamespace(deepcopy=lambda value: value)
    processor.MessageProcessor._log_slots = staticmethod(lambda tracker: None)
