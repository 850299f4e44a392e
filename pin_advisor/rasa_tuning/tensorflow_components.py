"""A component that needs TensorFlow is refused before any training (PA131): it is only stood in for."""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.engine.validation:_validate_required_packages": "51279be7606cb42b"}
CHECK: Final = "that every node of the graph still passes _validate_required_packages."


def adjust(validation: Any) -> None:
    """Check for such components as well."""
    from pin_advisor.stand_ins.tensorflow import refuse_components

    refuse_components(validation)
