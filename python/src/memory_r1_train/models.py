"""Loads a model and its tokenizer from a hub id, a folder or a GGUF file."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def load_model(name: str) -> tuple[Any, Any]:
    """The model in single precision and its tokenizer, padding on the left.

    A GGUF file is expanded to plain weights: transformers marks what it reads from one as quantized,
    and a quantized model can be neither trained nor saved.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    path = Path(name)
    if path.suffix == ".gguf":
        where = {"pretrained_model_name_or_path": str(path.parent), "gguf_file": path.name}
        tokenizer = AutoTokenizer.from_pretrained(**where)
        read = AutoModelForCausalLM.from_pretrained(**where, dtype=torch.float32)
        config = read.config
        if hasattr(config, "quantization_config"):
            del config.quantization_config
        model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
        model.load_state_dict(read.state_dict())
        model.tie_weights()
    else:
        tokenizer = AutoTokenizer.from_pretrained(name)
        model = AutoModelForCausalLM.from_pretrained(name, dtype=torch.float32)
    tokenizer.padding_side = "left"
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return model, tokenizer
