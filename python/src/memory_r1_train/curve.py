"""`python -m memory_r1_train.curve run.json curve.svg`: the curve of a TRL run, and before and after."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 240, 44, 28, 24
# What is drawn, by the name in the log. Reward parts are in [0, 1]; the reward is their weighted sum.
SERIES = {"reward": "#2563eb", "reward_parts/em": "#059669", "reward_parts/format": "#d97706"}
SMOOTHING = 5  # steps in the moving mean: a single step has only a handful of outputs


def curve(report: dict[str, Any]) -> str:
    """An SVG of the moving means over the steps of a run."""
    steps = [entry for entry in report["log"] if "reward" in entry]
    lines = {
        name: _smooth([float(step[name]) for step in steps])
        for name in SERIES
        if steps and name in steps[0]
    }
    top = max([1.0, *(value for line in lines.values() for value in line)])
    body = []
    for tick in (0.0, top / 2, top):
        y = _y(tick, top)
        body.append(f'<line x1="{LEFT}" x2="{WIDTH - 8}" y1="{y}" y2="{y}" stroke="#e5e7eb"/>')
        body.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{tick:.2f}</text>')
    for place, (name, line) in enumerate(lines.items()):
        width = (WIDTH - LEFT - 8) / max(1, len(line) - 1)
        points = " ".join(f"{LEFT + at * width:.1f},{_y(v, top)}" for at, v in enumerate(line))
        colour = SERIES[name]
        body.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>')
        label = name.removeprefix("reward_parts/")
        body.append(f'<text x="{LEFT + place * 110}" y="15" style="fill:{colour}">{label}</text>')
    body.append(f'<text x="{LEFT}" y="{HEIGHT - 8}">step 1</text>')
    body.append(f'<text x="{WIDTH - 8}" y="{HEIGHT - 8}" text-anchor="end">{len(steps)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="#374151">\n' + "\n".join(body) + "\n</svg>\n"
    )


def table(report: dict[str, Any]) -> str:
    """Before and after as a Markdown table."""
    rows = [
        "| held-out prompts | outputs | reward | em | valid JSON | usable |",
        "|---|---|---|---|---|---|",
    ]
    for when in ("before", "after"):
        for how, result in (report[when] or {}).items():
            if how == "examples":
                continue
            figures = (result[name] for name in ("reward", "em", "valid_json", "usable"))
            cells = " | ".join(f"{figure:.3f}" for figure in figures)
            rows.append(f"| {when}, {how} | {result['outputs']} | {cells} |")
    return "\n".join(rows)


def _smooth(values: list[float]) -> list[float]:
    windows = [values[max(0, at + 1 - SMOOTHING) : at + 1] for at in range(len(values))]
    return [sum(window) / len(window) for window in windows]


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(curve(report), encoding="utf-8")
    print(table(report))
    print(f"{report['seconds'] / 60:.1f} minutes, {report['cpu_seconds'] / 60:.1f} of processor time")
    return 0


if __name__ == "__main__":
    sys.exit(main())
