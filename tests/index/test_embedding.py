"""The bundled model on both backends, and what it does not do behind the user's back."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from config.errors import ConfigurationError
from config.settings import load_settings
from index.embedding import load_embedder
from index.openvino_embedder import OpenVinoEmbedder
from tests.conftest import CACHE

ROOT = Path(__file__).parents[2]
TEXTS = ["A ceasefire is far off.", "Rain.", "Der Kanzler sprach am Dienstag.", "", "word " * 600]


def test_vectors_come_in_the_order_of_the_texts_and_have_unit_length(embedder):
    together = embedder.embed(TEXTS)
    apart = np.concatenate([embedder.embed([text]) for text in TEXTS])
    assert together.shape == (len(TEXTS), embedder.identity.dimensions)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert ((together * apart).sum(1) > 0.999).all()


def test_no_text_gives_no_vector(embedder):
    assert embedder.embed([]).shape == (0, embedder.identity.dimensions)


def test_both_backends_give_the_same_vectors_for_the_same_model(embedder):
    other = load_embedder(load_settings(embedding={"backend": "torch"}).embedding, CACHE)
    assert other.identity == embedder.identity
    assert ((other.embed(TEXTS[:3]) * embedder.embed(TEXTS[:3])).sum(1) > 0.98).all()


def test_a_model_that_is_not_here_is_refused_by_the_name_of_the_setting(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ConfigurationError, match=r"embedding\.model"):
        load_embedder(load_settings(embedding={"model": "nobody/nothing"}).embedding, CACHE)


def test_openvino_does_not_report_home(tmp_path):
    script = "import index.openvino_embedder"
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_a_signal_does_not_end_the_process_after_embedders_went():
    """OpenVINO's cores leave the thread a freed stack for its signal handlers, if they go in the order they came."""
    script = f"""
import signal
from pathlib import Path
from config.settings import load_settings
from index.embedding import load_embedder
first, second = (load_embedder(load_settings().embedding, Path({str(CACHE)!r})) for _ in range(2))
del first
del second
signal.signal(signal.SIGTERM, lambda *_: print("stopped"))
signal.raise_signal(signal.SIGTERM)
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "stopped\n")


def test_the_model_has_run_once_in_one_thread_before_several_use_it(monkeypatch):
    """Two first inferences at once deadlocked in OpenVINO's binding, seldom (seen in November 2026)."""
    ran = []
    inference = OpenVinoEmbedder._embed_batch

    def seen(self, texts):
        ran.append(threading.current_thread())
        return inference(self, texts)

    monkeypatch.setattr(OpenVinoEmbedder, "_embed_batch", seen)
    load_embedder(load_settings(cache_dir=CACHE).embedding, CACHE)
    assert ran == [threading.current_thread()]
