"""Questions about pins, answered from the catalog with their sources. Pure: no Rasa, no files."""

from __future__ import annotations

from pin_advisor.answers.compose import Answer, answer
from pin_advisor.answers.question import Claim, Question, resolve

__all__ = ["Answer", "Claim", "Question", "answer", "resolve"]
