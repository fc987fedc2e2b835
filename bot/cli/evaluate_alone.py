"""`breakwater evaluate --messages`: single messages in, figures out. Only its words are here."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from bot.detection.language.reading import load_cues
from bot.detection.pipeline import build_detection
from bot.replay.evaluation import names_of
from bot.replay.evaluation_table import lone_table
from bot.replay.lone_messages import Row, measure_alone, read_rows, score_alone
from bot.replay.printable import printable
from bot.replay.problem import Problem


def evaluate_alone(paths: Sequence[Path], errors: Console, *, json_: bool) -> bool:
    """Judge the rows of all files and print the figures; return whether something could not be read."""
    found = [one for name, path in names_of(paths) for one in read_rows(path, name)]
    problems = [one for one in found if isinstance(one, Problem)]
    for problem in problems:
        errors.print(Text(printable(str(problem)), "yellow"))
    build = partial(build_detection, cues=load_cues())
    scored = [(score_alone(row.text, build), row.positive) for row in found if isinstance(row, Row)]
    figures = measure_alone(scored)
    if json_:
        typer.echo(json.dumps(asdict(figures)))
    else:
        Console(highlight=False).print(lone_table(figures))
    return bool(problems)
