"""What Rasa keeps of a turn, without Rasa: trackers made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Optional

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from pin_advisor.store.conversations import ERASE_SLOT, ConversationStore
from pin_advisor.vocabulary import NEEDS

DOMAIN: Final = Domain.from_dict(
    {"slots": {name: {"type": "any", "mappings": [{"type": "custom"}]} for name in (*NEEDS, ERASE_SLOT)}}
)

PAYLOAD: Final = {"type": "smalltalk"}


async def listening(store: ConversationStore, conversation: str) -> DialogueStateTracker:
    """The conversation, ready for a message, as Rasa gets it at the beginning of each turn."""
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    if not tracker.events:
        begin_session(tracker)
    return tracker


def begin_session(tracker: DialogueStateTracker) -> None:
    """As Rasa does, with the slots carried over."""
    carried = [SlotSet(e.key, e.value) for e in tracker.applied_events() if isinstance(e, SlotSet)]
    add(tracker, ActionExecuted("action_session_start"), SessionStarted(), *carried)
    add(tracker, ActionExecuted("action_listen"))


def add(tracker: DialogueStateTracker, *events: Event) -> None:
    for event in events:
        tracker.update(event, DOMAIN)


def message(text: str, message_id: Optional[str] = None, **metadata: Any) -> UserUttered:
    intent = {"name": "inform", "confidence": 1.0}
    return UserUttered(text, intent, [], input_channel="website", message_id=message_id, metadata=metadata)


def reply(text: str, payload: Optional[Mapping[str, Any]] = None) -> BotUttered:
    return BotUttered(text, {"custom": dict(PAYLOAD if payload is None else payload)})


async def talk(
    store: ConversationStore,
    conversation: str,
    message_id: Optional[str],
    text: str = "hello",
    answer: str = "Hello!",
    slots: Optional[Mapping[str, Any]] = None,
) -> None:
    """One whole turn."""
    tracker = await listening(store, conversation)
    add(tracker, message(text, message_id), *(SlotSet(k, v) for k, v in (slots or {}).items()))
    add(tracker, reply(answer), ActionExecuted("action_listen"))
    await store.save(tracker)
