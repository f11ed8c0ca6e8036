"""Health and metrics, read over HTTP as a monitor reads them."""

import asyncio
import socket
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.running.health import LOOPBACK, State, health_pages
from bot.running.metrics import Metrics, Readings
from config.errors import ConfigurationError


def fetch(port: int, path: str) -> tuple[int, str, str]:
    """Status, content type and body."""
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}{path}", timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers["Content-Type"], refusal.read().decode()


def values(text: str) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_monitor_reads_what_was_counted_and_what_is_now():
    metrics = Metrics()
    metrics.questions.inc(3)
    metrics.answers.labels("answered").inc(2)
    metrics.refused.labels("limit").inc()
    metrics.took({"search": 30.0, "total": 80.0})
    metrics.watch(lambda: Readings(2, 5, 7, {0: 0.041, 1: 0.052}, {"keywords": 0, "vectors": 12}))

    async with health_pages(0, metrics, State) as port:
        status, kind, text = await asyncio.to_thread(fetch, port, "/metrics")

    assert status == 200
    assert kind.startswith("text/plain; version=1.0.0")
    now = values(text)
    assert now["newsdesk_questions_total",] == 3
    assert now["newsdesk_answers_total", "answered"] == 2
    assert now["newsdesk_refused_total", "limit"] == 1
    assert now["newsdesk_answer_seconds_sum", "search"] == pytest.approx(0.03)
    assert now["newsdesk_answer_seconds_count", "total"] == 1
    assert (now["newsdesk_running",], now["newsdesk_waiting",], now["newsdesk_servers",]) == (2, 5, 7)
    assert now["newsdesk_gateway_latency_seconds", "1"] == 0.052
    assert now["newsdesk_index_lag", "vectors"] == 12
    assert now["process_resident_memory_bytes",] > 0


async def test_a_bot_is_alive_while_it_cannot_answer_yet():
    obstacles = ["not connected to Discord"]
    async with health_pages(0, Metrics(), lambda: State(tuple(obstacles))) as port:
        alive = await asyncio.to_thread(fetch, port, "/health")
        before = await asyncio.to_thread(fetch, port, "/ready")
        obstacles.clear()
        after = await asyncio.to_thread(fetch, port, "/ready")

    assert alive[0] == 200
    assert (before[0], before[2]) == (
        503,
        '{"status": "not ready", "obstacles": ["not connected to Discord"]}',
    )
    assert (after[0], after[2]) == (200, '{"status": "ready", "obstacles": []}')


async def test_a_bot_that_stands_by_is_as_good_as_ready_and_says_so():
    metrics = Metrics()
    metrics.watch(lambda: Readings(is_active=False))
    async with health_pages(0, metrics, lambda: State(is_standing_by=True)) as port:
        status, _, told = await asyncio.to_thread(fetch, port, "/ready")
        now = values((await asyncio.to_thread(fetch, port, "/metrics"))[2])
    assert (status, told) == (200, '{"status": "standing by", "obstacles": []}')
    assert now["newsdesk_active",] == 0


async def test_two_bots_in_one_process_count_apart():
    one, other = Metrics(), Metrics()
    one.questions.inc()
    assert values(one.text().decode())["newsdesk_questions_total",] == 1
    assert values(other.text().decode())["newsdesk_questions_total",] == 0


async def test_the_pages_are_on_loopback_only():
    async with health_pages(0, Metrics(), State) as port:
        with socket.socket() as elsewhere:  # any other address of this machine is still free
            elsewhere.bind(("127.0.0.2", port))


async def test_other_machines_read_the_pages_where_the_settings_say_so():
    async with health_pages(0, Metrics(), State, "127.0.0.2") as port:
        with socket.create_connection(("127.0.0.2", port), timeout=10):
            pass


async def test_a_port_that_is_taken_is_named_with_what_to_do():
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=rf"Port {port} .* discord\.health_port"):
            async with health_pages(port, Metrics(), State):
                pass
