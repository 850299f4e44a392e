"""The catalog of a running bot: changes are picked up at once, and mistakes never take it down."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from pin_advisor.catalog.loading import catalog_files, load
from pin_advisor.catalog.models import Catalog
from pin_advisor.catalog.problems import CatalogError
from pin_advisor.paths import catalog_directory

logger = logging.getLogger("pin_advisor.catalog")

#: Seconds between two looks at the files.
INTERVAL: Final = 1.0

#: Path, time of change, size and inode of each file; an editor's save changes at least one.
_State = tuple[tuple[str, int, int, int], ...]


class LiveCatalog:
    """``directory`` as it is now, or as it last was without mistakes. Safe to use from any thread.

    Args:
        directory: the folder with ``shop.yml`` and the rest.
        clock: seconds from any fixed point; for tests.
    """

    def __init__(self, directory: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._directory = Path(directory)
        self._clock = clock
        self._lock = threading.Lock()
        self._catalog: Catalog | None = None
        self._state: _State = ()
        self._looked = 0.0
        self._warned: str | None = None

    def get(self) -> Catalog:
        """The newest catalog without mistakes.

        Raises:
            CatalogError: only if there has never been one.
        """
        catalog = self._catalog
        if catalog is not None and self._clock() - self._looked < INTERVAL:
            return catalog
        # Nobody waits for another thread's look at the files while there is something to give.
        if not self._lock.acquire(blocking=catalog is None):
            assert catalog is not None
            return catalog
        try:
            if self._catalog is None:
                try:
                    return self._first()
                except CatalogError as error:
                    self._warn("there is no good state to use", str(error))
                    raise
            if self._clock() - self._looked >= INTERVAL:
                self._look(self._catalog)
            return self._catalog
        finally:
            self._lock.release()

    def _first(self) -> Catalog:
        state = _state(self._directory)
        self._catalog = load(self._directory)
        self._state, self._looked = state, self._clock()
        return self._catalog

    def _look(self, current: Catalog) -> None:
        self._looked = self._clock()
        # Taken before reading, so that a change while the files are read is seen the next time.
        state = _state(self._directory)
        if state == self._state:
            return
        self._state = state
        try:
            self._catalog = load(self._directory)
        except CatalogError as error:
            self._warn("the last good state stays in use", str(error))
        except Exception as error:  # a bot in conversation outlives whatever a file may do to it
            self._warn("the last good state stays in use", f"{type(error).__name__}: {error}")
        else:
            self._warned = None
            if self._catalog != current:
                logger.info("%s has changed and is in use.", self._directory)

    def _warn(self, so: str, problems: str) -> None:
        if problems != self._warned:
            self._warned = problems
            logger.warning("%s has mistakes, so %s. Put these right:\n%s", self._directory, so, problems)


@lru_cache(maxsize=1)
def shared_catalog() -> LiveCatalog:
    """The one that this process follows, so that each change is read, and each mistake told, once."""
    return LiveCatalog(catalog_directory())


def _state(directory: Path) -> _State:
    state = []
    for path in catalog_files(directory):
        try:
            stat = path.stat()
        except OSError:
            continue
        state.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(state)
