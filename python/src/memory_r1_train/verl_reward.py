"""Custom reward for verl: `reward.custom_reward_function.path=<this file>` (name: compute_score).

verl loads this file by its path, outside the package, so it imports the package by its full name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from memory_r1_train.client import RewardClient, Rollout


@lru_cache(maxsize=8)
def _client(url: str | None, weights: str | None) -> RewardClient:
    return RewardClient(url, None if weights is None else json.loads(weights))


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: str,
    extra_info: Mapping[str, Any],
    url: str | None = None,
    weights: Mapping[str, float] | None = None,
    **_: Any,
) -> dict[str, float]:
    """Scores one response; `score` is the reward, the other entries are logged.

    `url` and `weights` come from `reward.custom_reward_function.reward_kwargs`. verl calls this from
    several workers at a time; the service puts them in line.
    """
    key = None if weights is None else json.dumps(dict(weights), sort_keys=True)
    [score] = _client(url, key).score([Rollout(state=extra_info["state"], completion=solution_str)])
    return {
        "score": score.reward,
        "em": score.em,
        "f1": score.f1,
        "format": score.format,
        "length": score.length,
    }
