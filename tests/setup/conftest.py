"""A small bot in a folder of its own, with a space in its path, to set up, train and run for real."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

FILES = {
    "config.yml": """\
recipe: default.v1
language: en
assistant_id: small
pipeline:
  - name: WhitespaceTokenizer
  - name: KeywordIntentClassifier
policies:
  - name: RulePolicy
""",
    "domain.yml": """\
version: "3.1"
intents: [greet, bye]
responses:
  utter_greet:
    - text: Hello there
actions: [action_bye]
session_config: {session_expiration_time: 60, carry_over_slots_to_new_session: true}
""",
    "data/nlu.yml": """\
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
      - good morning
  - intent: bye
    examples: |
      - bye
      - see you
""",
    "data/rules.yml": """\
version: "3.1"
rules:
  - rule: greeting
    steps: [{intent: greet}, {action: utter_greet}]
  - rule: parting
    steps: [{intent: bye}, {action: action_bye}]
""",
    "actions/__init__.py": """\
from rasa_sdk import Action


class Bye(Action):
    def name(self):
        return "action_bye"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Come back soon")
        return []
""",
    "pin_advisor/language/build.py": """\
from pin_advisor.paths import MODELS

(MODELS / "language").mkdir(exist_ok=True)
""",
}


@pytest.fixture(scope="session")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project with the product's own commands around a bot of two intents."""
    project = tmp_path_factory.mktemp("a place") / "small bot"
    project.mkdir()
    shutil.copytree(
        PROJECT / "pin_advisor", project / "pin_advisor", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(PROJECT / "catalog", project / "catalog")
    wording = ("data/channels.yml", "data/website.yml")
    for name in ("endpoints.yml", "credentials.yml", "requirements.lock", *wording):
        (project / name).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / name, project / name)
    for name, text in FILES.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    encoder = project / "models" / "encoder"
    encoder.mkdir(parents=True)
    digests = {}
    for name in ("encoder.onnx", "tokenizer.json"):
        (encoder / name).write_bytes(name.encode())
        digests[name] = hashlib.sha256(name.encode()).hexdigest()
    (encoder / "manifest.json").write_text(json.dumps({"files": digests}), encoding="utf-8")
    return project


@pytest.fixture(scope="session")
def small_environment(small_project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables with which a Python process belongs to the small project and has an empty home folder."""
    settings = {
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PYTHONPATH": str(small_project),
        "PYTHONUNBUFFERED": "1",
    }
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIN_ADVISOR_", "RASA_", "MPL"))
    }
    return inherited | settings
