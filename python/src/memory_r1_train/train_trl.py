"""GRPO with TRL on one machine. (PPO: with verl; TRL 1.x has no PPO that takes a reward function.)"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .client import RewardClient
from .data import Row, read_rows, short_enough, with_opening
from .evaluate import evaluate
from .models import load_model
from .recipes import Recipe
from .trl_reward import make_reward


@dataclass(frozen=True)
class TrlRun:
    """Everything that one run is told besides the recipe."""

    model: str  # hub id, folder or .gguf file
    train_file: str
    output: str
    reward_url: str | None = None
    validation_file: str | None = None
    validation_rows: int = 64
    opening: list[dict[str, str]] | None = None  # see `data.with_opening`
    max_steps: int = -1  # -1: as many as the recipe's epochs have
    max_minutes: float | None = None
    prompts_per_step: int | None = None  # default: the recipe's batch size
    per_device_batch_size: int = 8  # outputs in one forward pass
    lora_rank: int = 0  # 0: all weights are trained
    threads: int = 0  # 0: as torch decides
    use_vllm: bool = False


def train(recipe: Recipe, run: TrlRun) -> dict[str, Any]:
    """Trains, measures before and after on the validation file, and writes `run.json`.

    The folder `run.output` gets the model (LoRA merged) and its tokenizer, ready to be served.
    `run.json` is kept up to date at every step, so that nothing is lost with an interrupted run.
    """
    import torch
    from datasets import Dataset
    from trl import GRPOConfig, GRPOTrainer

    if recipe.algorithm != "grpo":
        raise ValueError("TRL trains with GRPO here; for PPO take the verl command")
    if run.threads > 0:
        torch.set_num_threads(run.threads)
    client = RewardClient(run.reward_url, recipe.weights)
    client.health()
    model, tokenizer = load_model(run.model)
    rows = _fitting(read_rows(run.train_file), recipe, run, tokenizer)
    validation = (
        _fitting(read_rows(run.validation_file), recipe, run, tokenizer)[: run.validation_rows]
        if run.validation_file is not None
        else []
    )

    def measure(subject: Any) -> dict[str, Any] | None:
        if not validation:
            return None
        greedy, outputs = evaluate(subject, tokenizer, validation, client, recipe.max_response_length)
        sampled, _ = evaluate(
            subject, tokenizer, validation, client, recipe.max_response_length, recipe.temperature
        )
        print(f"greedy: {greedy}\nsampled: {sampled}", flush=True)
        return {
            "greedy": asdict(greedy),
            "sampled": asdict(sampled),
            "examples": [
                {"completion": text, "reward": score.reward, "problem": score.problem}
                for text, score in outputs[:8]
            ],
        }

    report: dict[str, Any] = {
        "recipe": asdict(recipe),
        "run": asdict(run),
        "train_rows": len(rows),
        "before": measure(model),
        "after": None,
    }
    accelerated = torch.cuda.is_available()
    outputs_per_step = (run.prompts_per_step or recipe.batch_size) * recipe.group_size
    config = GRPOConfig(
        output_dir=run.output,
        learning_rate=recipe.actor_learning_rate,
        num_generations=recipe.group_size,
        per_device_train_batch_size=run.per_device_batch_size,
        gradient_accumulation_steps=max(1, outputs_per_step // run.per_device_batch_size),
        max_completion_length=recipe.max_response_length,
        temperature=recipe.temperature,
        beta=recipe.kl_beta,
        epsilon=recipe.clip,
        loss_type="grpo",
        num_train_epochs=recipe.epochs,
        max_steps=run.max_steps,
        seed=recipe.seed,
        lr_scheduler_type="constant",
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        use_vllm=run.use_vllm,
        bf16=accelerated,
        use_cpu=not accelerated,
        **({"gradient_checkpointing": True} if accelerated else {}),
    )
    trainer = GRPOTrainer(
        model=model,
        reward_funcs=make_reward(client),
        args=config,
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        peft_config=_lora(run.lora_rank),
        callbacks=[_watcher(report, run)],
    )
    trainer.train()
    trained = trainer.model.merge_and_unload() if run.lora_rank > 0 else trainer.model
    report["after"] = measure(trained)
    trained.save_pretrained(run.output)
    tokenizer.save_pretrained(run.output)
    _write(report, run)
    return report


def _fitting(rows: list[Row], recipe: Recipe, run: TrlRun, tokenizer: Any) -> list[Row]:
    def tokens(row: Row) -> int:
        text = tokenizer.apply_chat_template(row["prompt"], add_generation_prompt=True, tokenize=False)
        return len(tokenizer(text, add_special_tokens=False)["input_ids"])

    return short_enough(with_opening(rows, run.opening), tokens, recipe.max_prompt_length)


def _lora(rank: int) -> Any:
    if rank == 0:
        return None
    from peft import LoraConfig

    return LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")


def _watcher(report: dict[str, Any], run: TrlRun) -> Any:
    from transformers import TrainerCallback

    class Watcher(TrainerCallback):  # type: ignore[misc]
        """Keeps the report on disk up to date and stops after the step in which the time is up."""

        def __init__(self) -> None:
            self.start, self.cpu = time.monotonic(), time.process_time()

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
            minutes = (time.monotonic() - self.start) / 60
            if run.max_minutes is not None and minutes >= run.max_minutes:
                control.should_training_stop = True
            return control

        def on_log(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            report["seconds"] = time.monotonic() - self.start
            report["cpu_seconds"] = time.process_time() - self.cpu
            report["log"] = state.log_history
            _write(report, run)

    return Watcher()


def _write(report: dict[str, Any], run: TrlRun) -> None:
    folder = Path(run.output)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(json.dumps(report, indent=2), encoding="utf-8")
