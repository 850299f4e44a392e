"""How long conversations are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pin_advisor.errors import ChannelError
from pin_advisor.store.retention import RETENTION_VARIABLE, retention


def test_it_is_ninety_days_unless_set_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RETENTION_VARIABLE, raising=False)
    assert retention() == timedelta(days=90)
    monkeypatch.setenv(RETENTION_VARIABLE, "0.5")
    assert retention() == timedelta(hours=12)


@pytest.mark.parametrize("text", ["", "soon", "-1", "0", "nan", "1e9"])
def test_what_is_no_number_of_days_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv(RETENTION_VARIABLE, text)
    with pytest.raises(ChannelError, match="PA406"):
        retention()
