from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pin_advisor.logs import pseudonyms
from pin_advisor.logs.pseudonyms import pseudonym


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(pseudonyms, "STORE", tmp_path)
    monkeypatch.delenv("PIN_ADVISOR_SESSION_KEYS", raising=False)
    pseudonyms._key.cache_clear()
    yield
    pseudonyms._key.cache_clear()


def test_one_conversation_has_one_name_and_another_has_another() -> None:
    assert re.fullmatch(r"[0-9a-f]{10}", pseudonym("twilio:+491705550199"))
    assert pseudonym("a") == pseudonym("a") != pseudonym("b")
    assert pseudonym("\ud800")


def test_processes_with_the_same_keys_agree_and_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for keys in ("a:" + "x" * 40, "a:" + "x" * 40, "a:" + "y" * 40):
        monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", keys)
        pseudonyms._key.cache_clear()
        names.add(pseudonym("c"))
    assert len(names) == 2


def test_it_stays_the_same_over_a_restart_by_the_key_beside_the_database(tmp_path: Path) -> None:
    (tmp_path / "session.key").write_text("k" * 64)
    before = pseudonym("c")
    pseudonyms._key.cache_clear()
    assert pseudonym("c") == before
    (tmp_path / "session.key").write_text("l" * 64)
    pseudonyms._key.cache_clear()
    assert pseudonym("c") != before
