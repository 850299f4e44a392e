"""Pin types: the five that the design offers, the others known but not offered, epoxy none of them."""

from __future__ import annotations

from typing import Any

from pin_advisor.catalog import Catalog

OFFERED = {"hard_enamel", "soft_enamel", "screen_printed", "photo_etched", "cloisonne"}
KNOWN = {"offset_printed", "die_struck", "cast_3d", "pvc"}


def test_the_five_types_of_the_design_are_offered(catalog: Catalog) -> None:
    assert {p.id for p in catalog.offered} == OFFERED


def test_others_are_known_but_not_offered(catalog: Catalog) -> None:
    assert {p.id for p in catalog.pin_types} - OFFERED == KNOWN


def test_epoxy_is_a_finish_and_not_a_type(catalog: Catalog) -> None:
    assert not [p.id for p in catalog.pin_types if "epoxy" in p.id]
    assert "epoxy" in {t.id for t in catalog.topics}


def test_only_genuine_cloisonne_is_fired_at_1600_degrees_and_on_copper(catalog: Catalog) -> None:
    """The vocabulary trap: "hard enamel" of today is synthetic."""
    for pin_type in catalog.pin_types:
        process = pin_type.aspects.get("process")
        if process and pin_type.id != "cloisonne":
            assert "1600" not in process.text.replace(",", "")


def test_pin_types_that_code_names_exist(modules: tuple[Any, ...], catalog: Catalog) -> None:
    known = {p.id for p in catalog.pin_types}
    named = {
        s
        for m in modules
        if m.name.startswith(("pin_advisor/advice/", "pin_advisor/answers/", "actions/"))
        for s in m.strings()
        if s.endswith(("_enamel", "_printed", "_etched"))
    }
    assert named
    assert named <= known
