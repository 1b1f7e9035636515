"""`python -m memory_r1_train`: trains with TRL, or prints the command that trains with verl."""

from __future__ import annotations

import argparse
import shlex
import sys
from dataclasses import fields, replace

from .client import DEFAULT_URL, RewardError
from .data import DataError, read_opening
from .recipes import BACKBONES, Recipe, recipe
from .train_verl import verl_command
from .versions import problems


def main(arguments: list[str] | None = None) -> int:
    """0 done, 1 failed, 2 called wrongly."""
    options = _parser().parse_args(arguments)
    chosen = recipe(options.algorithm, options.backbone)
    try:
        chosen = _changed(chosen, options.set)
    except ValueError as error:
        print(f"memory_r1_train: {error}", file=sys.stderr)
        return 2
    wrong = problems(options.engine)
    if options.engine == "verl":
        # Only printed: it may be meant for another machine.
        for line in wrong:
            print(f"# {line}", file=sys.stderr)
        validation = options.validation or options.data
        print(
            shlex.join(
                verl_command(chosen, options.data, validation, options.output, options.reward_url)
            )
        )
        return 0
    if wrong:
        print("\n".join(f"memory_r1_train: {line}" for line in wrong), file=sys.stderr)
        return 2
    from .train_trl import TrlRun, train

    try:
        opening = None if options.opening is None else read_opening(options.opening)
    except DataError as error:
        print(f"memory_r1_train: {error}", file=sys.stderr)
        return 2
    run = TrlRun(
        model=options.model or chosen.model,
        train_file=options.data,
        validation_file=options.validation,
        validation_rows=options.validation_rows,
        output=options.output,
        reward_url=options.reward_url,
        opening=opening,
        max_steps=options.max_steps,
        max_minutes=options.max_minutes,
        prompts_per_step=options.prompts_per_step,
        per_device_batch_size=options.per_device_batch_size,
        lora_rank=options.lora_rank,
        threads=options.threads,
        use_vllm=options.use_vllm,
    )
    try:
        train(chosen, run)
    except (RewardError, DataError, OSError) as error:
        print(f"memory_r1_train: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m memory_r1_train", description=__doc__)
    parser.add_argument("engine", choices=["trl", "verl"])
    parser.add_argument("--algorithm", choices=["grpo", "ppo"], default="grpo")
    parser.add_argument("--backbone", choices=list(BACKBONES), default="llama-3.1-8b")
    parser.add_argument("--data", required=True, help="an export: .jsonl for trl, .parquet for verl")
    parser.add_argument("--validation", help="another export, held out")
    parser.add_argument("--output", required=True, help="folder for the trained model")
    parser.add_argument("--reward-url", default=DEFAULT_URL)
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="change a field of the recipe, e.g. group_size=16 (see recipes.py)",
    )
    trl = parser.add_argument_group("trl")
    trl.add_argument("--model", help="hub id, folder or .gguf in place of the recipe's backbone")
    trl.add_argument("--opening", help="JSON file with messages in place of the system message")
    trl.add_argument("--validation-rows", type=int, default=64)
    trl.add_argument("--max-steps", type=int, default=-1)
    trl.add_argument("--max-minutes", type=float)
    trl.add_argument("--prompts-per-step", type=int, help="default: the recipe's batch size")
    trl.add_argument("--per-device-batch-size", type=int, default=8)
    trl.add_argument("--lora-rank", type=int, default=0, help="0: train all weights")
    trl.add_argument("--threads", type=int, default=0, help="torch threads; 0: as torch decides")
    trl.add_argument("--use-vllm", action="store_true")
    return parser


def _changed(chosen: Recipe, changes: list[str]) -> Recipe:
    """The recipe with `field=value` changes; numbers keep their kind. Raises ValueError."""
    kinds = {
        field.name: type(getattr(chosen, field.name))
        for field in fields(chosen)
        if isinstance(getattr(chosen, field.name), int | float)
    }
    for change in changes:
        name, _, value = change.partition("=")
        if name.startswith("weights."):
            weights = {**chosen.weights, name.removeprefix("weights."): float(value)}
            chosen = replace(chosen, weights=weights)
        elif name in kinds:
            chosen = replace(chosen, **{name: kinds[name](value)})
        else:
            raise ValueError(f"--set takes {', '.join(kinds)} or weights.<part> (got {name!r})")
    return chosen


if __name__ == "__main__":
    sys.exit(main())
