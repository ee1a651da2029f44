"""Checks the settings of `redis_store`; whether the server is there is for others to ask."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from cmsflows import conf

NAME = "FLOWS_REDIS_STATE_STORE_"

SCHEMES = ("redis", "rediss", "unix")


@register("cmsflows")
def check_redis_settings(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Can a Redis be found by these settings? `Any`: Django passes what it likes."""
    return [
        Error(f"{NAME}{name} {problem}.", hint=hint, id="cmsflows.E005")
        for name, problem, hint in [*wrong_values(), *wrong_in_a_cluster()]
    ]


Problem = tuple[str, str, str]
"""The setting, what is wrong with it, and what to do. None shows a password."""


def wrong_values() -> Iterator[Problem]:
    for name in ("URL", "HOST", "PASSWORD", "PREFIX"):
        if not isinstance(value_of(name), str):
            yield name, f"is a {type(value_of(name)).__name__}", "Make it a text."
    for name in ("HOST", "PREFIX"):
        if value_of(name) == "":
            yield name, "is empty", f"The default is {conf.DEFAULTS[NAME + name]!r}."
    if number("PORT") not in range(1, 65_536):
        yield "PORT", f"is {value_of('PORT')!r}", "Make it a number from 1 to 65535."
    if number("DB") < 0:
        yield "DB", f"is {value_of('DB')!r}", "Make it 0, or the number of another database."
    if not isinstance(value_of("CLUSTER"), bool):
        yield "CLUSTER", f"is {value_of('CLUSTER')!r}", "Make it True or False."
    if isinstance(value_of("URL"), str) and not is_url(value_of("URL")):
        yield "URL", "is no URL of a Redis", "Make it like 'redis://:password@host:6379/0'."


def wrong_in_a_cluster() -> Iterator[Problem]:
    """A Redis Cluster has no numbered databases, and places keys by what stands in braces."""
    if value_of("CLUSTER") is not True:
        return
    url = split(value_of("URL"))
    if not value_of("URL") and number("DB") > 0:
        yield "DB", f"is {value_of('DB')!r}", "A Redis Cluster has only number 0."
    if url and (url.path not in ("", "/", "/0") or parse_qs(url.query).get("db", ["0"]) != ["0"]):
        yield "URL", "names a database by its number", "A Redis Cluster has only number 0."
    if url and url.scheme == "unix":
        yield "URL", "is a socket of this machine", "Name a node of the Redis Cluster by its host."
    if "{" in str(value_of("PREFIX")):
        yield "PREFIX", "has a brace", "It would put every task on one node of the Redis Cluster."


def value_of(name: str) -> Any:
    """`Any`: it may be anything, which is why it is looked at."""
    return conf.get(f"{NAME}{name}")


def number(name: str) -> int:
    """A number, which may be given as text; -1 for what is none."""
    value = value_of(name)
    is_number = isinstance(value, int | str) and not isinstance(value, bool)
    return int(value) if is_number and str(value).isdecimal() else -1


def is_url(text: str) -> bool:
    """An empty one will do: then host, port and number are used."""
    url = split(text)
    return not text or (url is not None and url.scheme in SCHEMES)


def split(text: object) -> SplitResult | None:
    """None for what cannot be taken apart."""
    try:
        url = urlsplit(str(text))
        _ = url.port  # Read to be judged.
    except ValueError:
        return None
    return url
