"""The table of the platforms' limits: every figure has its source."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pin_advisor.channels import platforms
from pin_advisor.channels.platforms import LOOKED_UP, OURS, Limit
from pin_advisor.paths import PROJECT

PLATFORMS = (
    platforms.Telegram,
    platforms.Slack,
    platforms.Messenger,
    platforms.WhatsApp,
    platforms.Sms,
    platforms.Teams,
)
LIMITS = [
    pytest.param(limit, id=f"{platform.__name__}.{name}")
    for platform in PLATFORMS
    for name, limit in vars(platform).items()
    if isinstance(limit, Limit)
]


def test_every_platform_is_in_the_table() -> None:
    found: set[Any] = {v for v in vars(platforms).values() if isinstance(v, type) and v is not Limit}
    found = {kind for kind in found if any(isinstance(v, Limit) for v in vars(kind).values())}
    assert found == set(PLATFORMS)


@pytest.mark.parametrize("limit", LIMITS)
def test_every_figure_has_a_source_and_a_date(limit: Limit) -> None:
    assert limit.value > 0
    assert limit.unit
    assert limit.source == OURS or limit.source.startswith("https://")
    assert limit.looked_up >= LOOKED_UP


def test_every_figure_is_gone_by() -> None:
    """Else it says nothing of what is sent."""
    folders = (PROJECT / "pin_advisor" / "channels", PROJECT / "tests" / "channels")
    read = "\n".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))

    assert [name for name in map(str, (p.id for p in LIMITS)) if not re.search(rf"\b{name}\b", read)] == []
