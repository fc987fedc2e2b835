"""Trouble on demand: slow, failing, held and lost calls, and rate limits. Off until a test asks for it."""

import asyncio
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(slots=True)
class Trouble:
    """What happens to the next `times` calls that match.

    Attributes:
        times: How many more calls it happens to.
        wait: Real seconds before the call is served.
        status: The answer instead of serving it; 0 serves it.
        lose_answer: Serve it, then close the connection: the bot cannot know that it worked.
        gate: The call waits, unserved, until this is set.
        arrived: Set once a call has come under it.
    """

    method: str
    pattern: str
    times: int = 1
    wait: float = 0.0
    status: int = 0
    lose_answer: bool = False
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        """Let held calls be served, and further ones pass."""
        self.times = 0
        if self.gate is not None:
            self.gate.set()


@dataclass(slots=True)
class RateLimit:
    """At most `limit` calls in a window of `window` real seconds, for each bucket of the matching routes."""

    method: str
    pattern: str
    limit: int
    window: float
    used: dict[str, list[float]] = field(default_factory=dict[str, list[float]])


@dataclass(frozen=True, slots=True)
class Allowance:
    """Where a call stands in its bucket. `retry_after` is above 0 where it must be refused."""

    bucket: str
    limit: int
    remaining: int
    reset_after: float
    retry_after: float = 0.0

    def headers(self) -> dict[str, str]:
        """Discord's rate limit headers, and `Via`: without it discord.py takes a 429 for a ban."""
        made = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{time.time() + self.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": self.bucket,
            "Via": "1.1 sandbox",
        }
        if self.retry_after:
            made |= {"Retry-After": f"{self.retry_after:.3f}", "X-RateLimit-Scope": "user"}
        return made


class Faults:
    """The troubles and rate limits in force."""

    def __init__(self) -> None:
        self._troubles: list[Trouble] = []
        self._limits: list[RateLimit] = []

    def answer(self, method: str, pattern: str, status: int, *, times: int = 1) -> Trouble:
        """Answer the next calls with an HTTP status, unserved."""
        return self._add(Trouble(method, pattern, times, status=status))

    def delay(self, method: str, pattern: str, seconds: float, *, times: int = 1) -> Trouble:
        """Serve the next calls late, by real seconds."""
        return self._add(Trouble(method, pattern, times, wait=seconds))

    def hold(self, method: str, pattern: str, *, times: int = 1) -> Trouble:
        """Keep the next calls waiting, unserved, until `release`; `arrived` is set when one is there."""
        return self._add(Trouble(method, pattern, times, gate=asyncio.Event()))

    def lose_answer(self, method: str, pattern: str, *, times: int = 1) -> Trouble:
        """Serve the next calls and close their connection without an answer."""
        return self._add(Trouble(method, pattern, times, lose_answer=True))

    def rate_limit(self, method: str, pattern: str, limit: int, window: float) -> None:
        """Allow `limit` calls in `window` real seconds, by bucket (method and channel, server or webhook)."""
        self._limits.append(RateLimit(method, pattern, limit, window))

    def clear(self) -> None:
        """End all troubles and rate limits; held calls are served."""
        for trouble in self._troubles:
            trouble.release()
        self._troubles.clear()
        self._limits.clear()

    def trouble_for(self, method: str, path: str) -> Trouble | None:
        """The trouble that meets this call, counted down."""
        for trouble in self._troubles:
            if trouble.times > 0 and trouble.method in ("*", method) and fnmatchcase(path, trouble.pattern):
                trouble.times -= 1
                trouble.arrived.set()
                return trouble
        return None

    def allowance(self, method: str, path: str) -> Allowance | None:
        """Count this call against its rate limit; `None` where no limit applies."""
        for rule in self._limits:
            if rule.method in ("*", method) and fnmatchcase(path, rule.pattern):
                return _count(rule, method, path)
        return None

    def _add(self, trouble: Trouble) -> Trouble:
        self._troubles = [old for old in self._troubles if old.times > 0] + [trouble]
        return trouble


def _count(rule: RateLimit, method: str, path: str) -> Allowance:
    # Discord's buckets follow the route and its major parameter, which is the path's second part.
    bucket = f"{method}:{'/'.join(path.split('/')[1:3])}:{rule.pattern}".replace("/", "-")
    now = time.monotonic()
    used = rule.used[bucket] = [at for at in rule.used.get(bucket, []) if now - at < rule.window]
    reset_after = rule.window - (now - used[0]) if used else rule.window
    if len(used) >= rule.limit:
        return Allowance(bucket, rule.limit, 0, reset_after, retry_after=reset_after)
    used.append(now)
    return Allowance(bucket, rule.limit, rule.limit - len(used), reset_after)
