"""What connectors say themselves stands in ``data/channels.yml``, for the shop to change."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pin_advisor.catalog import load
from pin_advisor.channels.website import about
from pin_advisor.channels.wording import WORDING, card_words, wording
from pin_advisor.errors import ChannelError
from pin_advisor.paths import PROJECT
from pin_advisor.replies import Choice


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    data = YAML(typ="safe").load(WORDING.read_text("utf-8"))
    change(data)
    text = io.StringIO()
    YAML(typ="safe").dump(data, text)
    path = tmp_path / "channels.yml"
    path.write_text(text.getvalue(), "utf-8")
    return path


def test_the_sentences_that_are_delivered_are_fine() -> None:
    words = wording()

    assert words.offer == Choice("Get a free quote", "Get a free quote")
    assert "shop" in words.media.picture
    assert words.technical.format(number="ABC").endswith("ABC")
    assert "1,000" in words.too_long.format(longest="1,000")


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("edited"),
        lambda data: data["media"].pop("voice"),
        lambda data: data.update(another="one"),
        lambda data: data.update(busy=""),
        lambda data: data.update(busy="   "),
        lambda data: data.update(technical="Sorry."),
        lambda data: data.update(not_shown="Sorry."),
        lambda data: data.update(too_long="Too long."),
        lambda data: data.update(technical="Tell {nmber} and {number}"),
        lambda data: data.update(too_long="{longest} {"),
        lambda data: data.update(quote="Get a quote"),
        lambda data: data.update(card=None),
        lambda data: data.update(choose="x" * 1001),
    ],
)
def test_what_can_not_be_used_is_told_at_the_start(tmp_path: Path, change: Callable[[Any], Any]) -> None:
    with pytest.raises(ChannelError) as caught:
        wording(changed(tmp_path, change))

    assert caught.value.code == "PA407"


@pytest.mark.parametrize("text", ["", "busy: [", "- a", "busy: \x00", "3"])
def test_a_file_that_is_no_such_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "channels.yml"
    path.write_text(text, "utf-8")

    with pytest.raises(ChannelError) as caught:
        wording(path)

    assert caught.value.code == "PA407"


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChannelError, match="PA407"):
        wording(tmp_path / "channels.yml")


def test_cards_have_the_catalogs_names_and_the_websites_labels() -> None:
    catalog = load(PROJECT / "catalog")

    words = card_words(catalog, wording(), about.wording())

    assert words.pin_types["hard_enamel"].name == "Hard enamel"
    assert words.needs["occasion"] == "Occasion"
    assert words.values["occasion", "employee_recognition"] == "Staff recognition"
    assert all(told.picture is None for told in words.pin_types.values())
