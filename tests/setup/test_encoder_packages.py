"""What builds the encoder is there for the build, and gone afterwards, whatever happens."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from pin_advisor import encoder_packages
from pin_advisor.encoder_packages import at_hand


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Puts a module into a folder, as scripts/environment.sh does."""
    monkeypatch.setattr(encoder_packages, "MODULES", ("published_weights",))
    path = tmp_path / "environment.sh"
    folder = tmp_path / "fetched"
    path.write_text(
        f'#!/bin/sh\n[ "$1" = encoder ] && mkdir {folder} && touch {folder}/published_weights.py\n'
    )
    path.chmod(0o755)
    return path


def test_they_can_be_imported_inside_and_are_gone_afterwards(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fetched"

    with at_hand(folder, script) as there:
        assert there
        assert importlib.util.find_spec("published_weights") is not None

    assert not folder.exists()
    assert str(folder) not in sys.path


def test_they_go_after_a_failed_build_as_well(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fetched"

    with pytest.raises(ValueError, match="no luck"), at_hand(folder, script):
        raise ValueError("no luck")

    assert not folder.exists()
    assert str(folder) not in sys.path


def test_a_failed_fetch_is_told(script: Path, tmp_path: Path) -> None:
    script.write_text("#!/bin/sh\nexit 1\n")

    with at_hand(tmp_path / "fetched", script) as there:
        assert not there


def test_nothing_is_fetched_where_they_are_installed(script: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fetched"
    encoder_packages.MODULES = ("onnx",)  # the fixture puts the old ones back

    with at_hand(folder, script) as there:
        assert there
        assert not folder.exists()
