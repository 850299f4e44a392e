"""What is loaded at the start is not looked through for garbage again.

The model, its words and all modules are 200,000 objects that stay for good. Python's collector goes through
them whenever enough new ones have outlived two collections: every few hundred messages, somebody waits for a
fifth of a second more. While they are loaded, next to none of them is garbage (:mod:`.serve`).
"""

from __future__ import annotations

import functools
import gc
from typing import Any, Final

RELIES_ON: Final = {"rasa.core.run:load_agent_on_start": "ceb87009f70250e9"}
CHECK: Final = "that the model is loaded when this returns, and is not replaced by another one later."

#: So many new objects are looked through at once; with Python's 700 that takes 1 % of a message in a profile.
_YOUNG: Final = 7_000


def adjust(run: Any) -> None:
    """Collect once more when the model is there, then leave all that is there alone."""
    load = run.load_agent_on_start

    @functools.wraps(load)
    async def load_agent_on_start(*args: Any, **kwargs: Any) -> Any:
        loaded = await load(*args, **kwargs)
        gc.collect()
        gc.freeze()
        gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
        gc.enable()
        return loaded

    run.load_agent_on_start = load_agent_on_start
