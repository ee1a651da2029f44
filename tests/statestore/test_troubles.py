"""Every driver's errors are told apart: a race, a wait, an outage, or a mistake."""

import sqlite3

import psycopg
import pymysql
import pytest
from django.db import IntegrityError, InterfaceError, InternalError, OperationalError

from cmsflows.statestore.troubles import Trouble, trouble_of


def raised(kind, cause):
    """The error that Django makes of a driver's."""
    error = kind(*cause.args)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("SerializationFailure", Trouble.RACE),
        ("DeadlockDetected", Trouble.RACE),
        ("LockNotAvailable", Trouble.WAIT),
        ("ReadOnlySqlTransaction", Trouble.OUTAGE),
        ("AdminShutdown", Trouble.OUTAGE),
        ("CannotConnectNow", Trouble.OUTAGE),
        ("TooManyConnections", Trouble.OUTAGE),
        ("DiskFull", Trouble.OUTAGE),
        ("QueryCanceled", Trouble.OUTAGE),
        ("IoError", Trouble.OUTAGE),
        ("UndefinedTable", Trouble.MISTAKE),
        ("InFailedSqlTransaction", Trouble.MISTAKE),
        ("NumericValueOutOfRange", Trouble.MISTAKE),
    ],
)
def test_postgresql_is_told_by_its_states(name, trouble):
    cause = getattr(psycopg.errors, name)("so it is")

    assert trouble_of(raised(OperationalError, cause)) is trouble


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_what_never_came_to_postgresql_is_an_outage(kind):
    assert trouble_of(raised(kind, psycopg.OperationalError("refused"))) is Trouble.OUTAGE


def test_another_error_without_a_state_is_a_mistake():
    assert trouble_of(raised(InternalError, psycopg.InternalError("?"))) is Trouble.MISTAKE


def test_psycopg2_is_heard_too():
    """It names the same states otherwise, and Django takes either."""

    class Psycopg2Error(Exception):
        pgcode = "40001"

    assert trouble_of(raised(OperationalError, Psycopg2Error("so it is"))) is Trouble.RACE


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (1020, Trouble.RACE),
        (1213, Trouble.RACE),
        (1205, Trouble.WAIT),
        (1040, Trouble.OUTAGE),
        (1927, Trouble.OUTAGE),
        (2003, Trouble.OUTAGE),
        (2006, Trouble.OUTAGE),
        (2013, Trouble.OUTAGE),
        (1146, Trouble.MISTAKE),
        (1366, Trouble.MISTAKE),
    ],
)
def test_mariadb_is_told_by_its_numbers(number, trouble):
    cause = pymysql.OperationalError(number, "so it is")

    assert trouble_of(raised(OperationalError, cause)) is trouble


def test_a_connection_of_pymysql_that_was_closed_is_an_outage():
    assert trouble_of(raised(InterfaceError, pymysql.InterfaceError(0, ""))) is Trouble.OUTAGE


@pytest.mark.parametrize("path", ["/nowhere/at/all.sqlite3", "/"])
def test_a_file_of_sqlite_that_cannot_be_opened_is_an_outage(path):
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(path)

    assert trouble_of(raised(OperationalError, caught.value)) is Trouble.OUTAGE


@pytest.mark.parametrize("statement", ["SELECT 1 FROM nowhere", "SELEKT"])
def test_a_wrong_statement_is_a_mistake_to_sqlite(statement):
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute(statement)
    connection.close()

    assert trouble_of(raised(OperationalError, caught.value)) is Trouble.MISTAKE


def test_a_key_that_is_taken_is_no_outage():
    for cause in (
        psycopg.errors.UniqueViolation("taken"),
        pymysql.IntegrityError(1062, "taken"),
        sqlite3.IntegrityError("taken"),
    ):
        assert trouble_of(raised(IntegrityError, cause)) is Trouble.MISTAKE
