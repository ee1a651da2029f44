"""When Celery's beat shall clean up and look after background work: put both among the entries of
your own schedule.

    app.conf.beat_schedule = {**CLEANUP_SCHEDULE, **BACKGROUND_SCHEDULE, …}

It can be imported before Django is set up, as a site's Celery application is.
"""

from typing import Any

INTERVAL = 5 * 60
"""Seconds."""

CLEANUP_SCHEDULE: dict[str, dict[str, Any]] = {
    "cmsflows.clean_up": {
        "task": "cmsflows.clean_up",
        "schedule": INTERVAL,
        # A worker that was away for a day need not make up for all it has missed.
        "options": {"expires": INTERVAL},
    }
}
"""An entry for `beat_schedule`. `Any`: Celery's own shape."""

TENDING_INTERVAL = 30
"""Seconds."""

BACKGROUND_SCHEDULE: dict[str, dict[str, Any]] = {
    "cmsflows.tend_jobs": {
        "task": "cmsflows.tend_jobs",
        "schedule": TENDING_INTERVAL,
        "options": {"expires": TENDING_INTERVAL},
    }
}
"""Another one, for sites with a `BackgroundAction`: whose worker was lost is given another."""
