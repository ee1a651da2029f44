"""Reads every module of `actions` and `preconditions`, so that adding a block edits no list."""

import importlib
import pkgutil

from flow_blocks import actions, preconditions

for package in (actions, preconditions):
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
