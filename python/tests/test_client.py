from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from conftest import Answer, FakeServer
from memory_r1_train import RewardClient, RewardError, Rollout
from memory_r1_train.data import read_rows
from memory_r1_train.trl_reward import make_reward
from memory_r1_train.verl_reward import compute_score

Fake = Callable[..., FakeServer]


def test_scores_come_back_in_order_over_several_requests(fake: Fake) -> None:
    server = fake()
    rollouts = [Rollout(state="{}", completion="x" * n) for n in range(600)]
    scores = RewardClient(server.url).score(rollouts)
    assert [score.reward for score in scores] == [float(n) for n in range(600)]
    assert [len(body["rollouts"]) for body in server.requests] == [256, 256, 88]


def test_half_a_surrogate_pair_can_be_sent(fake: Fake) -> None:
    server = fake()
    RewardClient(server.url).score([Rollout(state="{}", completion="a\ud800")])
    assert server.requests[0]["rollouts"][0]["completion"] == "a\ud800"


def test_busy_is_tried_again(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    replies = iter([(503, {"error": {"code": "busy", "message": "wait"}})] * 2)

    def answer(body: dict[str, Any]) -> tuple[int, Any]:
        parts = {"em": 1, "f1": 1, "format": 1, "length": 1}
        return next(replies, (200, {"scores": [{"reward": 1, "parts": parts}]}))

    server = fake(answer)
    assert RewardClient(server.url).score([Rollout("{}", "")])[0].reward == 1
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((400, {"error": {"code": "bad-state", "message": "no such state"}}), "no such state"),
        ((500, "?"), "status 500"),
        ((200, {"scores": []}), "no score for each"),
        ((200, []), "not a reward server"),
    ],
)
def test_a_missing_reward_is_an_error(fake: Fake, answer: Any, message: str) -> None:
    reply: Answer = lambda _: answer  # noqa: E731
    with pytest.raises(RewardError, match=message):
        RewardClient(fake(reply).url).score([Rollout("{}", "")])


def test_no_server_is_an_error_that_says_how_to_start_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(RewardError, match="train reward-server"):
            RewardClient(url).health()


def test_the_trl_reward_takes_messages_and_logs_the_parts(fake: Fake) -> None:
    server = fake()
    logged: dict[str, float] = {}
    reward = make_reward(RewardClient(server.url, {"em": 1.0}))
    rewards = reward(
        prompts=[[], []],
        completions=[[{"role": "assistant", "content": "ab"}], "abcd"],
        completion_ids=[[1], [2]],
        extra_info=[{"state": "s1"}, {"state": "s2"}],
        log_metric=logged.__setitem__,
    )
    assert rewards == [2.0, 4.0]
    assert logged["reward_parts/em"] == 3.0
    assert server.requests[0]["weights"] == {"em": 1.0}
    assert [r["state"] for r in server.requests[0]["rollouts"]] == ["s1", "s2"]


def test_the_verl_reward_has_verls_signature(fake: Fake) -> None:
    server = fake()
    result = compute_score(
        data_source="memory-r1/gym/manager",
        solution_str="abc",
        ground_truth="[]",
        extra_info={"state": "s", "num_turns": None},
        url=server.url,
        weights={"em": 1.0},
    )
    assert result == {"score": 3.0, "em": 3.0, "f1": 3.0, "format": 1.0, "length": 1.0}


def test_the_real_server_scores_a_real_export(export: Any, reward_server: str) -> None:
    client = RewardClient(reward_server, {"em": 1.0, "format": 1.0})
    assert client.health()["status"] == "ok"
    states = [row["extra_info"]["state"] for row in read_rows(f"{export}.jsonl")]
    rollouts = [Rollout(state, "no JSON") for state in states]
    first, again = client.score(rollouts), client.score(rollouts)
    assert first == again
    assert {score.reward for score in first} == {0.0}
    assert all(score.problem for score in first)
    with pytest.raises(RewardError, match="train export"):
        client.score([Rollout(json.dumps({"role": "judge"}), "")])
