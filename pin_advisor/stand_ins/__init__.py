"""Stand-ins for TensorFlow and matplotlib, so that Rasa starts without them.

Rasa imports TensorFlow when it starts, whatever ``config.yml`` says, because the modules of its
neural components define classes on top of it. Pin Advisor uses none of those components. Leaving
TensorFlow out saves about 1.8 GB on disk, 350 MB of memory and several seconds at every start, so
``requirements/overrides.txt`` keeps it out of the lock file and this package answers the imports.

How it works:

* :mod:`pin_advisor.environment` calls :func:`install` at the start of every Python process, so it
  holds for ``rasa``, for ``pin-advisor`` and for the tests alike.
* :func:`install` puts a finder at the very end of ``sys.meta_path``. An installed TensorFlow is
  found before it is asked: with the real one present the stand-in is off by itself.
* The finder answers for exactly the modules that Rasa imports (:data:`MODULES`). Whoever asks for
  more, such as a library that looks whether TensorFlow is there, gets the usual ``ImportError``.
* :mod:`pin_advisor.stand_ins.tensorflow` holds what those modules contain: names that serve as base
  classes and in annotations. Whoever puts a component that needs TensorFlow into ``config.yml``, such
  as DIETClassifier or TEDPolicy, is told so before any training, by error PA131.

To have TensorFlow after all: add ``tensorflow==2.12.0`` to the dependencies in ``pyproject.toml``, take
it out of ``requirements/overrides.txt``, then ``make lock`` and the next ``make`` command install it.

matplotlib, 100 MB with what it needs, is a smaller case of the same: Rasa's server imports what ``rasa test``
draws with. A shop draws nothing; there :mod:`pin_advisor.stand_ins.matplotlib` answers for it. The
development environment has the real one.

This module is imported by every Python process of the environment, hence it imports next to nothing.
"""

from __future__ import annotations

import sys

#: The modules that Rasa 3.6 imports from TensorFlow outside of functions.
MODULES = frozenset(
    {
        "keras",
        "keras.utils",
        "keras.utils.control_flow_util",
        "tensorflow",
        "tensorflow.keras",
        "tensorflow.keras.backend",
        "tensorflow.keras.utils",
        "tensorflow.python",
        "tensorflow.python.eager",
        "tensorflow.python.eager.wrap_function",
        "tensorflow.types",
        "tensorflow.types.experimental",
    }
)

#: The modules that Rasa 3.6 imports from matplotlib outside of functions.
DRAWING = frozenset({"matplotlib", "matplotlib.ticker"})


class StandInFinder:
    """Finds the modules in :data:`MODULES` and :data:`DRAWING` when nothing else did."""

    @staticmethod
    def find_spec(name, path=None, target=None):  # type: ignore[no-untyped-def]
        """Return a spec for one of these modules, else None, as ``sys.meta_path`` asks for it."""
        if name in MODULES:
            from pin_advisor.stand_ins import tensorflow

            return tensorflow.module_spec(name)
        if name in DRAWING:
            from pin_advisor.stand_ins import matplotlib

            return matplotlib.module_spec(name)
        return None


def install() -> None:
    """Ask the stand-in after every other finder of this process. Calling it again does nothing."""
    if not any(finder is StandInFinder for finder in sys.meta_path):
        sys.meta_path.append(StandInFinder)
