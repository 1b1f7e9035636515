from __future__ import annotations

from pathlib import Path

import pytest

from memory_r1_train import verl_reward
from memory_r1_train.__main__ import main
from memory_r1_train.data import DataError, read_opening, read_rows, short_enough, with_opening
from memory_r1_train.recipes import BACKBONES, recipe
from memory_r1_train.train_verl import verl_command
from memory_r1_train.versions import problems

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize("backbone", BACKBONES)
@pytest.mark.parametrize("algorithm", ["grpo", "ppo"])
def test_the_papers_settings_reach_verl(algorithm: str, backbone: str) -> None:
    chosen = recipe("grpo" if algorithm == "grpo" else "ppo", backbone)
    command = verl_command(chosen, "t.parquet", "v.parquet", "out", "http://127.0.0.1:1")
    assert command[:3] == ["python", "-m", "verl.trainer.main_ppo"]
    settings = dict(part.split("=", 1) for part in command[3:])
    assert len(settings) == len(command) - 3
    assert settings["data.train_batch_size"] == "128"
    assert settings["data.max_prompt_length"] == "4096"
    assert settings["data.max_response_length"] == "2048"
    assert settings["actor_rollout_ref.actor.optim.lr"] == "1e-06"
    assert settings["actor_rollout_ref.rollout.temperature"] == "1.0"
    assert settings["actor_rollout_ref.rollout.val_kwargs.do_sample"] == "False"
    assert settings["actor_rollout_ref.model.path"] == BACKBONES[backbone]
    assert settings["reward.custom_reward_function.path"] == verl_reward.__file__
    if algorithm == "grpo":
        assert settings["algorithm.adv_estimator"] == "grpo"
        assert int(settings["actor_rollout_ref.rollout.n"]) > 1
        assert not any(name.startswith("critic") for name in settings)
    else:
        assert settings["algorithm.adv_estimator"] == "gae"
        assert settings["actor_rollout_ref.rollout.n"] == "1"
        assert settings["critic.optim.lr"] == "1e-05"


def test_an_unknown_backbone_is_named_with_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"llama-3\.1-8b"):
        recipe("grpo", "gpt-2")


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ({"verl": "0.9.1"}, []),
        ({"verl": "0.9.0rc1+cu12"}, []),
        ({"verl": "0.8.9"}, ["verl 0.8.9 is not 0.9 or later"]),
        ({"verl": "0.10.0"}, ["before 0.10"]),
        ({"verl": None}, ["verl is not installed: pip install"]),
    ],
)
def test_versions_are_checked(versions: dict[str, str | None], expected: list[str]) -> None:
    found = problems("verl", versions)
    assert len(found) == len(expected)
    assert all(part in line for part, line in zip(expected, found, strict=True))


def test_the_launcher_prints_verls_command(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["verl", "--backbone", "qwen-2.5-3b", "--algorithm", "ppo", "--data", "a.parquet"]
    assert main([*arguments, "--output", "out", "--set", "batch_size=64"]) == 0
    printed = capsys.readouterr().out
    assert "data.train_batch_size=64" in printed
    assert "Qwen/Qwen2.5-3B-Instruct" in printed
    assert main([*arguments, "--output", "out", "--set", "style=1"]) == 2
    assert "batch_size" in capsys.readouterr().err


def test_rows_are_checked_and_can_be_opened_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(
        '{"prompt":[{"role":"system","content":"long"},{"role":"user","content":"u"}],"extra_info":{"state":"{}"}}\n'
    )
    rows = read_rows(file)
    opening = read_opening(EXAMPLES / "short-opening.json")
    opened = with_opening(rows, opening)
    assert [m["role"] for m in opened[0]["prompt"]] == ["system", "user", "assistant", "user"]
    assert with_opening(rows, None) == rows
    with pytest.raises(DataError, match="raise the limit"):
        short_enough(rows, lambda _: 5, 4)
    file.write_text("{}\n")
    with pytest.raises(DataError, match="line 1"):
        read_rows(file)
    with pytest.raises(DataError, match="list of messages"):
        read_opening(file)
