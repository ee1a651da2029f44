"""`make walks`: lets WALKS visitors walk the demo's shop at random, and compares the books.

WALKS_SEED names the walks. The exit code is 1 where an order and a charge do not belong together,
or the site failed; 2 where a program is missing.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django

from tests.fixtures.postgres_server import PostgresServer, program
from tests.soak.gunicorn import HOST, Gunicorn

WALKS = int(os.environ.get("WALKS", "500"))
SEED = int(os.environ.get("WALKS_SEED", "1"))
AT_ONCE = 8
LOG = Path("build/walks.log")
ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    if not program("initdb"):
        print("The walks want PostgreSQL: install Debian's package postgresql.")
        return 2
    LOG.parent.mkdir(exist_ok=True)
    server = PostgresServer()
    try:
        server.start()
        with tempfile.TemporaryDirectory(prefix="cmsflows-walks-") as directory:
            prepare(server, Path(directory))
            return walk_all(Path(directory))
    finally:
        server.remove()


def prepare(server: PostgresServer, directory: Path) -> None:
    """An environment for all that follows, here and in the site's processes; and a shop."""
    mails = directory / "mails"
    mails.mkdir()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.walks.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "WALKS_DATABASE": json.dumps(server.settings),
        "WALKS_MAILS": str(mails),
        "WALKS_MEDIA": str(directory / "media"),
    }
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "-m", "django", *command], check=True, stdout=subprocess.DEVNULL
        )
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    django.setup()


def walk_all(directory: Path) -> int:
    """Everybody walks; then the books are compared, and what was counted is printed."""
    from django.contrib.auth import get_user_model

    from tests.walks import books
    from tests.walks.trouble import Trouble

    since = time.monotonic()
    seeds = range(SEED * 10_000, SEED * 10_000 + WALKS)
    users = get_user_model().objects
    for seed in seeds[::2]:  # The others are new here.
        email = f"visitor{seed}@example.com"
        users.create_user(email, email, "a difference engine", first_name=f"Visitor {seed}")
    with Gunicorn(dict(os.environ), LOG) as gunicorn:
        trouble = Trouble(SEED, gunicorn)
        trouble.start()
        origin = f"http://{HOST}:{gunicorn.port}"
        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(lambda seed: walk(seed, origin, directory / "mails"), seeds))
        trouble.stop()
        books.close_the_day()
    counted: Counter[str] = sum((each for each, _failure in results), Counter())
    failures = [failure for _counted, failure in results if failure]
    wrong = [*map(str, trouble.failures), *failures, *books.mistakes()]
    _print("walks", Counter({"walks": WALKS, **counted}))
    _print("around them", trouble.counted)
    _print("books", books.counts())
    print(f"\n{time.monotonic() - since:.0f} seconds. What is wrong: {len(wrong)}.")
    for each in wrong[:20]:
        print(f"  {each}")
    return 1 if wrong else 0


def walk(seed: int, origin: str, mails: Path) -> tuple[Counter[str], str]:
    """What was done, and what the site did wrong, if anything."""
    from tests.walks.walk import Walk

    one = Walk(seed, origin, mails)
    try:
        one.goes()
    except Exception as error:  # told with the seed
        return one.counted, f"walk {seed}: {error!r} after {one.browser.urls[-4:]}"[:2_000]
    return one.counted, ""


def _print(title: str, counted: Counter[str]) -> None:
    print(f"\n{title}")
    for what, number in sorted(counted.items()):
        print(f"  {number:6}  {what}")


if __name__ == "__main__":
    sys.exit(main())
