"""The two ways to run newsdesk, which must be alike in all that people see: on one machine, and on servers."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from config.settings import Settings, load_settings
from tests.conftest import CACHE
from tests.milvus import MilvusServer
from tests.postgres import PostgresServer
from tests.serving import chroma_server
from tests.torture.commands import tell_of_milvus, tell_of_writing


@dataclass(frozen=True, slots=True)
class SetUp:
    """A way to run newsdesk: where the truth is, and which engines find in it.

    `settings` gives the settings of a new library, with what it has of its own in a folder. `kill` ends, as `kill -9`
    does, the engine in which the library of these settings is searched for meanings; after `revive` it can be had
    again. `lose` takes from the engines all that they hold of a library, which nobody has open. A command that was
    started with `tell_of_writing` tells when it writes the `projection`.
    """

    settings: Callable[[Path], Settings]
    kill: Callable[[Settings], None]
    revive: Callable[[], None]
    lose: Callable[[Settings], None]
    projection: str
    tell_of_writing: Callable[[], None]


def on_one_machine() -> SetUp:
    """The default: SQLite, tantivy, and a Chroma that newsdesk starts itself."""

    def kill(settings: Settings) -> None:
        chroma_server(settings).kill()

    def lose(settings: Settings) -> None:
        shutil.rmtree(settings.data_dir / "keywords")
        shutil.rmtree(settings.data_dir / "chroma")

    return SetUp(_settings, kill, lambda: None, lose, "keywords", tell_of_writing)


def on_servers(postgres: PostgresServer, milvus: MilvusServer) -> SetUp:
    """PostgreSQL and Milvus, which all machines share."""
    made = 0

    def settings(folder: Path) -> Settings:
        nonlocal made
        made += 1
        address = SecretStr(postgres.create(f"contract_{made}"))
        plain = _settings(folder)
        index = plain.index.model_copy(update={"engine": "milvus", "milvus_uri": milvus.uri})
        return plain.model_copy(update={"database_url": address, "index": index})

    def kill(_: Settings) -> None:
        milvus.kill()

    def lose(_: Settings) -> None:
        milvus.lose()

    return SetUp(settings, kill, milvus.start, lose, "milvus", tell_of_milvus)


def _settings(folder: Path) -> Settings:
    return load_settings(data_dir=folder, cache_dir=CACHE, index={"chroma_linger_seconds": 0})
