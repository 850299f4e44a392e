"""Messages are understood in a thread of their own, one after another.

The sentence encoder computes without Python's lock, for a third of the time that a message takes. In the
event loop everybody waits for it; beside it another processor deals with other messages meanwhile.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

RELIES_ON: Final = {"rasa.core.processor:MessageProcessor.parse_message": "aaf0a61b99054199"}
CHECK: Final = "that parse_message waits for nothing unless there is an http_interpreter."


def adjust(processor: Any) -> None:
    """Hand the message over, and wait for what was understood."""
    parse = processor.MessageProcessor.parse_message
    thread = ThreadPoolExecutor(1, thread_name_prefix="understanding")

    @functools.wraps(parse)
    async def parse_message(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.http_interpreter:
            return await parse(self, *args, **kwargs)
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(
            thread, context.run, _result, parse(self, *args, **kwargs)
        )

    processor.MessageProcessor.parse_message = parse_message


def _result(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    work.close()
    raise RuntimeError("Understanding a message waits for something.")
