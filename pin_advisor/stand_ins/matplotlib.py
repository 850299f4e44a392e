"""What Rasa takes from matplotlib when it is imported; whatever would draw gets the usual ``ImportError``."""

from __future__ import annotations

from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType


class FormatStrFormatter:
    """Named by ``rasa.utils.plotting``, which makes one only when it draws."""


def module_spec(name: str) -> ModuleSpec:
    """Return the spec of a stood-in module; each is a package without anything in it."""
    return ModuleSpec(name, _Loader(), is_package=True)


class _Loader(Loader):
    def exec_module(self, module: ModuleType) -> None:
        if module.__name__ == "matplotlib":
            # Rasa chooses where to draw if nobody has yet.
            module.get_backend = lambda: "agg"  # type: ignore[attr-defined]
        else:
            module.FormatStrFormatter = FormatStrFormatter  # type: ignore[attr-defined]
