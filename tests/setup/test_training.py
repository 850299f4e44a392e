from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pin_advisor import training
from pin_advisor.errors import TrainingError
from pin_advisor.processes import Processes
from pin_advisor.training import digest_file, fingerprint, prune, reason

ENCODER = {"encoder.onnx": "aa", "tokenizer.json": "bb"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in (
        "config.yml",
        "domain.yml",
        "requirements.lock",
        "data/rules.yml",
        "data/nlu/needs/budget.yml",
        "catalog/faq/care.yml",
        "pin_advisor/language/spelling.py",
        "pin_advisor/cli/run.py",
        "pin_advisor/channels/turns.py",
        "data/channels.yml",
        "data/website.yml",
        "data/store/conversations.db",
        "README.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "requirements.lock",
        "data/rules.yml",
        "data/nlu/needs/budget.yml",
        "data/nlu/new.yml",
        "catalog/faq/care.yml",
        "pin_advisor/language/spelling.py",
    ],
)
def test_what_a_model_depends_on_changes_its_name(project: Path, name: str) -> None:
    before = fingerprint(project, ENCODER)
    with (project / name).open("a") as file:
        file.write(" ")

    assert fingerprint(project, ENCODER) != before


def test_another_encoder_makes_another_model(project: Path) -> None:
    assert fingerprint(project, ENCODER) != fingerprint(project, {**ENCODER, "encoder.onnx": "cc"})


def test_a_renamed_file_makes_another_model(project: Path) -> None:
    before = fingerprint(project, ENCODER)
    (project / "data/rules.yml").rename(project / "data/other.yml")

    assert fingerprint(project, ENCODER) != before


@pytest.mark.parametrize(
    "name",
    [
        "data/store/conversations.db",
        "data/channels.yml",
        "data/website.yml",
        "README.md",
        "pin_advisor/cli/run.py",
        "pin_advisor/channels/turns.py",
    ],
)
def test_what_leaves_no_trace_does_not(project: Path, name: str) -> None:
    before = fingerprint(project, ENCODER)
    (project / name).write_text("changed")

    assert fingerprint(project, ENCODER) == before


def test_the_oldest_models_go_and_other_files_stay(tmp_path: Path) -> None:
    for age, name in enumerate(["pin-advisor-c", "pin-advisor-a", "mine", "pin-advisor-b", "pin-advisor-d"]):
        path = tmp_path / f"{name}.tar.gz"
        path.touch()
        os.utime(path, (1000 - age, 1000 - age))
        digest_file(path).touch()
    prune(tmp_path, 2)

    for ending in (".tar.gz", ".sha256"):
        left = sorted(path.name.removesuffix(ending) for path in tmp_path.glob(f"*{ending}"))
        assert left == ["mine", "pin-advisor-a", "pin-advisor-c"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["2026 INFO fine", "TensorFlowMissing: PA131: No.", "       Do this."], "PA131: No."),
        (
            ["Traceback (most recent call last):", '  File "x", line 1', "KeyError: 'slot'"],
            "KeyError: 'slot'",
        ),
        (["InvalidConfigException: There is no X."], "There is no X."),
        (
            ["a.b.CatalogError: faq/care.yml:3: PA220 wrong", "rules.yml:1: PA221 too"],
            "faq/care.yml:3: PA220 wrong",
        ),
        ([], "It does not say why."),
    ],
)
def test_the_reason_of_a_failure_is_found_in_what_was_printed(lines: list[str], expected: str) -> None:
    assert expected in reason(lines)
    assert not reason(lines).startswith(("TensorFlowMissing", "InvalidConfig", "a.b."))


def train(project: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pin_advisor.cli", "train", *arguments]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)


def test_a_model_is_trained_once_and_again_for_other_data(
    small_project: Path, small_environment: dict[str, str]
) -> None:
    first = train(small_project, small_environment, "--force")
    assert first.returncode == 0, first.stderr
    assert "KeywordIntentClassifier" in first.stdout
    models = set(small_project.glob("models/*.tar.gz"))
    assert len(models) == 1

    second = train(small_project, small_environment)
    assert second.stdout == f"Model: models/{models.pop().name}\n"
    assert not (small_project / ".rasa").exists()
    assert list(Path(small_environment["HOME"]).iterdir()) == []

    broken = small_project / "data" / "broken.yml"
    broken.write_text(
        'version: "3.1"\nrules:\n  - rule: nonsense\n    steps: [{action: action_nobody_knows}]\n'
    )
    try:
        third = train(small_project, small_environment)
    finally:
        broken.unlink()
    assert third.returncode == 1
    assert "PA110: Training failed:" in third.stderr
    assert "logs/training.log" in third.stderr
    assert "Traceback" not in third.stdout + third.stderr
    assert len(list(small_project.glob("models/*.tar.gz"))) == 1
    assert list(small_project.glob("models/.training-*")) == []


def test_a_model_that_was_altered_is_not_loaded(
    small_project: Path, small_environment: dict[str, str]
) -> None:
    """Not one bit of it, nor another in its place; and one that nobody trained here is trained again."""
    made = train(small_project, small_environment)
    assert made.returncode == 0, made.stderr
    model = small_project / made.stdout.rpartition("Model: ")[2].strip()
    whole = model.read_bytes()
    try:
        for altered in (whole[:-1] + bytes([whole[-1] ^ 1]), b"another"):
            model.write_bytes(altered)
            refused = train(small_project, small_environment)
            assert (refused.returncode, refused.stderr[:7]) == (1, "PA112: ")
    finally:
        model.write_bytes(whole)
    digest_file(model).unlink()
    assert "KeywordIntentClassifier" in train(small_project, small_environment).stdout


def test_a_model_that_was_delivered_is_looked_at_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container, where its folder can't be written to and nothing is trained."""
    model = tmp_path / "pin-advisor-abc.tar.gz"
    model.write_bytes(b"as it was delivered")
    digest_file(model).write_text(hashlib.sha256(model.read_bytes()).hexdigest())
    monkeypatch.setattr(training, "MODELS", tmp_path)
    monkeypatch.setattr(training, "check_encoder", dict)
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert training.ensure_model(Processes()) == model
    model.write_bytes(b"as somebody left it")
    with pytest.raises(TrainingError, match="PA112"):
        training.ensure_model(Processes())
    digest_file(model).unlink()
    with pytest.raises(TrainingError, match="PA112"):
        training.ensure_model(Processes())
