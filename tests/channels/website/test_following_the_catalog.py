"""A mistake in the catalog of a running bot is told when it is made, though nobody asks anything."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.catalog import catalog_directory, shared_catalog
from pin_advisor.channels.website import channel
from pin_advisor.store.conversations import ConversationStore
from tests.channels.served import eventually, serving


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shop's, which this process follows."""
    folder = tmp_path / "catalog"
    shutil.copytree(catalog_directory(), folder)
    monkeypatch.setenv("PIN_ADVISOR_CATALOG", str(folder))
    monkeypatch.setattr(channel, "_CATALOG_INTERVAL", 0.05)
    shared_catalog.cache_clear()
    yield folder
    shared_catalog.cache_clear()


async def nobody_asks(_: Any) -> None:
    raise AssertionError("nobody said anything")


async def test_a_mistake_and_its_end_are_told_though_nobody_asks(
    catalog: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", f"a:{'k' * 40}")
    store = ConversationStore(host=f"sqlite:///{tmp_path / 'pins.db'}")
    shop = catalog / "shop.yml"
    good = shop.read_text("utf-8")

    def told() -> list[str]:
        return [r.getMessage() for r in caplog.records if r.name == "pin_advisor.catalog"]

    with caplog.at_level(logging.INFO, "pin_advisor.catalog"):
        async with serving(store, nobody_asks):
            await eventually(lambda: shared_catalog()._catalog is not None)
            shop.write_text(f"{good}\nnonsense: true\n", "utf-8")
            await eventually(told)
            (mistake,) = told()
            assert "the last good state stays in use" in mistake
            assert "PA2" in mistake
            caplog.clear()
            shop.write_text(good.replace("name: ", "name: The ", 1), "utf-8")
            await eventually(told)
            assert "is in use" in told()[0]


async def test_a_mistake_that_was_there_at_the_start_is_told(
    catalog: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIN_ADVISOR_SESSION_KEYS", f"a:{'k' * 40}")
    store = ConversationStore(host=f"sqlite:///{tmp_path / 'pins.db'}")
    with (catalog / "shop.yml").open("a", encoding="utf-8") as file:
        file.write("\nnonsense: true\n")

    with caplog.at_level(logging.INFO, "pin_advisor.catalog"):
        async with serving(store, nobody_asks) as served:
            await eventually(lambda: "there is no good state to use" in caplog.text)
            readiness = served.app.blueprints["website"].ctx.readiness
            assert "catalog" in await readiness.failing()
