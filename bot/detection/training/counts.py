"""How much of what the corpus holds, as the Markdown tables of its data card. Knows labels only."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.detection.training.corpus import Line, Written


def counts(corpus: "Sequence[Written]", lines: "Sequence[Line]") -> str:
    """Tables of conversations by label and language, and by family; and how many lines there are."""
    bad = sum(line.sextortion for line in lines)
    messages = sum(len(one.lines) for one in corpus)
    size = f"{len(corpus)} conversations of {messages} messages"
    return "\n\n".join(
        (
            f"{size}; {bad} lines of sextortion, {len(lines) - bad} ordinary ones.",
            _table("language", corpus, lambda one: one.language),
            _table("setting", corpus, lambda one: one.setting),
            _table("family", corpus, lambda one: one.family),
        )
    )


def _table(name: str, corpus: "Sequence[Written]", of: "Callable[[Written], str]") -> str:
    bad = Counter(of(one) for one in corpus if one.positive)
    good = Counter(of(one) for one in corpus if not one.positive)
    rows = [f"| {value} | {bad[value]} | {good[value]} |" for value in sorted({*bad, *good})]
    return "\n".join((f"| {name} | sextortion | benign |", "| --- | ---: | ---: |", *rows))
