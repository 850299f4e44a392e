"""Which replies are wrong, empty or lost; the same for both systems.

Whether a system understands visitors is for ``make understanding``. Here the question is what load does to
it: a reply is wrong if it is another than the same system gave to the same message of the same conversation
when nobody else was there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.serving.load import Record
from benchmarks.serving.scripts import Script
from tests.conversations.playing import problems

#: The ids of requests for the shop: never twice the same.
_QUOTE_ID: Final = re.compile(r"\bQ-[0-9A-Z]{4,}\b")

#: What a system says when it is alone, by script and turn.
Alone = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Verdict:
    """How many of ``of`` replies were not as they should be, and the first of them in words."""

    wrong: int
    empty: int
    lost: int
    of: int
    first: str = ""

    @property
    def bad(self) -> int:
        """All of them."""
        return self.wrong + self.empty + self.lost


def alone(records: Iterable[Record]) -> dict[tuple[str, int], str]:
    """What was said where nobody else was there."""
    return {(r.script, r.turn): said(r.replies) for r in records if r.replies}


def judge(records: Sequence[Record], reference: Alone) -> Verdict:
    """Compare replies with what the same system says alone."""

    def differs(record: Record) -> str:
        expected = reference.get((record.script, record.turn))
        got = said(record.replies or [])
        return "" if got == expected else f"alone: {expected or 'nothing'}; now: {got}"

    return _count(records, differs)


def judge_by_expectations(records: Sequence[Record], scripts: Iterable[Script]) -> Verdict:
    """Compare replies with what the conversations of ``tests/conversations`` expect, contract included."""
    by_id = {script.id: script for script in scripts}

    def unexpected(record: Record) -> str:
        turn = by_id[record.script].turns[record.turn]
        return "; ".join(problems(turn, record.sender, record.replies or []))

    return _count(records, unexpected)


def said(replies: Sequence[Mapping[str, Any]]) -> str:
    """A turn of the bot without what is another each time."""
    plain = [{key: value for key, value in reply.items() if key != "recipient_id"} for reply in replies]
    return _QUOTE_ID.sub("Q-", json.dumps(plain, sort_keys=True, ensure_ascii=False))


def _count(records: Sequence[Record], fault: Callable[[Record], str]) -> Verdict:
    counts: Counter[str] = Counter()
    first = ""
    for record in records:
        kind = what = ""
        if record.replies is None:
            kind, what = "lost", f"status {record.status} {record.error}"
        elif not any(str(reply.get("text") or "").strip() for reply in record.replies):
            kind, what = "empty", "no text"
        elif what := fault(record):
            kind = "wrong"
        counts[kind] += 1
        if kind and not first:
            first = f"{record.script}, turn {record.turn + 1} ({record.words[:60]!r}): {kind}, {what}"
    return Verdict(counts["wrong"], counts["empty"], counts["lost"], len(records), first)
