from __future__ import annotations

import importlib

import pytest

from pin_advisor import doctor
from pin_advisor.doctor import examine
from pin_advisor.doctor.finding import Finding, Level, ok
from pin_advisor.errors import StoreError


def test_every_check_is_there() -> None:
    for module, names in doctor.CHECKS.items():
        loaded = importlib.import_module(f"pin_advisor.doctor.{module}")
        assert [name for name in names if not callable(getattr(loaded, name, None))] == []


def test_a_check_that_breaks_keeps_no_other_from_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from pin_advisor.doctor import machine

    def breaks() -> None:
        raise ValueError("postgresql://shop:Geheim1@db/pins")

    def refuses() -> None:
        raise StoreError("PA301", "the database can't be opened", "See to it.", "pins.db")

    monkeypatch.setattr(machine, "disk", breaks)
    monkeypatch.setattr(machine, "clock", refuses)
    monkeypatch.setattr(machine, "folders", lambda: iter([ok("folders", "fine")]))
    monkeypatch.setattr(doctor, "CHECKS", {"gone": ("x",), "machine": ("disk", "clock", "folders")})

    found = list(examine())

    assert [(f.level, f.code) for f in found] == [
        (Level.ERROR, "PA179"),
        (Level.ERROR, "PA179"),
        (Level.ERROR, "PA301"),
        (Level.OK, None),
    ]
    assert "Geheim1" not in "".join(map(str, found))
    assert (found[2].message, found[2].fix) == ("pins.db: the database can't be opened", "See to it.")


def test_what_several_checks_meet_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from pin_advisor.doctor import machine

    def refuses() -> None:
        raise StoreError("PA304", "the address can't be used", "See to it.")

    for name in ("disk", "clock"):
        monkeypatch.setattr(machine, name, refuses)
    monkeypatch.setattr(machine, "folders", lambda: iter([ok("folders", "fine"), ok("folders", "fine")]))
    monkeypatch.setattr(doctor, "CHECKS", {"machine": ("disk", "clock", "folders")})

    assert [f.code for f in examine()] == ["PA304", None, None]


def test_a_finding_is_a_line_and_what_to_do() -> None:
    assert str(ok("disk", "5 GB free")) == "ok       disk: 5 GB free"
    finding = Finding("disk", Level.WARNING, "1 GB free", "PA160", "Make room.")
    assert str(finding) == "warning  disk: PA160 1 GB free\n         Make room."
