from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pin_advisor.errors import WeightsError
from pin_advisor.weights import GRAPH_SHA256, check_encoder, encoder_needed, encoder_path, tokenizer_path


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A folder as the build leaves it, with other bytes in it."""
    contents = {"encoder.onnx": b"network", "tokenizer.json": b"{}"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    (tmp_path / "manifest.json").write_text(json.dumps({"graph": GRAPH_SHA256, "files": digests}))
    return tmp_path


def test_an_intact_encoder_is_found(encoder: Path) -> None:
    assert encoder_path(encoder) == encoder / "encoder.onnx"
    assert tokenizer_path(encoder) == encoder / "tokenizer.json"
    assert check_encoder(encoder)["encoder.onnx"] == hashlib.sha256(b"network").hexdigest()


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "manifest.json"])
def test_a_missing_file_is_named_with_what_to_do(encoder: Path, name: str) -> None:
    (encoder / name).unlink()

    with pytest.raises(WeightsError, match="make train") as raised:
        encoder_path(encoder)
    assert raised.value.code == "PA121"
    assert name in str(raised.value)


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json"])
def test_an_altered_file_is_refused(encoder: Path, name: str) -> None:
    with (encoder / name).open("ab") as file:
        file.write(b" ")

    with pytest.raises(WeightsError) as raised:
        encoder_path(encoder)
    assert raised.value.code == "PA122"
    assert name in str(raised.value)


def test_an_encoder_of_another_version_is_refused(encoder: Path) -> None:
    manifest = json.loads((encoder / "manifest.json").read_text())
    (encoder / "manifest.json").write_text(json.dumps(manifest | {"graph": "0" * 64}))

    with pytest.raises(WeightsError, match="another version") as raised:
        check_encoder(encoder)
    assert raised.value.code == "PA122"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": []}', '{"files": {}}', "\x00"])
def test_a_damaged_manifest_is_refused(encoder: Path, text: str) -> None:
    (encoder / "manifest.json").write_text(text)

    with pytest.raises(WeightsError) as raised:
        check_encoder(encoder)
    assert raised.value.code == "PA122"


def test_the_running_bot_needs_nothing_of_the_build() -> None:
    code = "import pin_advisor.weights, sys; print({'onnx', 'numpy', 'safetensors'} & set(sys.modules))"

    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"


def test_that_there_is_none_yet_is_told_as_a_step_and_damage_as_damage() -> None:
    missing = encoder_needed(WeightsError("PA121", "The weights are missing.", "Build them."))
    assert missing.startswith("Building the sentence encoder")
    assert "missing" not in missing
    altered = encoder_needed(WeightsError("PA122", "The weights are not those.", "Build them."))
    assert altered.startswith("The weights are not those. Building it again")
