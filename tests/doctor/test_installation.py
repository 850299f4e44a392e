from __future__ import annotations

import hashlib
import io
import os
import tarfile
from datetime import date
from pathlib import Path

import pytest

from pin_advisor.doctor import installation
from pin_advisor.doctor.finding import Finding, Level
from pin_advisor.errors import TrainingError
from pin_advisor.training import digest_file


def codes(found: object) -> list[tuple[Level, str | None]]:
    return [(f.level, f.code) for f in found if isinstance(f, Finding)]  # type: ignore[attr-defined]


def test_pythons_end_of_life_is_a_day() -> None:
    last = installation.END_OF_LIFE
    assert codes(installation.python((3, 10), last)) == [(Level.OK, None)]
    assert codes(installation.python((3, 10), date(2026, 11, 1))) == [(Level.WARNING, "PA155")]
    assert codes(installation.python((3, 11), last)) == [(Level.ERROR, "PA155")]


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        ("PyYAML==0.1 \\\n    --hash=sha256:00\n", "PyYAML "),
        ("no-such-package==1.0\n", "no-such-package missing instead of 1.0"),
        ("".join(f"no-such-package-{n}==1\n" for n in range(7)), "and 2 more"),
    ],
)
def test_packages_that_are_not_the_locked_ones_are_told(tmp_path: Path, lock: str, told: str) -> None:
    (tmp_path / "lock").write_text(lock)
    (found,) = installation.packages(tmp_path / "lock")
    assert (found.level, found.code) == (Level.ERROR, "PA156")
    assert told in found.message


def test_a_package_for_another_system_is_not_missed(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text(
        'no-such-package==1.0 ; sys_platform == "never" \\\n    --hash=sha256:00\n'
    )
    assert codes(installation.packages(tmp_path / "lock")) == [(Level.OK, None)]


def test_packages_without_compiled_files_are_told(tmp_path: Path) -> None:
    source = tmp_path / "rasa" / "core" / "agent.py"
    source.parent.mkdir(parents=True)
    source.write_text("x = 1\n")
    assert codes(installation.compiled_files(tmp_path)) == [(Level.WARNING, "PA157")]
    import py_compile

    py_compile.compile(str(source))
    assert codes(installation.compiled_files(tmp_path)) == [(Level.OK, None)]


def test_a_model_is_there_missing_or_damaged(tmp_path: Path) -> None:
    path = tmp_path / "pin-advisor-abc.tar.gz"
    assert codes(installation.model(tmp_path, "abc")) == [(Level.WARNING, "PA158")]
    noise = os.urandom(100_000)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in (("components/x", noise), ("metadata.json", b"{}")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    assert codes(installation.model(tmp_path, "abc")) == [(Level.WARNING, "PA158")]
    digest_file(path).write_text(hashlib.sha256(path.read_bytes()).hexdigest())
    assert codes(installation.model(tmp_path, "abc")) == [(Level.OK, None)]
    digest_file(path).write_text(hashlib.sha256(b"another").hexdigest())
    with pytest.raises(TrainingError, match="PA112"):
        list(installation.model(tmp_path, "abc"))
    path.write_bytes(path.read_bytes()[:50_000])
    assert codes(installation.model(tmp_path, "abc")) == [(Level.ERROR, "PA159")]
    path.write_bytes(b"not an archive")
    assert codes(installation.model(tmp_path, "abc")) == [(Level.ERROR, "PA159")]


def test_every_mistake_in_the_catalog_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIN_ADVISOR_CATALOG", str(tmp_path))
    found = list(installation.catalog())
    assert found
    assert {f.level for f in found} == {Level.ERROR}
    assert {str(f.code)[:3] for f in found} == {"PA2"}
