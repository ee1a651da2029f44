"""A completed step with everything in PostgreSQL, and with tasks in Redis, beside the bare view.

The program that walks is another process, since its site has another database: this file.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django
from django.core.management import call_command

from tests.bench.shipped_stores import postgres_is_here, redis_is_here
from tests.fixtures.postgres_server import PostgresServer
from tests.fixtures.redis_server import RedisServer

CONTENDERS = {
    "bare": "/bare/0/",
    "code_flow_postgres": "/code/bench/",
    "code_flow_redis": "/code-redis/bench/",
}

Figures = dict[str, dict[str, float]]
"""See `measure`."""


def measure_on_servers(*, rounds: int) -> Figures:
    """The median step of each contender; nothing where a server is not installed."""
    if not (postgres_is_here() and redis_is_here()):
        return {}
    with ExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="cmsflows-bench-"))
        redis, postgres = RedisServer(Path(directory)), PostgresServer()
        stack.callback(postgres.remove)
        stack.callback(redis.stop)
        postgres.start()
        redis.start()
        environment = {
            **os.environ,
            "BENCH_DATABASE": json.dumps(postgres.settings),
            "BENCH_REDIS": redis.url,
        }
        command = [sys.executable, "-m", "tests.bench.on_servers", str(rounds)]
        walked = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    figures: Figures = json.loads(walked.stdout)
    return figures


def main() -> None:
    """Walk on the servers that the environment names; print the figures as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from tests.bench.measure import measure  # settings are needed before

    call_command("migrate", run_syncdb=True, verbosity=0)
    print(json.dumps(measure(CONTENDERS, rounds=int(sys.argv[1]))))


if __name__ == "__main__":
    main()
