#!/usr/bin/env python
"""Runs the demo's commands: `python site/manage.py load_demo`."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "demo.settings")
    # The demo stands beside cmsflows in the checkout, and need not be installed.
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    execute_from_command_line(sys.argv)
