"""Whether the process lives, and whether a visitor would get an answer from it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp

from pin_advisor.catalog import shared_catalog
from pin_advisor.errors import PinAdvisorError
from pin_advisor.logs.reasons import reason
from pin_advisor.metrics import metrics
from pin_advisor.store.conversations import ConversationStore

logger = logging.getLogger(__name__)

#: Seconds for which a finding is good; probes come more often than that.
_GOOD_FOR: Final = 2.0
#: Seconds that a part may take to show that it works.
_PATIENCE: Final = 1.5
#: Seconds by which the event loop may be late.
_LATEST: Final = 1.0
#: Seconds between looks where nobody asks.
_LOOK_INTERVAL: Final = 15.0
_HEARTBEAT: Final = 0.25
_CANARY: Final = "hello"


class Readiness:
    """Looks whether everything that a turn needs is there.

    Args:
        agent: Rasa's agent, once there is one.
        store: the conversations.
        actions: where the action server tells its health; none if there is none.
    """

    def __init__(
        self, agent: Callable[[], Any], store: Callable[[], ConversationStore], actions: str | None
    ) -> None:
        self._agent = agent
        self._store = store
        self._actions = actions
        self._looking = asyncio.Lock()
        self._looked = float("-inf")
        self._failing: list[str] = []
        self._late = 0.0
        self._due = float("inf")
        self._told: list[str] = []
        #: What the product's own errors said of parts at the last look.
        self._reasons: dict[str, str] = {}

    async def watch_the_loop(self) -> None:
        """Note for ever how late the event loop wakes up."""
        while True:
            self._due = time.monotonic() + _HEARTBEAT
            await asyncio.sleep(_HEARTBEAT)
            self._late = max(time.monotonic() - self._due, self._late / 2)
            metrics().loop_lag(self._late)

    async def failing(self) -> list[str]:
        """The parts that don't work: ``model``, ``database``, ``actions``, ``catalog``, ``loop``."""
        async with self._looking:
            if time.monotonic() - self._looked > _GOOD_FOR:
                parts = {
                    "model": self._model,
                    "database": self._database,
                    "actions": self._action_server,
                    "catalog": self._catalog,
                }
                works = await asyncio.gather(*(self._in_time(*part) for part in parts.items()))
                self._failing = [part for part, working in zip(parts, works, strict=True) if not working]
                self._looked = time.monotonic()
        # Who asks right after the loop stood still may come before it has been noted.
        late = max(self._late, time.monotonic() - self._due)
        failing = [*self._failing, "loop"] if late > _LATEST else self._failing
        metrics().ready(failing)
        self._tell(failing)
        return failing

    async def keep_looking(self) -> None:
        """Look for ever, for figures and the log, whether or not anybody asks."""
        while True:
            await self.failing()
            await asyncio.sleep(_LOOK_INTERVAL)

    def _tell(self, failing: list[str]) -> None:
        """Log what has changed since it was told last."""
        if failing != self._told:
            if failing:
                reasons = "".join(f" {self._reasons[part]}" for part in failing if part in self._reasons)
                logger.error("Visitors get no answer: %s fails.%s", " and ".join(failing), reasons)
            else:
                logger.info("Visitors are answered again.")
            self._told = failing

    async def _model(self) -> bool:
        agent = self._agent()
        if agent is None or not agent.is_ready():
            return False
        return bool((await agent.parse_message(_CANARY)).get("intent", {}).get("name"))

    async def _database(self) -> bool:
        await self._store().check()
        return True

    async def _action_server(self) -> bool:
        if self._actions is None:  # the bot carries them out itself
            return getattr(getattr(self._agent(), "action_endpoint", None), "healthy", True)
        async with aiohttp.ClientSession(trust_env=False) as session, session.get(self._actions) as answer:
            return bool(answer.status == 200)

    async def _catalog(self) -> bool:
        return bool(await asyncio.get_running_loop().run_in_executor(None, shared_catalog().get))

    async def _in_time(self, part: str, look: Callable[[], Awaitable[bool]]) -> bool:
        self._reasons.pop(part, None)
        try:
            return await asyncio.wait_for(look(), _PATIENCE)
        except PinAdvisorError as error:
            self._reasons[part] = reason(error)
        except Exception:  # whatever a broken model raises, it isn't ready
            pass
        return False
