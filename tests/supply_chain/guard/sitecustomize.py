"""Put on PYTHONPATH, it watches a Python process and what it starts: where they connect to, what they start.

What goes beyond this machine is refused before a packet leaves. Each event is a line of JSON in the file that
PIN_GUARD_RECORD names. uvloop connects without Python noticing, so it does not exist here; the servers then
run on asyncio's own loop.
"""

import json
import os
import sys

_RECORD = os.environ["PIN_GUARD_RECORD"]
_HERE = ("127.", "::1", "localhost")


def _note(kind: str, what: object) -> None:
    line = json.dumps({"pid": os.getpid(), "kind": kind, "what": str(what)}) + "\n"
    file = os.open(_RECORD, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(file, line.encode())
    os.close(file)


def _host(address: object) -> str:
    if isinstance(address, tuple):  # host and port; a path is a socket of this machine's own
        return os.fsdecode(address[0]) if isinstance(address[0], (str, bytes)) else str(address[0])
    return "localhost"


def _watch(event: str, arguments: tuple) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        host = _host(arguments[1])
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = _host((arguments[0] or "localhost",))
    else:
        if event in {"subprocess.Popen", "os.exec", "os.posix_spawn"}:
            _note("started", " ".join(map(os.fsdecode, arguments[1])))
        elif event == "os.system":
            _note("started", os.fsdecode(arguments[0]))
        return
    allowed = host.startswith(_HERE) or (host in {"", "0.0.0.0"} and event == "socket.getaddrinfo")
    _note("here" if allowed else "away", f"{event} {host}")
    if not allowed:
        raise PermissionError(f"{host} is beyond this machine")


sys.modules["uvloop"] = None  # type: ignore[assignment]
sys.addaudithook(_watch)
_note("watched", " ".join(sys.orig_argv))
