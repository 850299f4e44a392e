"""What is shown before anything is said fits the needs, the catalog, and what the widget expects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from pin_advisor.catalog import Catalog, catalog_directory, load
from pin_advisor.channels.website.about import WORDING, about, wording
from pin_advisor.channels.website.contract import MAX_TEXT, MessageRequest
from pin_advisor.errors import ChannelError
from pin_advisor.vocabulary import NEEDS, VALUES


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load(catalog_directory())


@pytest.fixture
def written() -> dict[str, Any]:
    """The wording as it is written."""
    return dict(yaml.safe_load(WORDING.read_text("utf-8")))


def test_the_widget_is_told_all_that_the_contract_promises(catalog: Catalog) -> None:
    shown = about(catalog, wording())

    assert list(shown) == ["shop", "greeting", "starters", "max_length", "needs", "pin_types"]
    assert shown["shop"] == catalog.shop.name
    assert shown["greeting"]
    assert shown["max_length"] == MAX_TEXT
    assert tuple(shown["needs"]) == NEEDS
    assert json.loads(json.dumps(shown)) == shown
    for name, need in shown["needs"].items():
        assert set(need["values"]) == set(VALUES.get(name, ()))
        assert need["label"]
        for value in need["values"].values():
            assert set(value) == {"label", "say"}


def test_a_number_is_asked_for_as_the_contract_says(catalog: Catalog) -> None:
    quantity = about(catalog, wording())["needs"]["quantity"]

    assert quantity["values"] == {}
    assert quantity["say"].count("{}") == 1
    assert quantity["kind"] == "number"


def test_whatever_is_offered_may_be_sent(catalog: Catalog) -> None:
    shown = about(catalog, wording())
    says = [v["say"] for need in shown["needs"].values() for v in need["values"].values()]

    for say in (*says, *shown["starters"], shown["needs"]["quantity"]["say"].replace("{}", "100")):
        assert MessageRequest.parse_obj({"id": "message-1", "text": say}).text == say
    assert len(set(says)) == len(says)


def test_the_labels_of_a_need_are_told_apart(catalog: Catalog) -> None:
    needs = about(catalog, wording())["needs"]

    for need in needs.values():
        labels = [value["label"] for value in need["values"].values()]
        assert len(set(labels)) == len(labels)
    assert len({need["label"] for need in needs.values()}) == len(needs)


def test_only_pin_types_that_are_offered_are_told(catalog: Catalog) -> None:
    shown = about(catalog, wording())["pin_types"]

    assert set(shown) == {p.id for p in catalog.pin_types if p.offered}
    for name, pin_type in shown.items():
        assert set(pin_type) == {"name", "summary", "picture"}
        assert pin_type["picture"] == name
        assert pin_type["name"]
        assert pin_type["summary"]


def _without_a_need(written: dict[str, Any]) -> None:
    del written["needs"]["artwork"]


def _without_a_value(written: dict[str, Any]) -> None:
    del written["needs"]["budget"]["values"]["tight"]


def _with_another_need(written: dict[str, Any]) -> None:
    written["needs"]["colour"] = {"label": "Colour", "say": "{}"}


def _with_another_value(written: dict[str, Any]) -> None:
    written["needs"]["budget"]["values"]["huge"] = {"label": "Huge", "say": "huge"}


def _with_a_number_that_says_nothing(written: dict[str, Any]) -> None:
    del written["needs"]["quantity"]["say"]


def _with_a_number_that_has_no_place(written: dict[str, Any]) -> None:
    written["needs"]["quantity"]["say"] = "some pieces"


def _with_a_blank(written: dict[str, Any]) -> None:
    written["needs"]["budget"]["values"]["tight"]["say"] = "  "


def _with_a_speech(written: dict[str, Any]) -> None:
    written["starters"] = ["x" * (MAX_TEXT + 1)]


def _without_a_greeting(written: dict[str, Any]) -> None:
    del written["greeting"]


def _with_a_typing_error(written: dict[str, Any]) -> None:
    written["greting"] = written.pop("greeting")


def _with_a_list(written: dict[str, Any]) -> None:
    written["needs"] = list(written["needs"])


@pytest.mark.parametrize(
    "spoil",
    [
        _without_a_need, _without_a_value, _with_another_need, _with_another_value,
        _with_a_number_that_says_nothing, _with_a_number_that_has_no_place, _with_a_blank, _with_a_speech,
        _without_a_greeting, _with_a_typing_error, _with_a_list,
    ],
    ids=lambda spoil: spoil.__name__.strip("_"),
)  # fmt: skip
def test_wording_that_does_not_fit_is_named(tmp_path: Path, written: dict[str, Any], spoil: Any) -> None:
    spoil(written)
    file = tmp_path / "website.yml"
    file.write_text(yaml.safe_dump(written), encoding="utf-8")

    with pytest.raises(ChannelError) as caught:
        wording(file)

    assert caught.value.code == "PA404"
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"- a", b"a: [", b"\xff\xfe\xff", b"a: 1\na: 2", b"7", b"!!python/name:os.system x"]
)
def test_a_file_that_is_no_wording_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "website.yml"
    file.write_bytes(content)

    for path in (file, tmp_path / "nowhere.yml", tmp_path):
        with pytest.raises(ChannelError) as caught:
            wording(path)
        assert caught.value.code == "PA404"
