"""What is told of an exception that a server goes on after."""

from __future__ import annotations

from typing import Optional

from pin_advisor.errors import PinAdvisorError


def reason(error: Optional[BaseException]) -> str:
    """Of the product's own errors what they say, with their code: it is written to be read.

    Of any other only its kind and where it came from: its text may repeat what a visitor wrote.
    """
    if isinstance(error, PinAdvisorError):
        return kind(error)
    trace = error.__traceback__ if error else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{kind(error)}{where}"


def kind(error: Optional[BaseException]) -> str:
    """The same without the place, which may be told at length beside it."""
    return str(error) if isinstance(error, PinAdvisorError) else type(error).__name__
