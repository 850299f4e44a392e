"""How long it takes to understand a message is measured; Rasa tells it nowhere."""

from __future__ import annotations

import functools
from typing import Any, Final

RELIES_ON: Final = {"rasa.core.processor:MessageProcessor.parse_message": "aaf0a61b99054199"}
CHECK: Final = "that parse_message is still what handling a message awaits to understand it."


def adjust(processor: Any) -> None:
    """Measure it as a stage of the turn."""
    from pin_advisor.metrics.observing import stage

    parse = processor.MessageProcessor.parse_message

    @functools.wraps(parse)
    async def measured(*args: Any, **kwargs: Any) -> Any:
        with stage("understand"):
            return await parse(*args, **kwargs)

    processor.MessageProcessor.parse_message = measured
