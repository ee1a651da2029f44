"""The schedule of the ready blocks names their tasks, before Django is set up."""

import subprocess
import sys

from flow_blocks.schedule import BLOCKS_SCHEDULE
from flow_blocks.tasks import clean_up_flow_blocks, send_mails_again, settle_payments
from tests.house.sources import ROOT


def test_the_schedule_names_the_tasks() -> None:
    named = [entry["task"] for entry in BLOCKS_SCHEDULE.values()]

    assert named == [clean_up_flow_blocks.name, send_mails_again.name, settle_payments.name]


def test_the_schedule_can_be_imported_before_django_is_set_up() -> None:
    program = "from flow_blocks.schedule import BLOCKS_SCHEDULE; assert BLOCKS_SCHEDULE"

    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env={}, check=True)
