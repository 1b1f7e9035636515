"""The command line with which verl (0.9) trains a recipe."""

from __future__ import annotations

from pathlib import Path

from . import verl_reward
from .recipes import TENSOR_PARALLEL, Recipe


def verl_command(
    recipe: Recipe, train_file: str, validation_file: str, output: str, reward_url: str
) -> list[str]:
    """Arguments for a shell, `python -m verl.trainer.main_ppo …`.

    GRPO is verl's `main_ppo` with another advantage estimator: a group of outputs for each prompt, no
    critic, and the KL to the reference policy as a term of the loss. In PPO the KL is taken off the
    reward, and the critic has the actor's backbone.
    """
    grpo = recipe.algorithm == "grpo"
    settings: dict[str, str | int | float | bool] = {
        "algorithm.adv_estimator": "grpo" if grpo else "gae",
        "algorithm.use_kl_in_reward": not grpo,
        "data.train_files": train_file,
        "data.val_files": validation_file,
        "data.train_batch_size": recipe.batch_size,
        "data.max_prompt_length": recipe.max_prompt_length,
        "data.max_response_length": recipe.max_response_length,
        "data.filter_overlong_prompts": True,
        "data.truncation": "error",
        "data.seed": recipe.seed,
        "actor_rollout_ref.model.path": recipe.model,
        "actor_rollout_ref.model.enable_gradient_checkpointing": True,
        "actor_rollout_ref.actor.optim.lr": recipe.actor_learning_rate,
        "actor_rollout_ref.actor.ppo_mini_batch_size": recipe.mini_batch_size,
        "actor_rollout_ref.actor.use_dynamic_bsz": True,
        "actor_rollout_ref.actor.clip_ratio": recipe.clip,
        "actor_rollout_ref.actor.use_kl_loss": grpo,
        "actor_rollout_ref.rollout.name": "vllm",
        "actor_rollout_ref.rollout.n": recipe.group_size if grpo else 1,
        "actor_rollout_ref.rollout.temperature": recipe.temperature,
        "actor_rollout_ref.rollout.tensor_model_parallel_size": TENSOR_PARALLEL[recipe.backbone],
        "actor_rollout_ref.rollout.gpu_memory_utilization": 0.6,
        "actor_rollout_ref.rollout.log_prob_use_dynamic_bsz": True,
        "actor_rollout_ref.rollout.val_kwargs.do_sample": False,
        "actor_rollout_ref.ref.log_prob_use_dynamic_bsz": True,
        "reward.custom_reward_function.path": str(Path(verl_reward.__file__).resolve()),
        "reward.custom_reward_function.name": "compute_score",
        "+reward.custom_reward_function.reward_kwargs.url": reward_url,
        **{
            f"+reward.custom_reward_function.reward_kwargs.weights.{name}": value
            for name, value in recipe.weights.items()
        },
        "trainer.n_gpus_per_node": recipe.gpus,
        "trainer.nnodes": 1,
        "trainer.total_epochs": recipe.epochs,
        "trainer.project_name": "memory-r1",
        "trainer.experiment_name": f"{recipe.algorithm}-{recipe.backbone}",
        "trainer.default_local_dir": output,
        "trainer.logger": '["console"]',
        "trainer.test_freq": 5,
        "trainer.save_freq": 10,
    }
    if grpo:
        settings["actor_rollout_ref.actor.kl_loss_coef"] = recipe.kl_beta
        settings["actor_rollout_ref.actor.kl_loss_type"] = "low_var_kl"
    else:
        settings["algorithm.lam"] = recipe.gae_lambda
        settings["algorithm.kl_ctrl.kl_coef"] = recipe.kl_beta
        settings["critic.model.path"] = recipe.model
        settings["critic.model.enable_gradient_checkpointing"] = True
        settings["critic.optim.lr"] = recipe.critic_learning_rate
        settings["critic.use_dynamic_bsz"] = True
    return [
        "python",
        "-m",
        "verl.trainer.main_ppo",
        *(f"{name}={_value(value)}" for name, value in settings.items()),
    ]


def _value(value: str | int | float | bool) -> str:
    return str(value)
