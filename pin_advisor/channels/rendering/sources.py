"""Sources of an answer, where each message, or each part of one, disturbs or costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pin_advisor.replies import Block, Sources

Messages = list[dict[str, Any]]


def if_free(
    blocks: Sequence[Block], render: Callable[[Sequence[Block]], Messages], cost: Callable[[Messages], int]
) -> Messages:
    """What ``render`` makes of ``blocks``, with the sources if that costs no more than without them."""
    without = [block for block in blocks if not isinstance(block, Sources)]
    plain = render(without)
    if len(without) == len(blocks):
        return plain
    sourced = render(blocks)
    return sourced if cost(sourced) <= cost(plain) else plain
