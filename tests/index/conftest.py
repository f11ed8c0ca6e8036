import json
import shutil
from pathlib import Path

import pytest

from config.settings import load_settings
from index.embedding import model_folder


@pytest.fixture(scope="session")
def other_model(tmp_path_factory) -> Path:
    """The bundled model with one weight changed: another model, as quick as the first."""
    source = model_folder(load_settings().embedding)
    assert source is not None
    folder = tmp_path_factory.mktemp("model") / "other"
    shutil.copytree(source, folder)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"note": "another one"}))
    return folder
