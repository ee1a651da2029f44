"""Connects `redis_store` to the Redis, or the Redis Cluster, that the settings name."""

import os
from typing import Any

from redis import Redis
from redis.backoff import ExponentialBackoff
from redis.cluster import RedisCluster
from redis.retry import Retry

from cmsflows import conf

Client = Redis | RedisCluster

PATIENCE = 1.5
"""Seconds to wait for a connection, and for an answer: a visitor is waiting, too."""

ATTEMPTS = 2
"""A lost connection is made anew this often; scripts know a write that comes again."""


class Connection:
    """The client of this process, made when it is first asked for.

    A process that forks, as gunicorn does when it loads the site beforehand, leaves its sockets to
    its children: two that talked on one of them would read each other's answers.
    """

    def __init__(self) -> None:
        self._made: tuple[int, Client] | None = None

    @property
    def client(self) -> Client:
        made = self._made
        if made is None or made[0] != os.getpid():
            made = self._made = (os.getpid(), connect())
        return made[1]


def connect() -> Client:
    """A client; a cluster's asks at once which nodes there are."""
    url = str(conf.get("FLOWS_REDIS_STATE_STORE_URL"))
    kind = RedisCluster if conf.get("FLOWS_REDIS_STATE_STORE_CLUSTER") else Redis
    if url:
        return kind.from_url(url, **_options())
    return kind(
        host=str(conf.get("FLOWS_REDIS_STATE_STORE_HOST")),
        port=int(conf.get("FLOWS_REDIS_STATE_STORE_PORT")),
        db=int(conf.get("FLOWS_REDIS_STATE_STORE_DB")),
        password=str(conf.get("FLOWS_REDIS_STATE_STORE_PASSWORD")) or None,
        **_options(),
    )


def _options() -> dict[str, Any]:
    """`Any`: options of all kinds."""
    return {
        "socket_connect_timeout": PATIENCE,
        "socket_timeout": PATIENCE,
        "retry": Retry(ExponentialBackoff(cap=0.5, base=0.05), ATTEMPTS - 1),
        "protocol": 2,  # What every Redis speaks.
    }
