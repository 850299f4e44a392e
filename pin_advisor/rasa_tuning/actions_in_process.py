"""Custom actions are carried out in the bot's own process, unless ``PIN_ADVISOR_ACTIONS_URL`` names a server.

Rasa knows no other way than HTTP. An action server of its own takes 55 MB and 4 ms for each action, and has
to be started and watched; under load its kept connections break, and what the action did is lost.

The actions are the same, carried out by the same ``ActionExecutor`` of the Rasa SDK. What goes in and out is
what would be sent, so an action can't reach into the conversation. They run in threads of their own: one that
hangs holds up nobody else.
"""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any, Final, Optional

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from pin_advisor.environment import ACTION_LIMIT
from pin_advisor.logs.reasons import kind
from pin_advisor.rasa_tuning.workers import Exhausted, Workers

logger = logging.getLogger(__name__)

RELIES_ON: Final = {
    "rasa.core.utils:AvailableEndpoints.read_endpoints": "2c1f55921fde4cca",
    "rasa.core.actions.action:RemoteAction.run": "ed27415fa478f75e",
    "rasa.core.actions.action:RemoteAction._action_call_format": "04238941b5eab509",
    "rasa_sdk.endpoint:create_app": "efa1ea35bcd08df0",
    "rasa_sdk.executor:ActionExecutor.run": "f9f3c2f7c976e08d",
}
CHECK: Final = (
    "what RemoteAction asks of its endpoint and expects for an error, and what the SDK's own server does "
    "around ActionExecutor.run."
)

#: The package with the actions, which nothing imports.
PACKAGE: Final = "actions"


class InProcessActions(EndpointConfig):
    """Stands where Rasa expects the address of an action server."""

    def __init__(self, package: str = PACKAGE) -> None:
        """Import the actions of ``package``."""
        super().__init__(url="in-process://actions")
        self._executor = ActionExecutor()
        self._executor.register_package(package)
        self._workers = Workers("actions")

    @property
    def healthy(self) -> bool:
        """Whether an action would be begun."""
        return not self._workers.exhausted

    async def request(
        self,
        method: str = "post",
        subpath: Optional[str] = None,
        content_type: Optional[str] = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Optional[Any]:
        """Carry out the action that ``json`` describes, as a server would; its reply.

        Raises:
            ClientResponseError: it can't be carried out, with the status that a server would give.
            asyncio.TimeoutError: it takes too long.
        """
        call = kwargs["json"]
        seconds = kwargs.get("timeout") or ACTION_LIMIT
        try:
            return json.loads(await self._workers.run(lambda: self._reply(call), seconds))
        except ActionExecutionRejection as rejection:
            raise _refusal(400, rejection.action_name, rejection.message) from None
        except ActionNotFoundException as missing:
            raise _refusal(404, missing.action_name, missing.message) from None
        except Exhausted:
            raise _refusal(503, call["next_action"], "Too many actions hang.") from None

    async def _reply(self, call: dict[str, Any]) -> str:
        try:
            return json.dumps(await self._executor.run(_sent(call)))
        except (ActionExecutionRejection, ActionNotFoundException):
            raise
        except Exception as reason:
            where = "".join(traceback.format_tb(reason.__traceback__))
            logger.error("%s in %s:\n%s", kind(reason), call["next_action"], where)
            raise _refusal(500, call["next_action"], "The action failed.") from None


def adjust(utils: Any) -> None:
    """Where no address is set, carry out the actions here."""
    read = utils.AvailableEndpoints.read_endpoints.__func__

    def read_endpoints(cls: Any, endpoint_file: str) -> Any:
        endpoints = read(cls, endpoint_file)
        if endpoints.action is not None and not endpoints.action.url:
            endpoints.action = InProcessActions()
        return endpoints

    utils.AvailableEndpoints.read_endpoints = classmethod(read_endpoints)


def _sent(call: dict[str, Any]) -> dict[str, Any]:
    """What would arrive at a server. The domain, which nobody ever changes, is the caller's own.

    Events may be a sequence that makes its own copies (:mod:`pin_advisor.rasa_tuning.action_calls`).
    """
    state = dict(call["tracker"])
    events = state.pop("events", [])
    tracker = json.loads(json.dumps(state))
    tracker["events"] = json.loads(json.dumps(events)) if isinstance(events, list) else events
    rest = {name: value for name, value in call.items() if name not in ("domain", "tracker")}
    return {**rest, "tracker": tracker, "domain": call.get("domain", {})}


def _refusal(status: int, action: str, message: str) -> ClientResponseError:
    return ClientResponseError(status, message, json.dumps({"error": message, "action_name": action}))
