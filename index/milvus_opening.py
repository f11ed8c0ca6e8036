"""Opens the Milvus that the settings name, or says what is missing for it."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from config.errors import ConfigurationError
from config.settings import Settings
from index.library import Library
from index.stored import ModelIdentity

if TYPE_CHECKING:
    from index.milvus import MilvusIndex

LITE_FILE = "milvus.db"


def open_milvus(settings: Settings, library: Library, model: ModelIdentity) -> "MilvusIndex":
    """The index in the Milvus of the settings; connects to nothing yet. Raises ConfigurationError."""
    uri, token = settings.index.milvus_uri, settings.index.milvus_token
    for module, extra in (
        {"pymilvus": "newsdesk[milvus]"} | ({} if uri else {"milvus_lite": "milvus-lite"})
    ).items():
        if find_spec(module) is None:
            raise ConfigurationError(f'index.engine is milvus, which needs more: pip install "{extra}"')
    from index.milvus import MilvusIndex  # an extra, and slow to import

    return MilvusIndex(
        uri or str(settings.data_dir / LITE_FILE), token.get_secret_value() if token else "", library, model
    )
