"""The form of an exported flow: what stands in the file, and how large it may be."""

from typing import Any

JsonObject = dict[str, Any]
"""`Any`: what stands in a file may be any JSON."""

FORMAT = "cmsflows"
VERSION = 1

KEYS = frozenset({"format", "version", "title", "flow", "inputs", "promises", "groups"})
"""Everything that stands at the top."""

GROUP_KEYS = frozenset({"title", "flow"})
ITEM_KEYS = frozenset({"type", "id", "value"})

MAX_BYTES = 10_000_000
MAX_STEPS = 5_000
"""Of a flow, and of each of its groups."""

HOPELESS = 4 * MAX_STEPS
"""Of more steps than that, nothing is told but their number: it would take minutes."""

MAX_GROUPS = 200

MAX_DEPTH = 400
"""Levels of JSON within each other; a group within a group takes three."""

MAX_TITLE = 255
