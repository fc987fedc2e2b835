"""Latency-weighted F1: a warning that comes late counts for less. Knows numbers of messages only."""

import math
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

HALF_AT_MEDIAN = math.log(3)
"""-1 + 2 / (1 + exp(-x)) is 0.5 where exp(-x) is 1/3."""


def growth(lengths: "Collection[int]") -> float:
    """How fast the penalty grows with each message, `p` in the papers.

    Args:
        lengths: Numbers of messages of the positive conversations, at least one.

    Returns:
        ln 3 / (m - 1) with m their median, so that a warning after m messages is penalised by 0.5; infinite
        where m is 1, since any delay is then a delay beyond the end.
    """
    beyond_first = median(lengths) - 1
    return HALF_AT_MEDIAN / beyond_first if beyond_first else math.inf


def penalty(latency: int, p: float) -> float:
    """What a warning loses that came after so many messages: 0 after the first one, towards 1 for ever after.

    Args:
        latency: Messages from the start of the conversation up to the one that led to the warning, both
            counted: 1 is the earliest.
        p: As `growth` gives it.
    """
    return 0.0 if latency == 1 else -1 + 2 / (1 + math.exp(-p * (latency - 1)))


def latency_weighted_f1(f1: float, latencies: "Collection[int]", lengths: "Collection[int]") -> float:
    """F1 times speed, with speed = 1 - the median penalty over the true positives.

    Source: Sadeque, Xu and Bethard, "Measuring the Latency of Depression Detection in Social Media" (WSDM
    2018), who introduce it; taken up by the shared task eRisk in 2019, and for running chats by Vogt, Leser
    and Akbik, "Early Detection of Sexual Predators in Chats" (ACL 2021). They choose p for a penalty of 0.5
    at the median length: here the median over the positive conversations that are measured together.

    Args:
        f1: Of the warnings, whenever they came.
        latencies: Of each true positive; without one the result is 0, as F1 is.
        lengths: Numbers of messages of all positive conversations that p shall rest on.
    """
    if not latencies:
        return 0.0
    p = growth(lengths)
    return f1 * (1 - median(penalty(latency, p) for latency in latencies))
