"""Calls to a platform's API: with time-outs, and again after a while where that may help, but not for ever.

Nothing here logs or raises an address, a header or a body: tokens are in them, and what visitors wrote.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Final, Optional

import aiohttp

logger = logging.getLogger(__name__)

#: Seconds that one attempt may take, and connecting alone.
_ATTEMPT_LIMIT: Final = 10.0
_CONNECT_LIMIT: Final = 5.0
#: Attempts, and seconds that waiting between them may take altogether.
_ATTEMPTS: Final = 5
_PATIENCE: Final = 45.0
#: Seconds before the second attempt; doubled each time.
_FIRST_WAIT: Final = 0.5
_MOST_AT_ONCE: Final = 20
#: Bytes of an answer that are read.
_LONGEST_ANSWER: Final = 1_000_000
_TRANSIENT: Final = frozenset({408, 425, 500, 502, 503, 504, 520, 522, 524, 529})


class ApiError(Exception):
    """The platform did not do what it was asked to.

    Args:
        channel: which platform.
        call: which of its calls, without anything secret.
        reason: why, in the platform's or our words.
        status: of HTTP; 0 if there was no answer.
        transient: whether trying again later may help.
        retry_after: seconds after which the platform wants to be asked again.
    """

    def __init__(
        self,
        channel: str,
        call: str,
        reason: str,
        status: int = 0,
        transient: bool = False,
        retry_after: float = 0.0,
    ) -> None:
        super().__init__(f"{channel} {call}: {reason}")
        self.reason = reason
        self.status = status
        self.transient = transient
        self.retry_after = retry_after


@dataclass(frozen=True)
class Answer:
    """An answer of the platform; ``body`` is its JSON, or None."""

    status: int
    headers: Mapping[str, str]
    body: Any


#: What a platform's answer means where its status does not tell: None if all is well.
Verdict = Callable[[Answer], Optional[ApiError]]


class Api:
    """The API of one platform.

    Args:
        channel: the platform's name, for the log.
        base: address that all calls begin with.
        headers: of every call.
        verdict: looks at answers with a status of success (Slack tells errors in them).
        status: the status of HTTP that an answer means, where the platform tells more by a code of its own
            (Meta answers 400 where others do 429).
        retry_after: seconds to wait that an answer tells elsewhere than in ``Retry-After``.
        describe: what an answer says about what was wrong, without anything secret or personal.
        sleep: waits.
    """

    def __init__(
        self,
        channel: str,
        base: str,
        headers: Optional[Mapping[str, str]] = None,
        verdict: Verdict = lambda _: None,
        status: Callable[[Answer], int] = lambda answer: answer.status,
        retry_after: Callable[[Answer], Optional[float]] = lambda _: None,
        describe: Callable[[Answer], str] = lambda _: "",
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        attempt_limit: float = _ATTEMPT_LIMIT,
    ) -> None:
        self._channel = channel
        self._base = base
        self._headers = dict(headers or {})
        self._verdict = verdict
        self._status = status
        self._retry_after = retry_after
        self._describe = describe
        self._sleep = sleep
        self._limit = attempt_limit
        self._session: Optional[aiohttp.ClientSession] = None
        self._places = asyncio.Semaphore(_MOST_AT_ONCE)

    async def close(self) -> None:
        """Let go of all connections."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def call(
        self,
        call: str,
        path: str,
        method: str = "POST",
        attempts: int = _ATTEMPTS,
        headers: Optional[Mapping[str, str]] = None,
        **content: Any,
    ) -> Any:
        """The JSON that the platform answers.

        Args:
            call: the call's name in logs and errors, so nothing secret.
            path: what follows the base address.
            method: of HTTP.
            attempts: at most so many.
            headers: of this call, such as a token that is renewed.
            content: ``json``, ``data`` or ``params``, as aiohttp takes them.

        Raises:
            ApiError: it was refused, or never came to an end that is known.
        """
        waited = 0.0
        for attempt in range(1, attempts + 1):
            error = await self._attempt(call, path, method, headers, content)
            if not isinstance(error, ApiError):
                return error.body
            backoff = _FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(1.0, 1.5)  # or all come at once again
            wait = max(error.retry_after, backoff)
            if not error.transient or attempt == attempts or waited + wait > _PATIENCE:
                raise error
            await self._sleep(wait)
            waited += wait
        raise AssertionError("there is at least one attempt")

    async def _attempt(
        self,
        call: str,
        path: str,
        method: str,
        headers: Optional[Mapping[str, str]],
        content: Mapping[str, Any],
    ) -> Answer | ApiError:
        def failed(reason: str, **more: Any) -> ApiError:
            return ApiError(self._channel, call, reason, **more)

        try:
            async with self._places:
                answer = await self._ask(path, method, headers, content)
        except asyncio.TimeoutError:
            return failed("no answer in time", transient=True)
        except (aiohttp.ClientError, OSError) as error:
            return failed(type(error).__name__, transient=True)
        told = self._describe(answer)
        reason = f"status {answer.status}" + (f", {told}" if told else "")
        status = self._status(answer)
        if _is_anothers(answer):
            return failed(f"{reason}, which is not the platform's answer", status=502, transient=True)
        if status == 429 or status in _TRANSIENT:
            return failed(reason, status=status, transient=True, retry_after=self._wait(answer))
        if not 200 <= status < 300:
            return failed(reason, status=status)
        return self._verdict(answer) or answer

    async def _ask(
        self, path: str, method: str, headers: Optional[Mapping[str, str]], content: Mapping[str, Any]
    ) -> Answer:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._limit, sock_connect=min(self._limit, _CONNECT_LIMIT))
            # A proxy is for the network, never for this machine.
            proxies = not self._base.startswith("http://")
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=proxies)
        all_headers = {**self._headers, **(headers or {})}
        request = self._session.request(
            method, self._base + path, headers=all_headers, allow_redirects=False, **content
        )
        async with request as response:
            body = b""
            async for piece in response.content.iter_chunked(65_536):
                body += piece
                if len(body) > _LONGEST_ANSWER:
                    raise aiohttp.ClientPayloadError
            return Answer(response.status, dict(response.headers), _json(body))

    def _wait(self, answer: Answer) -> float:
        told = self._retry_after(answer)
        return max(0.0, told if told is not None else retry_after(answer.headers))


def _is_anothers(answer: Answer) -> bool:
    """Whether something between us and the platform has answered: no API redirects, or says yes in HTML."""
    kind = next((v for k, v in answer.headers.items() if k.lower() == "content-type"), "")
    page = kind.partition(";")[0].strip().lower() == "text/html"
    return 300 <= answer.status < 400 or (page and 200 <= answer.status < 300)


def retry_after(headers: Mapping[str, str], now: Optional[datetime] = None) -> float:
    """Seconds that ``Retry-After`` asks for: a number or a date; 0 if it is not there or neither."""
    value = next((v.strip() for k, v in headers.items() if k.lower() == "retry-after"), "")
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - (now or datetime.now(timezone.utc))).total_seconds())


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
