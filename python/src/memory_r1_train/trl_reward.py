"""Reward function for TRL's GRPOTrainer (and RLOOTrainer, which calls it the same way)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .client import RewardClient, Rollout

PARTS = ("em", "f1", "format", "length")


def text_of(completion: Any) -> str:
    """A completion as text: with conversational prompts TRL hands over a list of messages."""
    if isinstance(completion, str):
        return completion
    return "".join(str(message.get("content") or "") for message in completion)


def make_reward(client: RewardClient) -> Callable[..., list[float]]:
    """A reward function that scores all completions of a step in one request."""

    def memory_reward(
        completions: Sequence[Any],
        extra_info: Sequence[Mapping[str, Any]],
        log_metric: Callable[[str, float], None] | None = None,
        **_: Any,
    ) -> list[float]:
        rollouts = [
            Rollout(state=info["state"], completion=text_of(completion))
            for info, completion in zip(extra_info, completions, strict=True)
        ]
        scores = client.score(rollouts)
        if log_metric is not None:
            for part in PARTS:
                mean = sum(getattr(score, part) for score in scores) / len(scores)
                log_metric(f"reward_parts/{part}", mean)
        return [score.reward for score in scores]

    return memory_reward
