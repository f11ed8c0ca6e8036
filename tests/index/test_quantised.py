"""The bundled model in int8: whole, near the original, and left alone where it cannot run."""

import json
import shutil

import numpy as np
import pytest

from config.errors import ConfigurationError
from config.settings import load_settings
from index import quantised
from index.embedding import load_embedder, model_folder
from index.model_files import model_digest
from index.openvino_embedder import _batches
from tests.conftest import CACHE

TEXTS = ["A ceasefire is far off.", "Der Kanzler sprach am Dienstag.", "The harbour was closed. " * 20]
is_fast_here = bool(quantised._FAST & quantised._processor_flags())


def embedder(**embedding):
    return load_embedder(load_settings(embedding=embedding).embedding, CACHE)


def bundled_digest():
    return model_digest(model_folder(load_settings().embedding))


def test_the_model_that_comes_with_newsdesk_is_whole_small_and_of_the_bundled_one():
    assert quantised.damage(quantised.FOLDER) is None
    assert json.loads((quantised.FOLDER / quantised.MANIFEST).read_text())["digest"] == bundled_digest()
    assert sum(file.stat().st_size for file in quantised.FOLDER.iterdir()) <= 25_000_000


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_harmed_file_is_noticed_and_the_advice_given(tmp_path, harm):
    folder = tmp_path / "model"
    shutil.copytree(quantised.FOLDER, folder)
    with (folder / "model.bin").open("r+b") as file:
        file.seek(1_000_000)
        file.write(b"oops")
    if harm == "missing":
        (folder / "model.bin").unlink()
    assert "install newsdesk again" in quantised.damage(folder)


@pytest.mark.skipif(not is_fast_here, reason="this processor has no instructions for int8")
def test_int8_is_taken_where_it_can_run_and_is_near_the_original():
    auto, full = embedder(), embedder(precision="float32")
    assert (auto.precision, full.precision) == ("int8", "float32")
    assert auto.identity == full.identity
    cosines = (auto.embed(TEXTS) * full.embed(TEXTS)).sum(1)
    assert cosines.min() > 0.98


@pytest.mark.parametrize("without", ["processor", "file"])
def test_without_the_instructions_or_the_file_the_model_runs_in_more_bits(tmp_path, monkeypatch, without):
    if without == "processor":
        monkeypatch.setattr(quantised, "_processor_flags", frozenset)
    else:
        monkeypatch.setattr(quantised, "_processor_flags", lambda: quantised._FAST)
        monkeypatch.setattr(quantised, "FOLDER", tmp_path)
    found = embedder()
    assert found.precision in {"bfloat16", "float32"}
    assert np.allclose(np.linalg.norm(found.embed(TEXTS), axis=1), 1, atol=1e-2)
    with pytest.raises(ConfigurationError, match=r"embedding\.precision"):
        embedder(precision="int8")


def test_int8_is_refused_on_pytorch():
    with pytest.raises(ConfigurationError, match=r"embedding\.precision"):
        embedder(precision="int8", backend="torch")


def test_the_model_sees_few_shapes_whatever_the_number_of_texts():
    for count in range(40):
        batches = _batches([[0] * (1 + n % 7) for n in range(count)], 8)
        assert sorted(position for batch in batches for position in batch) == list(range(count))
        assert {len(batch) for batch in batches} <= {8, 1}
