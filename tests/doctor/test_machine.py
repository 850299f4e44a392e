from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from pin_advisor.doctor import machine
from pin_advisor.doctor.finding import Level


def codes(found: object) -> list[tuple[Level, str | None]]:
    return [(f.level, f.code) for f in found]  # type: ignore[attr-defined]


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert codes(machine.folders((tmp_path, tmp_path / "new" / "one"))) == [(Level.OK, None)] * 2
    assert codes(machine.folders((tmp_path / "file" / "logs",))) == [(Level.ERROR, "PA169")]


@pytest.mark.parametrize(
    ("free", "found"),
    [(5e9, (Level.OK, None)), (5e8, (Level.WARNING, "PA160")), (5e7, (Level.ERROR, "PA160"))],
)
def test_room_on_the_disk(
    free: float, found: tuple[Level, str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: SimpleNamespace(free=free, total=1e10))
    assert codes(machine.disk()) == [found]


def test_what_others_may_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    file = tmp_path / "session.key"
    file.write_text("x")
    file.chmod(0o644)
    assert codes(machine.permissions((file, tmp_path / "absent"))) == [(Level.WARNING, "PA154")]
    file.chmod(0o600)
    assert codes(machine.permissions((file,))) == [(Level.OK, None)]
    file.chmod(0o644)
    tmp_path.chmod(0o700)  # nobody else gets to it
    assert codes(machine.permissions((file,))) == [(Level.OK, None)]


def test_a_clock_that_is_behind_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    os.utime(file, (1_000_000, 1_000_000))
    assert codes(machine.clock(1_000_000, (file,))) == [(Level.OK, None)]
    assert codes(machine.clock(990_000, (file,))) == [(Level.ERROR, "PA164")]
