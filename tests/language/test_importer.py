"""The utterances are read once, however often they are asked for, and again when a file has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rasa.shared.importers import utils

from pin_advisor.language import importer as training_data
from pin_advisor.language.importer import OnceImporter

NLU = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - {}
"""


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What files were read, each time that some were."""
    seen: list[list[str]] = []

    def read(paths: list[str], language: str) -> object:
        seen.append(paths)
        return utils.training_data_from_paths(paths, language)

    training_data._read.cache_clear()
    monkeypatch.setattr(training_data, "training_data_from_paths", read)
    return seen


def test_several_importers_read_a_file_once(tmp_path: Path, reads: list[list[str]]) -> None:
    (tmp_path / "nlu.yml").write_text(NLU.format("ahoy"))
    found = [OnceImporter(training_data_paths=[str(tmp_path)]).get_nlu_data() for _ in range(3)]
    assert len(reads) == 1
    assert [[e.get("text") for e in data.training_examples] for data in found] == [["ahoy"]] * 3


def test_a_changed_file_is_read_again(tmp_path: Path, reads: list[list[str]]) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(NLU.format("ahoy"))
    importer = OnceImporter(training_data_paths=[str(tmp_path)])
    for second, word in enumerate(("ahoy", "howdy")):
        file.write_text(NLU.format(word))
        os.utime(file, (second, second))
        assert [e.get("text") for e in importer.get_nlu_data().training_examples] == [word]
    assert len(reads) == 2
