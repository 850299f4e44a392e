"""The spaCy pipeline is loaded once for a model, not once for each node of its graph.

Two nodes of the graph come of ``SpacyNLP``, and each loads the pipeline, though the second gets that of
the first with every message: a third of the time that loading the model takes, and 40 MB.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from weakref import WeakValueDictionary

RELIES_ON: Final = {
    "rasa.nlu.utils.spacy_utils:SpacyNLP.create": "93920808b8584ce1",
    "rasa.nlu.utils.spacy_utils:SpacyNLP.load_model": "0e92f4da62a2fc00",
    "rasa.nlu.utils.spacy_utils:SpacyModel": "be21dc5ab47b6305",
}
CHECK: Final = "that load_model depends on the name alone, and that nothing changes a loaded pipeline."


def adjust(spacy_utils: Any) -> None:
    """Share what is loaded, as long as somebody has it and its files are the same."""
    load = spacy_utils.SpacyNLP.load_model
    loaded: WeakValueDictionary[Any, Any] = WeakValueDictionary()

    def load_model(name: str) -> Any:
        described = Path(name) / "meta.json"
        key = (name, described.stat().st_mtime_ns) if described.is_file() else None
        model = loaded.get(key)
        if model is None:
            model = load(name)
            if key:
                loaded[key] = model
        return model

    spacy_utils.SpacyNLP.load_model = staticmethod(load_model)
