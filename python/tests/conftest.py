"""A scripted reward server, and the real one where it is built."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MAIN = REPOSITORY / "dist" / "main.js"

Answer = Callable[[dict[str, Any]], tuple[int, Any]]


class FakeServer:
    """Answers every POST with what `answer` makes of its body, and keeps the bodies."""

    def __init__(self, answer: Answer) -> None:
        self.requests: list[dict[str, Any]] = []
        requests = self.requests

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(200, {"status": "ok"})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                requests.append(body)
                self._send(*answer(body))

            def _send(self, status: int, body: Any) -> None:
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def scored(body: dict[str, Any]) -> tuple[int, Any]:
    """Scores a rollout by the length of its completion, so that order can be checked."""
    scores = []
    for rollout in body["rollouts"]:
        value = float(len(rollout["completion"]))
        parts = {"em": value, "f1": value, "format": 1, "length": 1}
        scores.append({"reward": value, "parts": parts, "problem": None})
    return 200, {"scores": scores}


@pytest.fixture
def fake() -> Iterator[Callable[[Answer], FakeServer]]:
    servers: list[FakeServer] = []

    def start(answer: Answer = scored) -> FakeServer:
        servers.append(FakeServer(answer))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(scope="session")
def memory_r1() -> list[str]:
    """The built command line."""
    node = shutil.which("node")
    if node is None or not MAIN.exists():
        pytest.skip("needs node and dist/main.js (npm install)")
    return [node, str(MAIN)]


@pytest.fixture(scope="session")
def export(memory_r1: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small manager data set from the gym, without its ending."""
    base = tmp_path_factory.mktemp("export") / "manager"
    arguments = ["--role", "manager", "--data", "gym", "--episodes", "1", "--limit", "4"]
    subprocess.run(
        [*memory_r1, "train", "export", *arguments, "--output", str(base)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return base


@pytest.fixture(scope="session")
def reward_server(memory_r1: list[str]) -> Iterator[str]:
    """URL of the real reward server."""
    command = [*memory_r1, "train", "reward-server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.search(r"http://\S+?(?=,)", line)
        assert found, line
        try:
            yield found.group()
        finally:
            server.terminate()
