"""Which of the requests that were sent are meant, by their ids and by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from actions import withdrawal


@dataclass
class Sent:
    """As much of a request as is looked at."""

    id: str
    kind: str = "quote"


class Message:
    """As much of a turn as is looked at."""

    def __init__(self, text: str, offer: str | None = None, says_yes: bool = False, last: str = "") -> None:
        self.text, self._offer, self.says_yes, self._last = text, offer, says_yes, last

    def before(self, name: str) -> Any:
        return self._offer if name == "offer" else None

    def said_last(self) -> list[dict[str, str]]:
        return [{"text": self._last}]


#: The last one first.
SENT = [Sent("Q-CCC333"), Sent("Q-BBB222"), Sent("Q-AAA222")]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("withdraw it", ["Q-CCC333"]),
        ("withdraw the first one", ["Q-AAA222"]),
        ("withdraw all of them", ["Q-CCC333", "Q-BBB222", "Q-AAA222"]),
        ("take Q-BBB222 back", ["Q-BBB222"]),
        ("cancel q-bbb222", ["Q-BBB222"]),
        ("withdraw Q-ZZZ999", []),
    ],
)
def test_what_is_named_is_meant_and_else_the_last(text: str, ids: list[str]) -> None:
    assert withdrawal.meant(Message(text), SENT) == ids  # type: ignore[arg-type]


def test_a_yes_is_to_the_one_that_was_asked_about() -> None:
    yes = Message("yes", withdrawal.WITHDRAW, True, "Shall I withdraw your quote request Q-BBB222?")
    assert withdrawal.is_meant(yes)  # type: ignore[arg-type]
    assert withdrawal.meant(yes, SENT) == ["Q-BBB222"]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["withdraw it", "take it back", "please cancel that", "don't contact me"])
def test_plain_words_mean_it(text: str) -> None:
    assert withdrawal.is_meant(Message(text))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["I want a second request", "thanks", "yes"])
def test_other_words_do_not(text: str) -> None:
    assert not withdrawal.is_meant(Message(text))  # type: ignore[arg-type]
