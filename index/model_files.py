"""What a model's folder says of itself: its identity and how much it reads."""

import hashlib
import json
from pathlib import Path

_EDGE = 1 << 20
_DEFAULT_MAX_TOKENS = 512


def model_digest(folder: Path) -> str:
    """Identify a model by its weights' sizes and edges and its configuration, without reading gigabytes."""
    digest = hashlib.sha256()
    files = [*folder.glob("*.safetensors"), *folder.glob("*.bin"), *folder.rglob("config.json")]
    for file in sorted(files):
        size = file.stat().st_size
        digest.update(f"{file.relative_to(folder)}:{size}\n".encode())
        with file.open("rb") as weights:
            digest.update(weights.read(_EDGE))
            weights.seek(max(0, size - _EDGE))
            digest.update(weights.read(_EDGE))
    return digest.hexdigest()[:32]


def model_max_tokens(folder: Path) -> int:
    """Word pieces that the model reads, special ones included (sentence-transformers' max_seq_length)."""
    try:
        limit = json.loads((folder / "sentence_bert_config.json").read_text()).get("max_seq_length")
    except (OSError, ValueError):
        limit = None
    return int(limit or _DEFAULT_MAX_TOKENS)
