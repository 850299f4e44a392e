"""Where the project's folders are. Nothing outside the project's folder is ever written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

#: The project's folder: the one that holds ``config.yml``, ``catalog/`` and this package.
PROJECT: Final = Path(__file__).resolve().parent.parent

#: Trained models and the sentence encoder. Everything in it can be made again.
MODELS: Final = PROJECT / "models"

#: What the processes started by ``pin-advisor run`` and ``pin-advisor train`` print.
LOGS: Final = PROJECT / "logs"

#: The SQLite database with conversations and quote requests.
STORE: Final = PROJECT / "data" / "store"

#: Environment variable with the database's URL, as SQLAlchemy writes them.
DATABASE_VARIABLE: Final = "PIN_ADVISOR_DATABASE_URL"

#: Environment variable with the folder of another catalog.
CATALOG_VARIABLE: Final = "PIN_ADVISOR_CATALOG"


def catalog_directory() -> Path:
    """The folder in ``PIN_ADVISOR_CATALOG``, or ``catalog/`` in the project's folder."""
    named = os.environ.get(CATALOG_VARIABLE)
    return Path(named) if named else PROJECT / "catalog"


def shown(path: Path) -> str:
    """Return a path as a person in the project's folder would type it."""
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else str(path)
