"""A completed step with everything in PostgreSQL, and with tasks in Redis, beside the bare view.

Another process walks, since its site has another database; see `walking`.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

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
        arguments = [str(rounds), json.dumps(CONTENDERS)]
        command = [sys.executable, "-m", "tests.bench.walking", *arguments]
        walked = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    figures: Figures = json.loads(walked.stdout)
    return figures
