"""One bot for all conversations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversations.bot import Bot, running_bot


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The real bot with the model for the present data, with databases of its own."""
    with running_bot(tmp_path_factory.mktemp("bot")) as bot:
        yield bot
