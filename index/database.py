"""How a connection to the library's database is set up."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

WRITE = "newsdesk_write"
BUSY_SECONDS = 30


def connect(url: str) -> Engine:
    """An engine whose transactions are durable (WAL, synchronous=FULL) and write only when marked so.

    A connection with the execution option WRITE takes the write lock at its start, so that two processes
    wait for each other instead of failing half-way.
    """
    # an error of the database must not carry what people asked into a log
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection
        connection.isolation_level = None  # SQLAlchemy's recipe: transactions are begun below, not by sqlite3
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its Connection
        write = connection.get_execution_options().get(WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine
