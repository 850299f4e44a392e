"""Rasa as a channel meets it: a message goes in, and a turn is kept in the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Optional

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered

from pin_advisor.store.conversations import ConversationStore
from tests.store.talk import DOMAIN, PAYLOAD, add, begin_session, listening

__all__ = ["DOMAIN", "Rasa"]

Step = Callable[[UserMessage], Awaitable[Any]]


class Rasa:
    """Repeats what is said.

    Args:
        store: where turns are kept.
        before: what happens before a turn.
        slots: what a turn sets, by the words that set it.
        replies: the messages of every reply, as texts and data; one with a payload if there are none.
    """

    def __init__(
        self,
        store: ConversationStore,
        before: Optional[Step] = None,
        slots: Optional[Mapping[str, Mapping[str, Any]]] = None,
        replies: Optional[tuple[tuple[Optional[str], Mapping[str, Any]], ...]] = None,
    ) -> None:
        self._store = store
        self._before = before
        self._slots = slots or {}
        self._replies = replies
        self.heard: list[UserMessage] = []
        self.sessions = 0

    @property
    def texts(self) -> list[Optional[str]]:
        return [message.text for message in self.heard]

    async def __call__(self, message: UserMessage) -> None:
        if message.parse_data and message.parse_data["intent"]["name"] == "session_start":
            self.sessions += 1
            tracker = await listening(self._store, message.sender_id)
            add(tracker, UserUttered(message.text, {"name": "session_start"}, message_id=message.message_id))
            begin_session(tracker)
            await self._store.save(tracker)
            return
        self.heard.append(message)
        if self._before:
            await self._before(message)
        tracker = await listening(self._store, message.sender_id)
        said = UserUttered(
            message.text,
            {"name": "inform"},
            input_channel=message.input_channel,
            message_id=message.message_id,
            metadata=message.metadata,
        )
        add(tracker, said, *(SlotSet(k, v) for k, v in self._slots.get(message.text or "", {}).items()))
        if message.text == "ask me":
            add(tracker, ActiveLoop("advice_form"))
        replies = self._replies
        if replies is None:
            replies = ((f"You said: {message.text}", {"custom": PAYLOAD}),)
        add(
            tracker,
            *(BotUttered(text, dict(data)) for text, data in replies),
            ActionExecuted("action_listen"),
        )
        await self._store.save(tracker)
