"""Checks that the installed engines are ones that the recipes were written for."""

from __future__ import annotations

from importlib import metadata

# Lowest version that is known to work, and the first one that is not known to.
SUPPORTED: dict[str, dict[str, tuple[str, str]]] = {
    "trl": {
        "trl": ("1.10", "2"),
        "transformers": ("5.5", "6"),
        "torch": ("2.6", "3"),
        "datasets": ("4", "6"),
    },
    "verl": {"verl": ("0.9", "0.10")},
}


def problems(engine: str, installed: dict[str, str | None] | None = None) -> list[str]:
    """What is wrong, in words that say what to install; empty where nothing is.

    :param installed: versions by package, for tests; default: what is installed here
    """
    found = []
    for package, (low, high) in SUPPORTED[engine].items():
        version = _installed(package) if installed is None else installed.get(package)
        wanted = f'"{package}>={low},<{high}"'
        if version is None:
            found.append(f"{package} is not installed: pip install {wanted}")
        elif not _number(low) <= _number(version) < _number(high):
            found.append(
                f"{package} {version} is not {low} or later, before {high}: pip install {wanted}"
            )
    return found


def _installed(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _number(version: str) -> tuple[int, ...]:
    """`2.15.0+cu132` → (2, 15, 0); a release candidate counts as its release."""
    numbers = []
    for part in version.split("+")[0].split("."):
        digits = "".join(c for c in part if c.isdigit()) if part[:1].isdigit() else ""
        if not digits:
            break
        numbers.append(int(digits))
    return tuple(numbers)
