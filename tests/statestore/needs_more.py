"""A store whose driver is not installed."""

import a_driver_that_is_not_installed  # noqa: F401  # that is the point
