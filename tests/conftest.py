"""What every test may ask for; each fixture lives in a file of its own, under `fixtures/`."""

pytest_plugins = [
    "tests.fixtures.browser",
    "tests.fixtures.database",
    "tests.fixtures.memory",
    "tests.fixtures.skips",
]
