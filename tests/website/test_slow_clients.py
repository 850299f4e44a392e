"""Who takes all the time in the world is let go of, and nobody else has noticed."""

from __future__ import annotations

import pytest

from tests.website.slow import SLOW, SlowClients


@pytest.mark.parametrize("sent", SLOW)
def test_a_slow_client_is_let_go_of(slow_clients: SlowClients, sent: str) -> None:
    assert sent not in slow_clients.still_connected()
