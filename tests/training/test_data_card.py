"""The data card says what the corpus holds."""

from pathlib import Path

import bot.detection.training
from bot.detection.training.corpus import read_corpus, read_lines
from bot.detection.training.counts import counts

CARD = Path(bot.detection.training.__file__).with_name("README.md")


def test_the_data_card_counts_what_is_there() -> None:
    written = CARD.read_text(encoding="utf-8").split("<!-- counts -->\n")[1].split("<!-- /counts -->")[0]

    assert written.strip() == counts(read_corpus(), read_lines()), "run: breakwater train --count"
