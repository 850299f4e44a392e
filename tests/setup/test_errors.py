from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

import pin_advisor
from pin_advisor import errors
from pin_advisor.errors import PinAdvisorError, WeightsError

PACKAGE = Path(pin_advisor.__file__).parent


def test_it_prints_code_place_sentence_and_what_to_do() -> None:
    error = WeightsError("PA121", "The weights are missing.", "Run `make train`.", "models/encoder")

    assert str(error).splitlines() == [
        "PA121: models/encoder: The weights are missing.",
        "       Run `make train`.",
    ]


def test_the_place_may_be_left_out() -> None:
    assert str(PinAdvisorError("PA104", "Taken.", "Free it.")).startswith("PA104: Taken.\n")


def test_an_error_survives_being_sent_between_processes() -> None:
    error = pickle.loads(pickle.dumps(WeightsError("PA121", "Gone.", "Make it.", "here")))

    assert (error.code, error.message, error.fix, error.where) == ("PA121", "Gone.", "Make it.", "here")


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_codes_belong_to_the_kind_of_error_that_the_tree_says(path: Path) -> None:
    """The tree in the docstring gives each class its range of codes."""
    tree = dict(re.findall(r"(\w+Error) +PA(\d\d)x", errors.__doc__ or ""))
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in tree:
            code = call.args[0]
            if isinstance(code, ast.Constant):
                assert code.value.startswith(f"PA{tree[call.func.id]}"), f"line {call.lineno}"
