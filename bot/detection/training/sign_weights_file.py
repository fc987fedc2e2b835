"""The module `bot/detection/sign_weights.py` as text. Knows how it looks; no weight."""


def written(weights: dict[str, float]) -> str:
    """The source of the module that holds these weights, in their order, formatted as the project is."""
    lines = "".join(f'    "{kind}": {weight!r},\n' for kind, weight in weights.items())
    return (
        '"""Weights of the signs, in log-odds. Written by `breakwater train`; not meant to be edited."""\n\n'
        f"WEIGHTS: dict[str, float] = {{\n{lines}}}\n"
    )
