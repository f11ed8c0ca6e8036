"""What is counted about the bot, for Prometheus. Numbers and ids only: never a question, never a name.

Counters are told what happens; gauges are read when somebody looks (`Readings`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = CONTENT_TYPE_LATEST
# around the 50 to 120 ms of a warm answer (docs/architecture.md, Speed) up to the deadline
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25)


@dataclass(frozen=True, slots=True)
class Readings:
    """What the gauges show now. `latency` is in seconds, by shard; `lag` in changes, by index."""

    running: int = 0
    waiting: int = 0
    servers: int = 0
    latency: Mapping[int, float] = field(default_factory=dict)
    lag: Mapping[str, int] = field(default_factory=dict)
    is_active: bool = True


class Metrics:
    """The numbers of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self.questions = Counter("newsdesk_questions", "Questions taken.", registry=self._registry)
        self.answers = Counter(
            "newsdesk_answers",
            "What came of questions: answered, no_evidence, late, failed or line_full.",
            ["outcome"],
            registry=self._registry,
        )
        self.refused = Counter(
            "newsdesk_refused",
            "Wishes turned down before anything was looked up: limit, line_full, place, role or disabled.",
            ["reason"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "newsdesk_answer_seconds",
            "Time of answers by stage; wait is the time in line.",
            ["stage"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.discord = Counter(
            "newsdesk_discord_responses",
            "Answers of Discord's API; 10,000 of 401, 403 and 429 in 10 minutes ban the address.",
            ["status"],
            registry=self._registry,
        )

    def took(self, milliseconds: Mapping[str, float]) -> None:
        """Take note of an answer's `took_ms`."""
        for stage, number in milliseconds.items():
            self.seconds.labels(stage).observe(number / 1_000)

    def watch(self, read: Callable[[], Readings]) -> None:
        """Show as gauges what `read` gives; it is called in a thread, when somebody looks."""
        self._registry.register(_Gauges(read))

    def text(self) -> bytes:
        """All of it, as Prometheus reads it. Blocks while the gauges are read."""
        return generate_latest(self._registry)


class _Gauges(Collector):
    def __init__(self, read: Callable[[], Readings]) -> None:
        self._read = read

    def describe(self) -> Iterable[Metric]:
        """Nothing: so registering reads no gauge."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The gauges as they are now."""
        now = self._read()
        active = "1 in the bot that serves, 0 in one that stands by."
        yield GaugeMetricFamily("newsdesk_active", active, value=now.is_active)
        yield GaugeMetricFamily("newsdesk_running", "Questions being answered.", value=now.running)
        yield GaugeMetricFamily("newsdesk_waiting", "Questions in line.", value=now.waiting)
        yield GaugeMetricFamily("newsdesk_servers", "Servers that the bot is in.", value=now.servers)
        latency = GaugeMetricFamily(
            "newsdesk_gateway_latency_seconds", "Discord's gateway, by shard.", labels=["shard"]
        )
        for shard, seconds in now.latency.items():
            latency.add_metric([str(shard)], seconds)
        yield latency
        lag = GaugeMetricFamily(
            "newsdesk_index_lag", "Changes of the library that an index has yet to follow.", labels=["index"]
        )
        for name, changes in now.lag.items():
            lag.add_metric([name], changes)
        yield lag
