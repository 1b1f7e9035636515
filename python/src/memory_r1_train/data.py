"""Reads what `memory-r1 train export` writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class DataError(ValueError):
    """The data set cannot be used; the message says why."""


def read_rows(path: str | Path) -> list[Row]:
    """Rows of an export's JSONL. Raises DataError, naming the line."""
    rows: list[Row] = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                prompt, state = row["prompt"], row["extra_info"]["state"]
            except (ValueError, KeyError, TypeError) as error:
                raise DataError(f"{path}, line {number}: not from `train export`") from error
            if not isinstance(prompt, list) or not isinstance(state, str):
                raise DataError(f"{path}, line {number}: not from `train export`")
            rows.append(row)
    if not rows:
        raise DataError(f"{path} has no rows")
    return rows


def with_opening(rows: list[Row], opening: list[dict[str, str]] | None) -> list[Row]:
    """The rows with other messages in place of the system message, e.g. a short one and an example.

    For models whose context or patience is short. What is trained with it must be served with it:
    memory-r1 itself sends the system message of the export.
    """
    if opening is None:
        return rows
    return [{**row, "prompt": [*opening, *row["prompt"][1:]]} for row in rows]


def read_opening(path: str | Path) -> list[dict[str, str]]:
    """Messages from a JSON file. Raises DataError."""
    try:
        messages = json.loads(Path(path).read_text("utf-8"))
        opening = [{"role": str(one["role"]), "content": str(one["content"])} for one in messages]
        if not opening:
            raise ValueError("no messages")
        return opening
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is no list of messages with role and content") from error


def short_enough(rows: list[Row], length: Callable[[Row], int], most: int) -> list[Row]:
    """The rows whose prompts have at most `most` tokens, as verl filters them too."""
    kept = [row for row in rows if length(row) <= most]
    if not kept:
        raise DataError(f"no prompt has at most {most} tokens; raise the limit")
    return kept
