"""A failing database is told, not hidden.

Rasa wraps every tracker store: where the database is away, the wrapper answers with an empty conversation and
forgets the turn. Ours raises, and the channel tells the visitor that nothing was kept.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.core.agent:Agent._create_tracker_store": "3eeff045ed31e8a2"}
CHECK: Final = "that the agent still wraps its store by the name FailSafeTrackerStore of its module."


def adjust(agent: Any) -> None:
    """Leave a store that reports failures as it is."""
    wrap = agent.FailSafeTrackerStore

    def unless_it_reports(store: Any) -> Any:
        return store if getattr(store, "reports_failure", False) else wrap(store)

    agent.FailSafeTrackerStore = unless_it_reports
