"""Connections to a server that do not wait for ever.

A server whose process stands still keeps its connections: neither keep-alives nor the server's own time limits end the
wait. So every wait for an answer has an end here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy.event import listen

if TYPE_CHECKING:
    import sqlalchemy as sa
    from psycopg.abc import PQGen

#: How long a draft's statement, or the question whether a connection is alive, may wait for its answer, s.
ANSWER_SECONDS = 10.0
#: How long others may: a little longer than the server lets a statement run, so that it is the server that gives up.
STATEMENT_SECONDS = 35.0


@cache
def _connection_class() -> type[Any]:
    import psycopg  # only a server's desk needs it, and it costs start-up time
    from psycopg.pq import TransactionStatus

    class Answering(psycopg.Connection[Any]):
        """Gives up when the server has not answered for ``patience`` seconds; None waits as long as it takes."""

        patience: float | None = None

        def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:  # noqa: ANN401 -- psycopg's own signature
            try:
                return super().wait(gen, interval, self.patience if timeout is None else timeout)
            except psycopg.OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    self.pgconn.finish()  # nobody can know any more what an answer would belong to
                raise

    return Answering


def limit_waiting(engine: sa.Engine) -> None:
    """Let the connections of ``engine`` give up on a server that does not answer."""

    def connect(_dialect: object, _record: object, given: list[Any], options: dict[str, Any]) -> Any:  # noqa: ANN401 -- a connection
        connection = _connection_class().connect(*given, **options)
        connection.patience = ANSWER_SECONDS
        return connection

    def back(connection: Any, _record: object) -> None:  # noqa: ANN401 -- a connection
        if connection is not None:
            connection.patience = ANSWER_SECONDS

    listen(engine, "do_connect", connect)
    listen(engine, "checkin", back)


def wait_for(connection: sa.Connection, seconds: float | None) -> None:
    """Let the statements of a server's ``connection`` wait so long until it goes back; None for as long as it takes.

    Without a limit here the server's own is taken away too, for this transaction.
    """
    raw: Any = connection.connection.driver_connection
    raw.patience = seconds
    if seconds is None:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
