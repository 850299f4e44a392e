"""Records of a load, made up."""

from __future__ import annotations

from typing import Any

from benchmarks.serving.load import Record


def reply(text: str | None, sender: str = "v", **custom: Any) -> list[dict[str, Any]]:
    """A turn of the bot: a text and a structured message."""
    messages: list[dict[str, Any]] = [{"recipient_id": sender, "text": text}] if text is not None else []
    return messages + ([{"recipient_id": sender, "custom": custom}] if custom else [])


def record(
    replies: list[dict[str, Any]] | None,
    *,
    script: str = "s",
    turn: int = 0,
    sender: str = "v",
    began: float = 0.0,
    seconds: float = 0.1,
    status: int = 200,
) -> Record:
    return Record(script, turn, sender, "words", began, seconds, status, "", replies)
