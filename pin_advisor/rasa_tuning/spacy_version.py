"""The server does not ask spaCy's command line whether the pipeline fits spaCy.

The pipeline in ``models/language`` is made by the same environment, anew whenever a package changes. Asking
imports all commands of spaCy: 7 % of the time that importing takes.
"""

from __future__ import annotations

from typing import Any, Final

RELIES_ON: Final = {"rasa.nlu.utils.spacy_utils:SpacyNLP.load_model": "0e92f4da62a2fc00"}
CHECK: Final = "that load_model does nothing but load the pipeline and compare versions."


def adjust(spacy_utils: Any) -> None:
    """Load it, and name the model as Rasa does where there is none."""

    def load_model(name: str) -> Any:
        import spacy

        try:
            language = spacy.load(name, disable=["parser"])
        except OSError as error:
            raise spacy_utils.InvalidModelError(f"There is no spaCy pipeline {name!r}.") from error
        return spacy_utils.SpacyModel(model=language, model_name=name)

    spacy_utils.SpacyNLP.load_model = staticmethod(load_model)
