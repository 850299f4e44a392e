"""The signs in a line of ``data/language/phrases.yml``."""

from __future__ import annotations

import re

import pytest

from pin_advisor.language.phrase_patterns import FIGURES, LineError, expression

NAMED = {**FIGURES, "colour": "(?:red|green)"}


@pytest.mark.parametrize(
    ("line", "said", "not_said"),
    [
        ("get to the point", ["get to the point", "get to\nthe point"], ["get to point", "gettothepoint"]),
        ("let's go", ["let's go"], ["lets go"]),
        ("(tell|give) me", ["tell me", "give me"], ["tell give me", "me"]),
        ("(the|all the) rest", ["the rest", "all the rest"], ["all rest"]),
        ("cancel (it|that)?", ["cancel", "cancel it", "cancel that"], ["cancel ", "cancelit"]),
        ("(please)? (do)? stop", ["stop", "please stop", "do stop", "please do stop"], [" stop"]),
        ("a (really)? (very)? fox", ["a fox", "a very fox", "a really very fox"], ["a  fox"]),
        ("pin(s)?", ["pin", "pins"], ["pin s"]),
        ("colo(u)?r", ["color", "colour"], ["colo r"]),
        ("(which (pin|one)?|what)? now", ["which pin now", "which now", "what now", "now"], ["pin now"]),
        ("recommend*", ["recommend", "recommended", "recommendation"], ["recommend it", "recommen"]),
        ("(red|green)* fox", ["red fox", "greenish fox"], ["blue fox"]),
        ("in * weeks", ["in two weeks", "in twenty-five weeks"], ["in weeks", "in two or three weeks"]),
        ("promise ... price", ["promise me a low price", "promise price"], ["promise a priceless thing"]),
        ("promise ... price", [f"promise {'a ' * 29}price"], [f"promise {'a ' * 30}price"]),
        ("<colour> fox", ["red fox", "green fox"], ["blue fox"]),
        ("not <number>", ["not 300"], ["not many"]),
        ("<day> (of)? may", ["12 may", "3rd of may"], ["300 may"]),
        ("by <date>", ["by 12/5", "by 1.6", "by 3rd"], ["by 12"]),
        ("<size> wide", ["25 mm wide", '1.5" wide', "2cm wide", "1 inch wide"], ["25 wide", "25 miles wide"]),
    ],
)
def test_a_sign_means_what_the_file_says(line: str, said: list[str], not_said: list[str]) -> None:
    pattern = re.compile(expression(line, NAMED))
    assert [text for text in said if not pattern.fullmatch(text)] == []
    assert [text for text in not_said if pattern.fullmatch(text)] == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("(tell|give me", "never closed"),
        ("tell (me", "never closed"),
        ("tell) me", "never opened"),
        ("tell|give me", "outside brackets"),
        ("(tell|) me", "word is missing"),
        ("() me", "word is missing"),
        ("... price", "word is missing"),
        ("promise ...", "word is missing"),
        ("(tell)? (me)?", "everything may be left out"),
        ("((tell)?|give) me", "everything may be left out"),
        ("pins?", "? has no meaning"),
        ("[a-z]+", "[ has no meaning"),
        ("a.b", ". has no meaning"),
        ("no, thanks", ", has no meaning"),
        ("<color> fox", "no list <color>"),
        ("<a fox", "< has no meaning"),
    ],
)
def test_a_line_that_cannot_be_read_is_explained(line: str, what: str) -> None:
    with pytest.raises(LineError) as caught:
        expression(line, NAMED)
    assert what in caught.value.what
    assert caught.value.fix.endswith(".")
