"""What the stood-in modules contain: names that can be inherited from and annotated with, not used."""

from __future__ import annotations

import importlib
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Final

from pin_advisor.errors import StandInError
from pin_advisor.stand_ins import MODULES
from pin_advisor.stand_ins.unused import PACKAGES

#: How names end that stand for exceptions.
_EXCEPTIONS: Final = ("Error", "Exception", "Failure")


class Placeholder(type):
    """The type of every stood-in name: a class whose attributes are such classes again.

    Being a class it can be a base class, stand in an annotation and be asked ``isinstance``.
    Creating an instance of it or of a subclass, or calling it, is what only TensorFlow can do.
    """

    def __getattr__(cls, name: str) -> Placeholder:
        """Return the name below this one. Rasa's own subclasses have no attributes but their own."""
        if name.startswith("__") or not vars(cls).get("_stands_in"):
            raise AttributeError(name)
        child: Placeholder = _placeholder(f"{cls.__module__}.{cls.__qualname__}", name)
        setattr(cls, name, child)  # the same name is the same class from now on
        return child

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Refuse with PA131, or PA132 for what only the bot's server does without."""
        subject = f"Whatever calls {cls.__module__}.{cls.__qualname__}"
        package = cls.__module__.partition(".")[0]
        raise _unused(subject, package) if package in PACKAGES else refusal(subject)


def module_spec(name: str) -> ModuleSpec:
    """Return the spec of a stood-in module; each is a package, since some have modules below."""
    return ModuleSpec(name, _Loader(), is_package=True)


def refuse_components(validation: Any) -> None:
    """Let Rasa's check of ``config.yml`` refuse a component that needs TensorFlow, before any training.

    Args:
        validation: the module ``rasa.engine.validation``.
    """
    check_packages = validation._validate_required_packages

    def check(node: Any) -> None:
        if needs_tensorflow(node.uses):
            raise refusal(f"{node.uses.__name__} in config.yml")
        check_packages(node)

    validation._validate_required_packages = check


def needs_tensorflow(component: type) -> bool:
    """Tell whether a component, or one that it extends, lies in a module that imported the stand-in."""
    modules = [vars(sys.modules[kind.__module__]) for kind in component.__mro__]
    return any(_is_stood_in(value) for names in modules for value in names.values())


def refusal(subject: str) -> StandInError:
    """Return the error for whatever cannot do without TensorFlow.

    It is also a ``RasaException``: those Rasa prints as one line instead of a traceback.

    Args:
        subject: who needs it, to begin the sentence with.
    """
    from rasa.shared.exceptions import RasaException

    class TensorFlowMissing(StandInError, RasaException):
        """Something needs TensorFlow."""

    return TensorFlowMissing(
        "PA131",
        f"{subject} needs TensorFlow, which Pin Advisor does not install.",
        "Take it out, or read in pin_advisor/stand_ins/__init__.py how to install TensorFlow after all.",
    )


def _unused(subject: str, package: str) -> StandInError:
    from rasa.shared.exceptions import RasaException

    class PackageMissing(StandInError, RasaException):
        """The bot's server uses a package that it is started without."""

    return PackageMissing(
        "PA132",
        f"{subject} needs {package}, which the bot's server is started without.",
        "Take it out of config.yml, endpoints.yml or credentials.yml, or use the plain `rasa run`.",
    )


class _Loader(Loader):
    def exec_module(self, module: ModuleType) -> None:
        def missing(attribute: str) -> Any:
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            if f"{module.__name__}.{attribute}" in MODULES:
                return importlib.import_module(f"{module.__name__}.{attribute}")
            placeholder = _placeholder(module.__name__, attribute)
            setattr(module, attribute, placeholder)
            return placeholder

        module.__getattr__ = missing  # type: ignore[method-assign]


def _placeholder(parent: str, name: str) -> Any:
    if name.endswith(_EXCEPTIONS):
        # Rasa has them in `except` clauses, which take nothing else. Nobody ever raises them.
        return type(name, (Exception,), {"__module__": parent})
    return Placeholder(name, (), {"__module__": parent, "_stands_in": True})


def _is_stood_in(value: Any) -> bool:
    return isinstance(value, ModuleType) and isinstance(value.__loader__, _Loader)
