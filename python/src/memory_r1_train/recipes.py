"""Settings of the trainings: the paper's where it gives them, ours where it does not.

Memory-R1 is arXiv 2508.19828 (v5). A field is marked `paper` or `ours` where it is declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Algorithm = Literal["grpo", "ppo"]
Role = Literal["manager", "answerer"]

# The paper's backbones, by the name that recipes go by.
BACKBONES: dict[str, str] = {
    "llama-3.1-8b": "meta-llama/Llama-3.1-8B-Instruct",
    "qwen-2.5-3b": "Qwen/Qwen2.5-3B-Instruct",
    "qwen-2.5-7b": "Qwen/Qwen2.5-7B-Instruct",
    "qwen-2.5-14b": "Qwen/Qwen2.5-14B-Instruct",
}

# GPUs that one copy of the model is split over while it generates (ours; the paper used 4 x H100).
TENSOR_PARALLEL: dict[str, int] = {
    "llama-3.1-8b": 2,
    "qwen-2.5-3b": 1,
    "qwen-2.5-7b": 2,
    "qwen-2.5-14b": 4,
}


@dataclass(frozen=True)
class Recipe:
    """One training of one role."""

    algorithm: Algorithm = "grpo"
    backbone: str = "llama-3.1-8b"
    gpus: int = 4  # paper: 4 x H100
    batch_size: int = 128  # paper: prompts in a batch
    mini_batch_size: int = 32  # ours: prompts in one update of the weights
    max_prompt_length: int = 4096  # paper, in tokens
    max_response_length: int = 2048  # paper, in tokens
    actor_learning_rate: float = 1e-6  # paper
    critic_learning_rate: float = 1e-5  # paper, PPO only
    temperature: float = 1.0  # paper: in training; greedy at test
    group_size: int = 8  # ours: outputs for each prompt in GRPO (the paper gives none)
    kl_beta: float = 0.001  # ours: weight of the KL to the reference policy
    clip: float = 0.2  # ours
    gae_lambda: float = 1.0  # ours, PPO only
    epochs: int = 20  # ours: the paper gives no number of steps
    seed: int = 1  # ours
    # Exact match is the paper's reward. The small share for the format is ours: without it a model that
    # hardly ever writes valid JSON has nothing to learn from.
    weights: Mapping[str, float] = field(default_factory=lambda: {"em": 1.0, "format": 0.1})

    @property
    def model(self) -> str:
        """Id of the backbone on the Hugging Face hub."""
        return BACKBONES[self.backbone]


def recipe(algorithm: Algorithm, backbone: str) -> Recipe:
    """The recipe of an algorithm and a backbone. Raises KeyError, naming those that there are."""
    if backbone not in BACKBONES:
        raise KeyError(f"no backbone {backbone!r}; there are {', '.join(BACKBONES)}")
    return Recipe(algorithm=algorithm, backbone=backbone)
