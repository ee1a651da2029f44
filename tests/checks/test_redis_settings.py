"""Settings by which no Redis could be found are said at start, whole."""

import pytest
from django.core.checks import Error

from cmsflows.checks import check_redis_settings

NAME = "FLOWS_REDIS_STATE_STORE_"


def checked(settings, **values):
    for name, value in values.items():
        setattr(settings, f"{NAME}{name}", value)
    return check_redis_settings(None)


@pytest.mark.parametrize(
    ("name", "value", "problem", "hint"),
    [
        ("PORT", "redis", "PORT is 'redis'", "Make it a number from 1 to 65535."),
        ("PORT", 0, "PORT is 0", "Make it a number from 1 to 65535."),
        ("PORT", 65_536, "PORT is 65536", "Make it a number from 1 to 65535."),
        ("PORT", True, "PORT is True", "Make it a number from 1 to 65535."),
        ("DB", -1, "DB is -1", "Make it 0, or the number of another database."),
        ("DB", None, "DB is None", "Make it 0, or the number of another database."),
        ("CLUSTER", "False", "CLUSTER is 'False'", "Make it True or False."),
        ("HOST", "", "HOST is empty", "The default is 'localhost'."),
        ("HOST", None, "HOST is a NoneType", "Make it a text."),
        ("PREFIX", "", "PREFIX is empty", "The default is 'cmsflows:'."),
        ("PASSWORD", b"hush", "PASSWORD is a bytes", "Make it a text."),
        ("URL", None, "URL is a NoneType", "Make it a text."),
        (
            "URL",
            "http://:hush@host",
            "URL is no URL of a Redis",
            "Make it like 'redis://:password@host:6379/0'.",
        ),
        (
            "URL",
            "redis://:hush@host:port",
            "URL is no URL of a Redis",
            "Make it like 'redis://:password@host:6379/0'.",
        ),
    ],
)
def test_a_wrong_value_is_an_error(settings, name, value, problem, hint):
    """And what is wrong with a password or a URL is said without showing it."""
    assert checked(settings, **{name: value}) == [
        Error(f"{NAME}{problem}.", hint=hint, id="cmsflows.E005")
    ]


@pytest.mark.parametrize(
    ("values", "problem", "hint"),
    [
        ({"DB": 3}, "DB is 3", "A Redis Cluster has only number 0."),
        (
            {"URL": "redis://host/3"},
            "URL names a database by its number",
            "A Redis Cluster has only number 0.",
        ),
        (
            {"URL": "redis://host?db=3"},
            "URL names a database by its number",
            "A Redis Cluster has only number 0.",
        ),
        (
            {"URL": "unix://redis.sock"},
            "URL is a socket of this machine",
            "Name a node of the Redis Cluster by its host.",
        ),
        (
            {"PREFIX": "{shop}:"},
            "PREFIX has a brace",
            "It would put every task on one node of the Redis Cluster.",
        ),
    ],
)
def test_what_no_cluster_has_is_an_error(settings, values, problem, hint):
    assert checked(settings, CLUSTER=True, **values) == [
        Error(f"{NAME}{problem}.", hint=hint, id="cmsflows.E005")
    ]
    assert checked(settings, CLUSTER=False, **values) == []


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"PORT": "6380", "DB": "3", "PASSWORD": "hush"},
        {"URL": "rediss://user:hush@host:6380/3?socket_timeout=1"},
        {"URL": "unix:///run/redis.sock?db=3"},
        {"CLUSTER": True},
        {"CLUSTER": True, "URL": "redis://host:7000/0", "DB": 3},
    ],
)
def test_settings_that_can_be_used_pass(settings, values):
    assert checked(settings, **values) == []
