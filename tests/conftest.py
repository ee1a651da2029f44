"""What every test may ask for; each fixture lives in a file of its own, under `fixtures/`."""

pytest_plugins = [
    "cmsflows.testing.plugin",
    "tests.fixtures.browser",
    "tests.fixtures.database",
    "tests.fixtures.mariadb_server",
    "tests.fixtures.memory",
    "tests.fixtures.postgres_server",
    "tests.fixtures.redis_server",
    "tests.fixtures.redis_cluster",  # After the one that it imports, or pytest warns.
    "tests.fixtures.skips",
    "tests.fixtures.stores",
    "tests.testing.site",
]
