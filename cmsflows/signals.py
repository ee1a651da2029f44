"""What happens to tasks, for whoever wants to know. No signal ever carries an answer.

Each is sent with `task_id` (str), `flow` (str: "page:12", "code:…") and `request`.
"""

from django.dispatch import Signal

task_started = Signal()
"""A visitor's first form was accepted."""

step_completed = Signal()
"""A step was completed; also carries `node` (str), the id of its node."""

task_completed = Signal()
"""A visitor reached the end."""
