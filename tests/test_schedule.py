"""A site's Celery application and its settings are read before Django is, and name the task."""

import subprocess
import sys

from cmsflows.schedule import BACKGROUND_SCHEDULE, CLEANUP_SCHEDULE
from cmsflows.tasks import clean_up_flows, look_after_jobs
from tests.house.sources import ROOT


def test_the_schedule_names_the_task_every_five_minutes():
    (entry,) = CLEANUP_SCHEDULE.values()

    assert entry == {"task": clean_up_flows.name, "schedule": 300, "options": {"expires": 300}}


def test_background_work_is_looked_after_every_half_minute():
    (entry,) = BACKGROUND_SCHEDULE.values()

    assert entry == {"task": look_after_jobs.name, "schedule": 30, "options": {"expires": 30}}


def test_the_task_leaves_no_result_behind():
    assert clean_up_flows.ignore_result is True


def test_the_schedule_can_be_imported_before_django_is_set_up():
    program = "from cmsflows.schedule import CLEANUP_SCHEDULE; assert CLEANUP_SCHEDULE"

    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={}, check=True)


def test_a_site_without_celery_starts_and_cleans_up():
    """Celery is an extra: only its own workers import `cmsflows.tasks`."""
    program = """
import sys
sys.modules["celery"] = None
import django
django.setup()
from django.core.management import load_command_class
assert load_command_class("cmsflows", "cleanupflows")
assert "cmsflows.tasks" not in sys.modules
"""
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings"}

    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True)
