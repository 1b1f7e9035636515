"""Client of `memory-r1 train reward-server`. Needs nothing but the standard library."""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DEFAULT_URL = "http://127.0.0.1:8808"
# How many rollouts go into one request; the server takes up to 4,096.
BATCH = 256
# The server says 503 while too many requests wait.
BUSY_RETRIES = 6


class RewardError(RuntimeError):
    """The reward could not be computed. Training must stop: a missing reward is not a reward of 0."""


@dataclass(frozen=True)
class Rollout:
    """An output of the model with the state it answers, as JSON text from the data set."""

    state: str
    completion: str


@dataclass(frozen=True)
class Score:
    """What one rollout is worth; parts are in [0, 1], `reward` is their weighted sum."""

    reward: float
    em: float
    f1: float
    format: float
    length: float
    well_formed: bool  # JSON of the form that was asked for
    problem: str | None


class RewardClient:
    """Scores rollouts over HTTP. Stateless, so it may be shared by threads and pickled."""

    def __init__(
        self,
        url: str | None = None,
        weights: Mapping[str, float] | None = None,
        timeout: float = 600.0,
    ) -> None:
        """
        :param url: of the server; default: `MEMORY_R1_REWARD_URL`, else port 8808 of this machine
        :param weights: of `em`, `f1`, `format` and `length`; default: the server's, exact match alone
        :param timeout: of one request, in seconds
        """
        self.url = (url or os.environ.get("MEMORY_R1_REWARD_URL") or DEFAULT_URL).rstrip("/")
        self.weights = dict(weights) if weights is not None else None
        self.timeout = timeout
        # Without this, `http_proxy` would send loopback requests to a proxy.
        self._proxies: dict[str, str] = {}

    def health(self) -> dict[str, Any]:
        """What the server says about itself. Raises RewardError where there is none."""
        return self._request("GET", "/health", None)

    def score(self, rollouts: Sequence[Rollout]) -> list[Score]:
        """One score for each rollout, in order. Raises RewardError."""
        scores: list[Score] = []
        for start in range(0, len(rollouts), BATCH):
            batch = rollouts[start : start + BATCH]
            body: dict[str, Any] = {
                "rollouts": [{"state": r.state, "completion": r.completion} for r in batch]
            }
            if self.weights is not None:
                body["weights"] = self.weights
            answered = self._request("POST", "/score", body).get("scores")
            if not isinstance(answered, list) or len(answered) != len(batch):
                raise RewardError(f"{self.url} gave no score for each rollout")
            scores.extend(_score(one) for one in answered)
        return scores

    def _request(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else _encode(body),
            headers={"content-type": "application/json"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(self._proxies))
        for attempt in range(BUSY_RETRIES):
            try:
                with opener.open(request, timeout=self.timeout) as response:
                    answer = json.load(response)
                    if not isinstance(answer, dict):
                        raise RewardError(f"{self.url} is not a reward server")
                    return answer
            except urllib.error.HTTPError as error:
                if error.code == 503 and attempt + 1 < BUSY_RETRIES:
                    time.sleep(0.5 * 2**attempt)
                    continue
                raise RewardError(f"{self.url}{path}: {_problem(error)}") from error
            except (OSError, ValueError) as error:
                raise RewardError(
                    f"no reward server answers at {self.url} ({error}); "
                    "start one with: memory-r1 train reward-server"
                ) from error
        raise RewardError(f"{self.url} is busy")


def _encode(body: dict[str, Any]) -> bytes:
    # A tokenizer can decode half of a surrogate pair; as an escape it is still JSON.
    return json.dumps(body, ensure_ascii=True).encode("ascii")


def _score(value: Any) -> Score:
    parts = value["parts"]
    return Score(
        reward=float(value["reward"]),
        em=float(parts["em"]),
        f1=float(parts["f1"]),
        format=float(parts["format"]),
        length=float(parts["length"]),
        well_formed=bool(value.get("well_formed")),
        problem=value.get("problem"),
    )


def _problem(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"status {error.code}"
