"""What an error of a database means to a store: a race, a wait, an outage, or a mistake.

Every driver numbers its errors in its own way; the numbers stand here and nowhere else.
"""

import sqlite3
from enum import Enum

from django.db import Error, InterfaceError, OperationalError


class Trouble(Enum):
    """Why a statement failed."""

    RACE = "race"
    """Somebody else was writing the same row. Alone, the statement may be tried again."""
    WAIT = "wait"
    """Somebody else holds the row for longer than the database lets anybody wait."""
    OUTAGE = "outage"
    """The database cannot be reached, or cannot write now."""
    MISTAKE = "mistake"
    """Whatever else: a missing table, a value that does not fit."""


POSTGRES_STATES = {
    "40001": Trouble.RACE,  # serialization_failure
    "40P01": Trouble.RACE,  # deadlock_detected
    "55P03": Trouble.WAIT,  # lock_not_available
    "25006": Trouble.OUTAGE,  # read_only_sql_transaction: a replica, during a failover
}
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""

POSTGRES_OUTAGES = ("08", "53", "57", "58")
"""Classes: connection, resources, somebody stopped it, the system around it."""

MYSQL_NUMBERS = {
    **dict.fromkeys(
        [
            1020,  # the row has changed since this transaction read it
            1213,  # deadlock
        ],
        Trouble.RACE,
    ),
    1205: Trouble.WAIT,
    **dict.fromkeys(
        [
            # The server cannot be found, refuses, hangs up or goes away.
            *(1040, 1042, 1043, 1044, 1045, 1049, 1053, 1077, 1079, 1129, 1130, 1203),
            *(1152, 1158, 1159, 1160, 1161, 1184, 1927, 4031),
            *(2002, 2003, 2005, 2006, 2012, 2013, 2055),
            # It is full, read-only, or was told to stop this statement.
            *(1021, 1114, 1290, 1317, 1792, 1836, 1969, 3024),
        ],
        Trouble.OUTAGE,
    ),
    0: Trouble.OUTAGE,  # PyMySQL, asked through a connection that was closed
}
"""https://mariadb.com/kb/en/mariadb-error-code-reference/"""

SQLITE_NUMBERS = dict.fromkeys(
    [
        # Its lock is the whole database's: who waits for it has not lost a race for a task.
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    ],
    Trouble.OUTAGE,
)
"""https://sqlite.org/rescode.html"""


def trouble_of(error: Error) -> Trouble:
    """Tell what went wrong, by the number that the driver gave its error."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        primary = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return SQLITE_NUMBERS.get(primary, Trouble.MISTAKE)
    if error.args and isinstance(error.args[0], int):
        return MYSQL_NUMBERS.get(error.args[0], Trouble.MISTAKE)
    return _postgres_trouble(error, cause)


def _postgres_trouble(error: Error, cause: BaseException | None) -> Trouble:
    # psycopg and psycopg2 name it differently.
    state = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    if not state:
        # What never came to the server has no state.
        is_outage = isinstance(error, OperationalError | InterfaceError)
        return Trouble.OUTAGE if is_outage else Trouble.MISTAKE
    if state.startswith(POSTGRES_OUTAGES):
        return Trouble.OUTAGE
    return POSTGRES_STATES.get(state, Trouble.MISTAKE)
