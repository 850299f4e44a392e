"""The list of what a shop runs, by the real tool."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from pin_advisor.errors import SupplyError
from pin_advisor.paths import PROJECT
from supply_chain.locks import SHOP, locked, normalised
from supply_chain.sbom import main, of_the_shop


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """What two runs wrote."""
    folder = tmp_path_factory.mktemp("sbom")
    for name in ("one.json", "two.json"):
        assert main(["--output", str(folder / name)]) == 0
    return (folder / "one.json").read_bytes(), (folder / "two.json").read_bytes()


@pytest.fixture(scope="module")
def listed(written: tuple[bytes, bytes]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(written[0])
    return read


def test_it_lists_exactly_what_a_shop_runs(listed: dict[str, Any]) -> None:
    libraries = {normalised(c["name"]): c["version"] for c in listed["components"] if c["type"] == "library"}
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert listed["metadata"]["component"]["name"] == "pin-advisor"
    assert libraries == locked(SHOP)


def test_the_weights_are_among_it(listed: dict[str, Any]) -> None:
    (model,) = [c for c in listed["components"] if c["type"] == "machine-learning-model"]
    assert model["licenses"][0]["license"]["id"] == "Apache-2.0"
    (root,) = [d for d in listed["dependencies"] if d["ref"] == "root-component"]
    assert model["bom-ref"] in root["dependsOn"]


def test_every_component_has_a_licence(listed: dict[str, Any]) -> None:
    assert [c["name"] for c in listed["components"] if not c.get("licenses")] == []


def test_no_dependency_leads_nowhere(listed: dict[str, Any]) -> None:
    refs = {c["bom-ref"] for c in listed["components"]} | {"root-component"}
    named = {ref for d in listed["dependencies"] for ref in (d["ref"], *d.get("dependsOn", ()))}
    assert named - refs == set()


def test_it_is_the_same_each_time_and_names_no_place(written: tuple[bytes, bytes]) -> None:
    assert written[0] == written[1]
    assert str(PROJECT).encode() not in written[0]
    assert not re.search(rb"urn:uuid|file://", written[0])


def test_another_environment_than_the_locked_one_is_refused() -> None:
    described = {
        "components": [{"bom-ref": "a", "name": "Some.Thing", "version": "1.0"}],
        "dependencies": [],
        "metadata": {"component": {"bom-ref": "root"}},
    }

    with pytest.raises(SupplyError, match="some-thing") as raised:
        of_the_shop(described, {"some-thing": "1.1"})
    assert raised.value.code == "PA186"


def test_what_is_missing_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supply_chain.sbom.CYCLONEDX", Path("/no/such/program"))

    assert main([]) == 1
    assert capsys.readouterr().err.startswith("PA185: ")
