from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from memory_r1_train.curve import main


def test_a_run_becomes_a_curve_and_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = {"outputs": 8, "reward": 0.25, "em": 0.125, "f1": 0.2, "valid_json": 0.5, "usable": 0.5}
    log = [{"reward": at / 10, "reward_parts/em": 0, "reward_parts/format": 1} for at in range(9)]
    report = {
        "before": {"greedy": measured, "examples": []},
        "after": None,
        "log": [*log, {"train_runtime": 1}],
        "seconds": 120.0,
        "cpu_seconds": 60.0,
    }
    source, target = tmp_path / "run.json", tmp_path / "curve.svg"
    source.write_text(json.dumps(report))
    monkeypatch.setattr("sys.argv", ["curve", str(source), str(target)])
    assert main() == 0
    lines = ElementTree.parse(target).getroot().findall("{*}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [9, 9, 9]
    printed = capsys.readouterr().out
    assert "| before, greedy | 8 | 0.250 | 0.125 | 0.500 | 0.500 |" in printed
    assert "2.0 minutes, 1.0 of processor time" in printed
