"""Stores as people wrote them for django-flows."""

from copy import deepcopy

from cmsflows.statestore.base import BaseStateStore


class StateStore:
    """Inherits nothing, and deletes nothing."""

    def __init__(self):
        self.kept = {}

    def get_state(self, task_id):
        return deepcopy(self.kept.get(task_id))

    def put_state(self, task_id, state):
        self.kept[task_id] = deepcopy(state)


class Deleting(BaseStateStore):
    """Inherits, deletes, and is strict about what is not there."""

    rests_in_database = True

    def __init__(self):
        self.kept = {}

    def get_state(self, task_id):
        return deepcopy(self.kept[task_id])

    def put_state(self, task_id, state):
        self.kept[task_id] = deepcopy(state)

    def delete_state(self, task_id):
        del self.kept[task_id]


class Unreachable:
    """Its server is down."""

    def get_state(self, task_id):
        raise ConnectionRefusedError("nobody listens")

    def put_state(self, task_id, state):
        raise ConnectionRefusedError("nobody listens")
