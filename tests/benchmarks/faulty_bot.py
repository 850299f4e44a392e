"""A server that answers like a bot, with one fault at a time: ``python faulty_bot.py PORT FAULT``.

Every message takes it the same time of the processor, one message at a time, as it takes Rasa. The faults:

- ``none``
- ``growing``: a message takes longer the more were said before in its conversation
- ``crowded``: a message takes longer the more visitors wait
- ``costly``: a message takes many times as long
- ``confused``: among many visitors some get the reply that is meant for another
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: Seconds of the processor for a message.
COST = 0.005
#: With more visitors than this the faults of crowds appear.
MANY = 20


class Bot:
    def __init__(self, fault: str) -> None:
        self.fault = fault
        self.said: Counter[str] = Counter()
        self.waiting = 0
        self.last_words = ""
        self.one_at_a_time = threading.Lock()
        self.counting = threading.Lock()

    def answer(self, sender: str, words: str) -> list[dict[str, str]]:
        with self.counting:
            self.waiting += 1
        with self.one_at_a_time:
            self.said[sender] += 1
            before, self.last_words = self.last_words, words
            work(COST * self.factor(sender))
            crowd = self.waiting > MANY
            with self.counting:
                self.waiting -= 1
        told = before if crowd and self.fault == "confused" else words
        return [{"recipient_id": sender, "text": f"You said: {told}"}]

    def factor(self, sender: str) -> float:
        if self.fault == "growing":
            return 25 if self.said[sender] > 100 else 1
        if self.fault == "crowded":
            return 1 + self.waiting**2
        return 80 if self.fault == "costly" else 1


def work(seconds: float) -> None:
    ends = time.thread_time() + seconds
    while time.thread_time() < ends:
        sum(range(200))


def serve(port: int, bot: Bot) -> None:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            replies = bot.answer(body["sender"], body["message"])
            content = json.dumps(replies).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

    Server(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Bot(sys.argv[2]))
