"""A model on a server, over real HTTP, with the bundled one behind it; and servers that fail or lie."""

import logging
import time

import numpy as np
import pytest

from config.errors import ConfigurationError, EmbeddingError
from config.sections import EmbeddingSettings
from index.library import Library
from index.probes import TEXT, Probes
from index.remote_embedder import RemoteEmbedder
from tests.index.embedding_endpoint import (
    SECRET,
    SERVER_TEXT,
    changed,
    embeds,
    gives,
    hangs,
    hangs_up,
    reads_at_most,
    refuses,
    serving,
)

TEXTS = [f"Ferry {number} left the harbour at noon{', in rain' * number}." for number in range(10)]


@pytest.fixture
def endpoint(embedder):
    with serving(embedder) as endpoint:
        yield endpoint


@pytest.fixture
def probes(tmp_path):
    library = Library(tmp_path / "library")
    yield Probes(library)
    library.close()


@pytest.fixture
def remote(endpoint, probes):
    """Make an embedder on the endpoint, with probes that are remembered."""

    def make(**settings: object) -> RemoteEmbedder:
        given = {"url": endpoint.url, "model": "mini", "api_key": SECRET} | settings
        return RemoteEmbedder(EmbeddingSettings.model_validate(given), probes)

    return make


@pytest.mark.parametrize("kind", ["openai", "tei"])
def test_vectors_come_in_the_order_of_the_texts_however_they_are_batched(remote, endpoint, embedder, kind):
    vectors = remote(kind=kind, request_passages=3).embed(TEXTS)
    assert (np.sum(vectors * embedder.embed(TEXTS), axis=1) > 0.99).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert max(map(len, endpoint.texts)) == 4
    assert endpoint.paths == {"/v1/embeddings" if kind == "openai" else "/v1/embed"}
    assert endpoint.keys == {f"Bearer {SECRET}"}


def test_several_requests_are_under_way_at_a_time_and_not_more_than_are_allowed(remote, endpoint):
    model = remote(request_passages=1, concurrency=3)
    model.embed([])  # asks for the probe
    together = []

    def waits_for_three(handler, texts):
        for _ in range(200):
            if endpoint.under_way == 3 or together:
                together.append(True)
                break
            handler.endpoint.closing.wait(0.01)
        embeds(handler, texts)

    endpoint.behave(waits_for_three)
    model.embed(TEXTS)
    assert together
    assert endpoint.most_at_once == 3


def test_vectors_of_any_length_are_scaled_to_length_one(remote, endpoint):
    endpoint.behave(changed(lambda vectors: [[7 * number for number in vector] for vector in vectors]))
    assert np.linalg.norm(remote().embed(TEXTS), axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_need_no_request_once_the_model_is_known(remote, endpoint):
    model = remote()
    assert model.identity.dimensions == 384
    endpoint.behave(refuses(500))
    assert model.embed([]).shape == (0, 384)
    assert endpoint.texts == []


@pytest.mark.parametrize(
    "failure",
    [
        refuses(500),
        refuses(503),
        refuses(429, retry_after="0"),
        gives(b'{"data": [', length=500),
        hangs_up,
    ],
    ids=["500", "503", "429", "cut off", "no answer"],
)
def test_a_failure_in_passing_is_tried_again(remote, endpoint, failure):
    model = remote()
    model.embed([])  # asks for the probe
    endpoint.behave(failure, embeds)
    assert model.embed(["Rain."]).shape == (1, 384)
    assert len(endpoint.texts) == 2


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (refuses(401), "embedding.api_key"),
        (refuses(404), "embedding.model"),
        (refuses(413), "embedding.request_passages"),
        (refuses(301, location="http://127.0.0.1:1/"), "status 301"),
        (refuses(429, retry_after="3600"), "busy"),
        (gives(b"<html>a portal</html>"), "something else than vectors"),
        (gives(b'{"data": [{"index": 0, "embedding": [NaN, 1]}]}'), "vectors"),
        (gives(b'{"data": [{"index": 0, "embedding": ["a"]}]}'), "vectors"),
        (gives(b" " * 10_000_000), "more than"),
        (gives(b"{}", content_encoding="gzip"), "compressed"),
        (changed(lambda vectors: vectors[1:]), "1 vectors for 2 texts"),
        (changed(lambda vectors: [vector[:-1] for vector in vectors]), "383 numbers a text instead of 384"),
        (changed(lambda vectors: [vectors[0], vectors[1][1:]]), "vectors of one length"),
        (changed(lambda vectors: vectors[::-1]), "its model was changed"),
        (changed(lambda vectors: [vector[::-1] for vector in vectors]), "its model was changed"),
        (changed(lambda vectors: [vectors[0], [0.0] * 384]), "zero"),
        (changed(lambda vectors: [vectors[0], [1e300] * 384]), "not finite"),
    ],
)
def test_what_is_no_vector_is_refused_at_once_with_what_to_do(remote, endpoint, caplog, behaviour, said):
    model = remote()
    model.embed([])  # asks for the probe
    endpoint.behave(behaviour)
    with caplog.at_level(logging.DEBUG), pytest.raises(EmbeddingError) as error:
        model.embed(["Rain."])
    assert said in str(error.value)
    assert len(endpoint.texts) == 1
    for secret in (SECRET, SERVER_TEXT):
        assert secret not in f"{error.value!r} {error.value.__cause__!r} {caplog.text}"


def test_a_server_that_hangs_is_given_up_within_the_time_of_a_question(remote, endpoint):
    model = remote()
    model.embed([])  # asks for the probe
    endpoint.behave(hangs)
    begin = time.monotonic()
    with pytest.raises(EmbeddingError, match="in time"):
        model.embed(["Who sank?"], 0.4)
    assert time.monotonic() - begin < 5


def test_a_server_that_is_not_there_is_named_with_its_setting(remote):
    with pytest.raises(EmbeddingError, match=r"embedding\.url"):
        remote(url="http://127.0.0.1:9/v1", deadline_seconds=0.3).embed(["Rain."])


def test_a_server_that_fails_again_and_again_is_left_alone(remote, endpoint):
    remote().embed([])  # asks for the probe
    model = remote(deadline_seconds=0.2)
    endpoint.behave(refuses(500))
    for _ in range(3):
        with pytest.raises(EmbeddingError, match="status 500"):
            model.embed(["Rain."])
    asked = len(endpoint.texts)
    with pytest.raises(EmbeddingError, match="left alone"):
        model.embed(["Rain."])
    assert len(endpoint.texts) == asked


def test_one_failing_request_ends_the_others(remote, endpoint):
    model = remote(request_passages=1, concurrency=2)
    model.embed([])  # asks for the probe
    endpoint.behave(refuses(401))
    with pytest.raises(EmbeddingError, match="api_key"):
        model.embed(TEXTS)
    assert len(endpoint.texts) <= 2


def test_what_is_too_much_for_the_server_is_asked_for_in_parts_and_its_end_left_out(
    remote, endpoint, embedder
):
    model = remote()
    model.embed([])  # asks for the probe
    long = "The ferry left the harbour. " * 40
    endpoint.behave(reads_at_most(500))
    vectors = model.embed(["Rain.", "Snow.", long])
    assert np.sum(vectors * embedder.embed(["Rain.", "Snow.", long[:280]]), axis=1) == pytest.approx(
        1, abs=0.02
    )


def test_the_same_name_with_another_model_behind_it_is_refused(remote, endpoint):
    remote().embed(TEXTS)
    endpoint.behave(changed(lambda vectors: [vector[::-1] for vector in vectors]))
    with pytest.raises(EmbeddingError, match="newsdesk reindex"):
        remote().embed(TEXTS)
    assert remote(revision="2").embed(TEXTS).shape == (10, 384)


def test_a_server_that_is_away_has_the_identity_that_is_remembered(remote, endpoint):
    known = remote().identity
    endpoint.behave(refuses(500))
    assert remote().identity == known
    assert endpoint.texts == []


def test_every_request_carries_the_probe(remote, endpoint):
    remote(request_passages=4).embed(TEXTS)
    assert all(texts[0] == TEXT for texts in endpoint.texts)


def test_words_are_counted_by_the_bundled_tokenizer_with_a_margin_or_by_the_one_that_is_named(
    remote, embedder, tmp_path
):
    assert remote(max_tokens=400).max_tokens == 300
    assert remote().tokenizer.encode("harbour").ids == embedder.tokenizer.encode("harbour").ids
    embedder.tokenizer.save(str(tmp_path / "tokenizer.json"))
    assert remote(max_tokens=400, tokenizer=tmp_path / "tokenizer.json").max_tokens == 400
    with pytest.raises(ConfigurationError, match=r"embedding\.tokenizer"):
        remote(tokenizer=tmp_path / "nothing.json")


def test_a_key_that_cannot_be_sent_is_refused_and_not_repeated(remote):
    with pytest.raises(ConfigurationError, match=r"embedding\.api_key") as error:
        remote(api_key=f"{SECRET}\u2026")
    assert SECRET not in str(error.value)
