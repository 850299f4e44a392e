"""What the bot offers to be said, as buttons or in the chat window, stands in ``data/nlu/choices.yml``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
MARKED = re.compile(r"\[(.+)\]\((\w+):(\w+)\)")


@pytest.fixture(scope="module")
def choices() -> dict[str, tuple[str, str]]:
    """Words that are taken as they are, with the need and the value that they tell."""
    data = yaml.safe_load((PROJECT / "data" / "nlu" / "choices.yml").read_text("utf-8"))
    lines = [
        line.removeprefix("- ").strip()
        for block in data["nlu"]
        if (block.get("metadata") or {}).get("choice")
        for line in block["examples"].splitlines()
    ]
    found = {}
    for line in lines:
        marked = MARKED.fullmatch(line)
        assert marked, f"all of it should be marked, once: {line}"
        found[marked[1]] = (marked[2], marked[3])
    return found


def test_what_a_pick_in_the_chat_window_says_is_a_choice(choices: dict[str, tuple[str, str]]) -> None:
    needs = yaml.safe_load((PROJECT / "data" / "website.yml").read_text("utf-8"))["needs"]
    said = {
        told["say"]: (need, value)
        for need, words in needs.items()
        for value, told in (words.get("values") or {}).items()
    }
    assert said
    assert {words: choices.get(words) for words in said} == said


def test_what_a_button_of_a_question_says_is_a_choice(
    choices: dict[str, tuple[str, str]], domain: dict[str, Any]
) -> None:
    questions = {n: r for n, r in domain["responses"].items() if n.startswith("utter_ask_")}
    for need in ("occasion", "dimensionality", "budget", "durability"):
        said = [
            b["payload"] for b in questions[f"utter_ask_{need}"][0]["buttons"] if "sure" not in b["title"]
        ]
        assert len(said) >= 2
        assert {choices.get(words, ("", ""))[0] for words in said} == {need}
