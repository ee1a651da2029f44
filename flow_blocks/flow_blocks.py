"""Reads every module of `actions`, so that adding a block edits no list."""

import importlib
import pkgutil

from flow_blocks import actions

for module in pkgutil.iter_modules(actions.__path__, f"{actions.__name__}."):
    importlib.import_module(module.name)
