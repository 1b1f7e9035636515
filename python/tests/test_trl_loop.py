"""A tiny model with random weights goes through TRL's GRPO and the real reward service."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from memory_r1_train.recipes import Recipe
from memory_r1_train.versions import problems

TEMPLATE = (
    "{% for m in messages %}{{ m['role'] + ':' + m['content'] + '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ 'assistant:' }}{% endif %}"
)


def tiny_model(folder: Path) -> str:
    """Two layers over bytes, made from its configuration; nothing is downloaded."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {token: number for number, token in enumerate(["<eos>", *alphabet])}
    tokens = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokens.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokens.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=tokens, eos_token="<eos>", pad_token="<eos>", chat_template=TEMPLATE
    )
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=8192,
        bos_token_id=0,
        eos_token_id=0,
        pad_token_id=0,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize("lora_rank", [0, 4])
def test_grpo_runs_through_the_reward_service(
    tmp_path: Path, export: Any, reward_server: str, lora_rank: int
) -> None:
    wrong = problems("trl")
    if wrong:
        pytest.skip("; ".join(wrong))
    from memory_r1_train.train_trl import TrlRun, train

    recipe = Recipe(batch_size=2, group_size=4, max_prompt_length=8192, max_response_length=12, epochs=1)
    run = TrlRun(
        model=tiny_model(tmp_path / "model"),
        train_file=f"{export}.jsonl",
        validation_file=f"{export}.jsonl",
        validation_rows=2,
        output=str(tmp_path / "out"),
        reward_url=reward_server,
        max_steps=2,
        prompts_per_step=1,
        per_device_batch_size=4,
        lora_rank=lora_rank,
        threads=1,
    )
    report = train(recipe, run)
    steps = [entry for entry in report["log"] if "reward" in entry]
    assert len(steps) == 2
    # Random bytes are no JSON.
    assert all(entry["reward"] == 0 for entry in steps)
    assert all(entry["reward_parts/format"] == 0 for entry in steps)
    assert report["before"]["greedy"]["valid_json"] == 0
    written = json.loads((tmp_path / "out" / "run.json").read_text())
    assert written["recipe"]["group_size"] == 4
    assert (tmp_path / "out" / "model.safetensors").exists()
