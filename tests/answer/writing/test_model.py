"""The language model behind real HTTP: what it gives, what it costs, and every way in which it fails."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from answer.notes import Reason
from answer.writing.allowance import Allowance
from answer.writing.failures import ModelFailure
from answer.writing.model import Model
from answer.writing.providers import Message
from config.errors import ConfigurationError
from config.sections import LlmSettings
from index.library import Library
from index.usage import Spent, UsageLog
from tests.answer.writing.provider import (
    PROVIDER_TEXT,
    SECRET,
    cut,
    drips,
    drips_words,
    floods,
    floods_without_events,
    hangs,
    hangs_after_a_piece,
    redirects,
    refuses,
    says,
    says_as_ollama,
    serving,
    speaks_html,
    unpacks,
    wait_until,
)

TODAY = datetime(2026, 1, 10, 12, tzinfo=UTC)
ASK = (Message("user", "What happened?"),)


@pytest.fixture
def truth(tmp_path):
    library = Library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def make_model(truth, llm):
    def make(url: str, **more: object) -> Model:
        return Model(llm(url, **more), truth, lambda: TODAY)

    return make


def said(model: Model, seconds: float = 20.0) -> str:
    return "".join(model.stream(ASK, Allowance(time.monotonic() + seconds)))


def failure(model: Model, seconds: float = 20.0) -> Reason:
    with pytest.raises(ModelFailure) as caught:
        said(model, seconds)
    return caught.value.reason


def test_an_answer_comes_as_it_is_said_and_is_counted(make_model, truth):
    with serving(says("Seven people were hurt.", piece=5)) as provider:
        model = make_model(provider.url, price_in=1.0, price_out=10.0)
        assert list(model.stream(ASK, Allowance(time.monotonic() + 20))) == [
            "Seven",
            " peop",
            "le we",
            "re hu",
            "rt.",
        ]
        assert provider.requests[0]["temperature"] == 0
    spent = UsageLog(truth).of(TODAY.date())
    assert spent == Spent(1, 900, 50, pytest.approx(0.0014))


@pytest.mark.parametrize(
    ("behaviour", "reason", "requests"),
    [
        (refuses(400), Reason.REQUEST_REFUSED, 1),
        (refuses(401), Reason.KEY_REFUSED, 1),
        (refuses(404), Reason.UNKNOWN_MODEL, 1),
        (refuses(429), Reason.BUSY, 2),
        (refuses(429, retry_after="60"), Reason.BUSY, 1),
        (refuses(500), Reason.BROKEN, 2),
        (refuses(503, retry_after="Wed, 21 Oct 2099 07:28:00 GMT"), Reason.BUSY, 1),
        (cut("half an answer"), Reason.CUT_OFF, 1),
        (cut(""), Reason.CUT_OFF, 2),
        (floods, Reason.TOO_LONG, 1),
        (floods_without_events, Reason.TOO_LONG, 1),
        (unpacks, Reason.UNREADABLE, 1),
        (redirects, Reason.REQUEST_REFUSED, 1),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_every_failure_has_a_reason_of_ours_and_costs_two_requests_at_most(
    make_model, caplog, behaviour, reason, requests
):
    with serving(behaviour) as provider:
        assert failure(make_model(provider.url)) is reason
        assert len(provider.requests) == requests
    assert PROVIDER_TEXT not in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("behaviour", [hangs, hangs_after_a_piece, drips, drips_words])
def test_a_server_that_gives_nothing_in_time_costs_the_deadline_and_no_more(make_model, behaviour):
    with serving(behaviour) as provider:
        model = make_model(provider.url)
        failure_of_warming_up = failure(make_model(provider.url), 0.01)
        begin = time.monotonic()
        assert failure(model, 1.0) is Reason.TOO_SLOW
        assert time.monotonic() - begin < 3
    assert failure_of_warming_up is Reason.TOO_SLOW


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/v1", "http://no-such-host.invalid/v1"])
def test_a_server_that_is_not_there_is_unreachable(make_model, url):
    assert failure(make_model(url)) is Reason.UNREACHABLE


def test_a_page_instead_of_an_answer_is_no_text(make_model):
    with serving(speaks_html) as provider:
        assert said(make_model(provider.url)) == ""


def test_a_busy_server_is_asked_again_when_it_said(make_model):
    with serving(refuses(429, retry_after="1"), says("Yes.")) as provider:
        begin = time.monotonic()
        assert said(make_model(provider.url)) == "Yes."
        assert time.monotonic() - begin >= 1
        assert len(provider.requests) == 2


def test_a_server_that_fails_again_and_again_is_left_alone(make_model):
    with serving(refuses(401)) as provider:
        model = make_model(provider.url)
        reasons = [failure(model) for _ in range(5)]
        assert reasons == [Reason.KEY_REFUSED] * 3 + [Reason.RESTING] * 2
        assert len(provider.requests) == 3


def test_a_question_that_is_refused_says_nothing_about_the_next(make_model):
    with serving(*[refuses(400)] * 4, says("Yes.")) as provider:
        model = make_model(provider.url)
        assert [failure(model) for _ in range(4)] == [Reason.REQUEST_REFUSED] * 4
        assert said(model) == "Yes."


def test_at_most_so_many_requests_run_at_once(make_model):
    with serving(hangs) as provider:
        model = make_model(provider.url, concurrency=1)
        first = model.stream(ASK, Allowance(time.monotonic() + 5))
        with ThreadPoolExecutor(1) as threads:
            hanging = threads.submit(list, first)
            assert wait_until(lambda: len(provider.requests) == 1)
            assert failure(model, 0.5) is Reason.BUSY
            provider.closing.set()
            with pytest.raises(ModelFailure):
                hanging.result(5)


def test_the_ceiling_of_tokens_forbids_the_request_that_could_pass_it(make_model, truth):
    with serving(says("Yes.")) as provider:
        model = make_model(provider.url, daily_tokens=1_800, output_tokens=800)
        assert said(model) == "Yes."
        assert UsageLog(truth).of(TODAY.date()).tokens == 950
        assert said(model) == "Yes."
        assert UsageLog(truth).of(TODAY.date()).tokens == 1_900
        assert failure(model) is Reason.CEILING
        assert len(provider.requests) == 2


def test_the_ceiling_of_cost_holds_from_the_first_request_on(make_model):
    with serving(says("Yes.")) as provider:
        model = make_model(provider.url, daily_cost=0.01, price_out=1000.0)
        assert failure(model) is Reason.CEILING
        assert provider.requests == []


def test_a_completion_is_text_or_nothing(make_model):
    with serving(says("  and the French?  ")) as provider:
        assert make_model(provider.url).complete("?", Allowance(time.monotonic() + 20)) == "and the French?"
    with serving(refuses(500)) as provider:
        allowance = Allowance(time.monotonic() + 20)
        assert make_model(provider.url).complete("?", allowance) is None
        assert allowance.requests == 0


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"provider": "openai_like", "api_base": "http://127.0.0.1:1"}, "llm.model"),
        ({"provider": "openai_like", "model": "m"}, "llm.api_base"),
        ({"provider": "anthropic", "model": "m"}, "newsdesk[anthropic]"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_with_what_to_do(truth, given, named):
    with pytest.raises(ConfigurationError) as caught:
        Model(LlmSettings.model_validate(given), truth)
    assert named in str(caught.value)


def test_openai_s_own_models_are_asked_within_the_same_bounds(make_model, truth):
    with serving(refuses(500), says("Yes.")) as provider:
        assert said(make_model(provider.url, provider="openai", model="gpt-4o-mini")) == "Yes."
        assert len(provider.requests) == 2
    assert UsageLog(truth).of(TODAY.date()).tokens_in > 900


def test_ollama_is_asked_within_the_same_bounds(make_model, truth):
    with serving(says_as_ollama("Yes, seven of them.")) as provider:
        model = make_model(provider.url.removesuffix("/v1"), provider="ollama")
        schema = {"type": "object"}
        pieces = model.stream(ASK, Allowance(time.monotonic() + 20), schema)
        assert "".join(pieces) == "Yes, seven of them."
        assert provider.requests[0]["format"] == schema
    assert UsageLog(truth).of(TODAY.date()) == Spent(1, 900, 50)
    with serving(refuses(404)) as provider:
        model = make_model(provider.url.removesuffix("/v1"), provider="ollama")
        assert failure(model) is Reason.UNKNOWN_MODEL
        assert len(provider.requests) == 1


def test_a_key_is_never_shown(llm):
    assert SECRET not in repr(llm("http://127.0.0.1:1"))
    assert SECRET not in llm("http://127.0.0.1:1").model_dump_json()
