"""A store for conversations, and turns that are taken in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pin_advisor.channels.turns import Turns
from pin_advisor.store.conversations import ConversationStore
from tests.channels.rasa import DOMAIN, Rasa


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store/pins.db"


@pytest.fixture
def store(database: str) -> ConversationStore:
    return ConversationStore(DOMAIN, database)


@pytest.fixture
def rasa(store: ConversationStore) -> Rasa:
    return Rasa(store)


@pytest.fixture
def turns(rasa: Rasa, store: ConversationStore) -> Turns:
    return Turns("website", rasa, store)
