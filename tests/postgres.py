"""A PostgreSQL server for a run of tests, on loopback, in a folder that goes with it."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from index.library import Library
from index.schema import metadata

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
_USER = "postgres"
_QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "autovacuum=off",
)
_TEMPLATE = "newsdesk_template"


class CannotRunError(Exception):
    """The machine's PostgreSQL cannot be started here."""


@dataclass
class PostgresServer:
    """A server that runs; `password` is its only user's."""

    port: int
    password: str

    def url(self, database: str, password: str | None = None) -> str:
        return f"postgresql://{_USER}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def do(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as db:
            db.execute(statement)

    def create(self, database: str, *, empty: bool = False) -> str:
        """A database with the tables of a library, or without; its address."""
        self.do(f"CREATE DATABASE {database} TEMPLATE {'template0' if empty else _TEMPLATE}")
        return self.url(database)

    def clear(self, database: str) -> None:
        """Make the library of a database a new one; a tenth of the time that another database takes."""
        with psycopg.connect(self.url(database), autocommit=True) as db:
            counted = db.execute("SELECT relname FROM pg_class WHERE relkind = 'S'").fetchall()
            parts = [
                *(
                    SQL("DELETE FROM {}").format(Identifier(one.name))
                    for one in reversed(metadata.sorted_tables)
                ),
                *(SQL("ALTER SEQUENCE {} RESTART").format(Identifier(name)) for (name,) in counted),
                SQL("INSERT INTO facts (name, value) VALUES ('library', {})").format(secrets.token_hex(16)),
            ]
            db.execute(SQL("; ").join(parts))

    def drop(self, database: str) -> None:
        self.do(f"DROP DATABASE {database} WITH (FORCE)")


@contextmanager
def running_server(also: str | None = None) -> Iterator[PostgresServer]:
    """A server with a template of an empty library, on one `also` address of this machine. Raises CannotRunError."""
    assert PROGRAMS is not None
    # pytest's own folders, and what TMPDIR names, may be closed to other users
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-postgres-", dir="/tmp"))
    server = PostgresServer(free_port(), secrets.token_hex(8))
    (folder / "password").write_text(server.password)
    other = (
        {"user": _USER, "group": _USER, "extra_groups": []} if os.geteuid() == 0 else {}
    )  # initdb refuses root
    if other:
        try:
            for path in (folder, folder / "password"):
                shutil.chown(path, _USER, _USER)
        except LookupError as exc:
            raise CannotRunError(f"there is no user {_USER}, and root may not run it") from exc
    data = folder / "data"
    making = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync", "--encoding=UTF8"]
    made = subprocess.run(
        [PROGRAMS / "initdb", data, f"--username={_USER}", "--locale=C.UTF-8", *making],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        **other,
    )
    if made.returncode:
        raise CannotRunError(made.stderr)
    addresses = ["127.0.0.1"]
    if also:
        addresses.append(also)
        with (data / "pg_hba.conf").open("a") as permitted:
            permitted.write(f"host all all {also}/24 scram-sha-256\n")
    listen = f"listen_addresses={','.join(addresses)}"
    options = (f"port={server.port}", listen, "unix_socket_directories=", *_QUICK)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [PROGRAMS / "postgres", "-D", data, *(part for one in options for part in ("-c", one))],
            cwd=folder,
            stdout=log,
            stderr=log,
            **other,
        )
    try:
        _wait(server, process, folder / "log")
        server.do(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
        Library(folder / "library", url=server.url(_TEMPLATE)).close()
        server.create("shared")
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # "fast": does not wait for connections
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: PostgresServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    while process.poll() is None:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.02)  # there is nothing to wait on: the server opens its port before it is ready
        else:
            return
    raise CannotRunError(log.read_text())
