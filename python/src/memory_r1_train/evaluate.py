"""Scores a model's outputs on held-out prompts: greedy, as at test, or sampled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from .client import RewardClient, Rollout, Score
from .data import Row


@dataclass(frozen=True)
class Evaluation:
    """Means over outputs; shares are in [0, 1]."""

    outputs: int
    reward: float
    em: float
    f1: float
    valid_json: float  # of the form that was asked for
    usable: float  # at least a part could be used

    def __str__(self) -> str:
        return ", ".join(
            f"{name} {value:.3f}" if isinstance(value, float) else f"{name} {value}"
            for name, value in asdict(self).items()
        )


def summarise(scores: list[Score]) -> Evaluation:
    """Means of scores. Raises ZeroDivisionError for none."""
    count = len(scores)

    def mean(values: list[float]) -> float:
        return sum(values) / count

    return Evaluation(
        outputs=count,
        reward=mean([s.reward for s in scores]),
        em=mean([s.em for s in scores]),
        f1=mean([s.f1 for s in scores]),
        valid_json=mean([float(s.well_formed) for s in scores]),
        usable=mean([float(s.format >= 0.5) for s in scores]),
    )


def evaluate(
    model: Any,
    tokenizer: Any,
    rows: list[Row],
    client: RewardClient,
    max_new_tokens: int,
    temperature: float = 0.0,
    batch_size: int = 8,
    seed: int = 1,
) -> tuple[Evaluation, list[tuple[str, Score]]]:
    """Generates one output for each row and has it scored; also gives the outputs themselves."""
    import torch

    torch.manual_seed(seed)
    model.eval()
    completions: list[str] = []
    for start in range(0, len(rows), batch_size):
        batch = [row["prompt"] for row in rows[start : start + batch_size]]
        inputs = tokenizer.apply_chat_template(
            batch,
            add_generation_prompt=True,
            padding=True,
            return_tensors="pt",
            return_dict=True,
        ).to(model.device)
        sampling: dict[str, Any] = (
            {"do_sample": True, "temperature": temperature, "top_k": 0, "top_p": 1.0}
            if temperature > 0
            else {"do_sample": False}
        )
        with torch.inference_mode():
            output = model.generate(
                **inputs,
                **sampling,
                max_new_tokens=max_new_tokens,
                pad_token_id=tokenizer.pad_token_id,
            )
        new = output[:, inputs["input_ids"].shape[1] :]
        completions.extend(tokenizer.batch_decode(new, skip_special_tokens=True))
    scores = client.score(
        [
            Rollout(state=row["extra_info"]["state"], completion=text)
            for row, text in zip(rows, completions, strict=True)
        ]
    )
    return summarise(scores), list(zip(completions, scores, strict=True))
