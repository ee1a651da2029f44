"""What happens to tasks, for whoever wants to know. No signal ever carries an answer.

Each is sent with `task_id` (str), `flow` (str: "page:12", "code:…") and `request`, which is None
where none was at hand. What is sent about a step also carries `node` (str), the id of its node.
The same is logged, under "cmsflows.events", as records with the attributes `event`, `task_id`,
`flow` and `node`.
"""

from django.dispatch import Signal

task_started = Signal()
"""A visitor's first form was accepted."""

task_completed = Signal()
"""A visitor reached the end."""

task_cancelled = Signal()
"""A visitor gave up, and their answers are gone, or will be once what is outside is settled."""

task_moved = Signal()
"""A run goes on with another version of its flow; also carries `version` (str)."""

task_stopped = Signal()
"""An editor has stopped a run, and its answers are gone."""

task_expired = Signal()
"""A visitor came back to a task that is gone, since too much time went by."""

step_completed = Signal()
"""A step was completed, or left by an exit."""

step_invalid = Signal()
"""A form had errors, and its step is shown again."""

step_replayed = Signal()
"""A form that had been accepted before was sent once more, and changed nothing."""

step_rewound = Signal()
"""A visitor went back to a step and answered differently."""

step_asked_again = Signal()
"""A step's answers were good once, and no longer are: it is asked again before anything else."""

step_committed = Signal()
"""The effect of a commit step is done and recorded."""

step_in_doubt = Signal()
"""Nobody knows whether a commit step's effect is done; it is not run again."""

step_outside = Signal()
"""A commit step has sent its visitor to another site, or left its work to others."""

step_settled = Signal()
"""What was in doubt or outside is known; also carries `happened` (bool)."""

form_stale = Signal()
"""A form was sent whose page was out of date; also carries `reason` (str)."""

form_refused = Signal()
"""A form could not be accepted from its sender; also carries `reason` (str)."""


def name_of(signal: Signal) -> str:
    """What a signal is called here."""
    return _NAMES[id(signal)]


_NAMES = {id(each): name for name, each in globals().items() if isinstance(each, Signal)}
