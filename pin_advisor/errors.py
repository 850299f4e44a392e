"""Errors that a person is meant to read: what is wrong, where, and what to do about it.

Every error that the product raises on purpose derives from :class:`PinAdvisorError` and carries a
stable code, so that it can be searched for and tested without depending on its wording::

    PinAdvisorError
    ├── SetupError          PA10x  the machine: ports, folders, processes that were started
    ├── TrainingError       PA11x  making the model from config.yml, domain.yml and data/
    ├── WeightsError        PA12x  the weights of the sentence encoder
    ├── StandInError        PA13x  something needs a package that is not installed or not loaded
    ├── LanguageError       PA14x  what visitors say, in data/language/
    ├── OperationError      PA1xx  looking after it: PA113 to PA120 and PA151 to PA179
    ├── SupplyError         PA18x  the packages: vulnerabilities, licences (supply_chain)
    ├── CatalogError        PA2xx  what the shop owner wrote in catalog/ (pin_advisor.catalog)
    ├── StoreError          PA3xx  the database, and what workers share (pin_advisor.store, .cluster)
    └── ChannelError        PA4xx  the settings of a channel (pin_advisor.channels)

Codes are never given a new meaning. The command line prints the error and ends with status 1;
nobody ever sees a traceback for one of these.
"""

from __future__ import annotations


class PinAdvisorError(Exception):
    """Something went wrong that a reader can put right.

    Args:
        code: stable identifier, ``PA`` and three digits.
        message: one sentence that says what is wrong.
        fix: one sentence that says what to do, ready to follow.
        where: the file, file and line, port or command that it is about, where there is one.
    """

    def __init__(self, code: str, message: str, fix: str, where: str | None = None) -> None:
        super().__init__(code, message, fix, where)
        self.code = code
        self.message = message
        self.fix = fix
        self.where = where

    def __str__(self) -> str:
        """Two lines: the code with the place and the sentence, then what to do."""
        place = f"{self.where}: " if self.where else ""
        return f"{self.code}: {place}{self.message}\n       {self.fix}"


class SetupError(PinAdvisorError):
    """The machine is not as the product needs it: a taken port, a process that ended."""


class TrainingError(PinAdvisorError):
    """The model could not be made."""


class WeightsError(PinAdvisorError):
    """The sentence encoder's weights are missing, altered or could not be built."""


class StandInError(PinAdvisorError):
    """``config.yml`` uses a component that needs TensorFlow, which is not installed."""


class LanguageError(PinAdvisorError):
    """A file of what visitors say can't be used as it is."""


class SupplyError(PinAdvisorError):
    """Something is the matter with the packages that the product is made of."""


class OperationError(PinAdvisorError):
    """Something that an operator asked for could not be done."""


class StoreError(PinAdvisorError):
    """The database failed or holds no such request, or what several workers share can't be used."""


class ChannelError(PinAdvisorError):
    """A channel can't be used as it is set up."""
