"""A model that streams at a fixed rate; each token says when it left: `python -m bench.chat_model
--rate 20 --tokens 200`. It prints its base URL.
"""

from __future__ import annotations

import argparse
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Model(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    rate, tokens = 20.0, 200

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        begun = time.perf_counter()
        for number in range(self.tokens):
            time.sleep(max(0.0, begun + (number + 1) / self.rate - time.perf_counter()))
            self._say({"content": f"t{time.time_ns()} "}, None)
        self._say({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _say(self, delta: dict[str, str], ending: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": ending}
        chunk = {"id": "bench", "object": "chat.completion.chunk", "created": 0, "model": "bench"}
        line = json.dumps({**chunk, "choices": [choice]})
        self.wfile.write(f"data: {line}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: one line a request would be part of what is measured."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.chat_model")
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--tokens", type=int, default=200)
    given = parser.parse_args()
    Model.rate, Model.tokens = given.rate, given.tokens
    server = Server(("127.0.0.1", 0), Model)
    print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
