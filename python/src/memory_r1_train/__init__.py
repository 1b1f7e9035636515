"""Trains a language model for either role of memory-r1 on existing engines (TRL, verl)."""

from .client import RewardClient, RewardError, Rollout, Score

__all__ = ["RewardClient", "RewardError", "Rollout", "Score"]
