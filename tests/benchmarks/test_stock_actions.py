"""What the actions are told by stock Rasa's intents."""

from __future__ import annotations

import json
import subprocess
import sys

from pin_advisor.paths import PROJECT

#: In a process of its own, since importing the module changes what actions read.
PROGRAM = """
import json
from benchmarks.serving import stock_actions
from actions.turn import Turn
from rasa_sdk import Action, Tracker, utils

def told(intent):
    message = {"intent": {"name": intent}, "entities": [], "text": "x"}
    turn = Turn(Tracker("v", {}, message, [], False, None, {}, "action_listen"), None, {})
    return [turn.intent, [q.topic for q in turn.questions], dict(turn.understanding)]

names = sorted({c().name() for c in utils.all_subclasses(Action)
                if c.__module__.startswith("actions.") and not c.__name__.startswith("_")})
print(json.dumps({"feel": told("ask_feel"), "greet": told("greet"), "names": names}))
"""


def test_a_plain_intent_is_a_question_about_its_topic() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)

    assert found["feel"][:2] == ["ask", ["feel"]]
    assert found["greet"] == ["greet", [], {}]
    assert {"action_answer", "action_recommend", "validate_advice_form"} <= set(found["names"])
