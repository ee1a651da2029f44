"""Every error cmsflows raises, each with a sentence for the person who meets it."""

from collections.abc import Iterable


class CmsflowsError(Exception):
    """The root of them all: `except CmsflowsError` catches whatever cmsflows raises."""


class DefinitionError(CmsflowsError):
    """A flow, an action or a setting is written in a way that cannot work; raised at start."""


class UnknownKeyError(DefinitionError):
    """Nothing is registered under this key."""

    def __init__(self, *, kind: str, key: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.key = key
        self.known = sorted(known)
        super().__init__(
            f"No {kind} is registered as {key!r}. Registered: {', '.join(self.known) or 'none'}. "
            "Is the app that defines it in INSTALLED_APPS?"
        )


class DuplicateKeyError(DefinitionError):
    """Two things want the same key."""

    def __init__(self, *, kind: str, key: str, first: object, second: object) -> None:
        self.kind = kind
        self.key = key
        self.first = first
        self.second = second
        super().__init__(
            f"The {kind} key {key!r} is taken by {first}; {second} needs a key of its own. "
            "Keys are stored in pages and tasks, so the older one keeps it."
        )


class InputError(CmsflowsError):
    """A flow was started without something it must be told, or told something else."""

    def __init__(self, *, name: str, type: str, value: object) -> None:  # its own word
        self.name = name
        self.type = type
        given = "nothing" if value is None else f"a value of type {value.__class__.__name__}"
        super().__init__(
            f"The flow wants {name!r} ({type.replace('_', ' ')}) when it is started, and was given "
            f"{given}. Give it to `start_url` or `flow_entry_link`."
        )


class UnreachableTargetError(CmsflowsError):
    """An action tried to send a visitor to somewhere that is neither sibling nor ancestor's."""

    def __init__(self, *, source: str, target: str, reachable: Iterable[str]) -> None:
        self.source = source
        self.target = target
        self.reachable = sorted(reachable)
        super().__init__(
            f"{source!r} cannot send a visitor to {target!r}: only its siblings and the siblings "
            f"of its ancestors can be reached. Reachable: {', '.join(self.reachable) or 'none'}."
        )


class UnknownAnswerError(CmsflowsError):
    """`form_valid` answered with something that is no answer."""

    def __init__(self, *, action: str, answer: object) -> None:
        self.action = action
        self.answer = answer
        super().__init__(
            f"{action!r} answered {answer!r}. Answer COMPLETE, the name of an exit, a component "
            "class, a key, or an HttpResponse."
        )


class CommitAnswerError(UnknownAnswerError):
    """A commit step answered with something that leaves open whether it is done."""

    def __init__(self, *, action: str, answer: object) -> None:
        self.action = action
        self.answer = answer
        CmsflowsError.__init__(
            self,
            f"{action!r} commits, and answered {answer!r}: nobody can tell whether it is done. "
            "Answer COMPLETE, the name of an exit, a component class, a key, `send_outside(url)`, "
            "`fail()`, or the page of its form with errors; and do so from `form_valid`.",
        )


class UnstorableValueError(CmsflowsError):
    """State holds a value that cannot be kept between requests."""

    def __init__(self, *, path: str, value: object, reason: str) -> None:
        self.path = path
        self.value_type = type(value).__name__
        self.reason = reason
        super().__init__(
            f"The value at {path} (of type {self.value_type}) cannot be kept: {reason}. Keep text, "
            "numbers, dates, decimals, UUIDs, lists, sets, dictionaries, files, and objects of "
            "models in FLOWS_STATE_MODELS."
        )


class TooManyItemsError(CmsflowsError):
    """State holds more items than may be kept, perhaps because a visitor gave as many."""

    def __init__(self, *, path: str, limit: int) -> None:
        self.path = path
        self.limit = limit
        super().__init__(
            f"With {path} the state would hold more than {limit} items; nothing was saved. "
            "FLOWS_MAX_STATE_ITEMS sets the limit."
        )


class RecordTooLargeError(CmsflowsError):
    """A task has gathered more than may be kept."""

    def __init__(self, *, task_id: str, limit: int) -> None:
        self.task_id = task_id
        self.limit = limit
        super().__init__(
            f"Task {task_id} would take more than {limit} bytes; nothing was saved. "
            "FLOWS_MAX_RECORD_BYTES sets the limit."
        )


class InsecureDirectoryError(CmsflowsError):
    """A directory that should be private may be somebody else's."""

    def __init__(self, *, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            f"{path} cannot be used: {reason}. Name a directory that belongs to the user whom the "
            "site runs as, or remove this one."
        )


class StoreUnavailableError(CmsflowsError):
    """The store cannot be reached; nothing was written."""

    def __init__(self, *, store: str, reason: object, hint: str = "Is its server running?") -> None:
        self.store = store
        self.reason = str(reason).rstrip(".")
        super().__init__(f"{store} cannot be reached: {self.reason}. {hint}")


class TaskGoneError(CmsflowsError):
    """The task was this visitor's, and too much time went by."""

    def __init__(self, task_id: str) -> None:
        self.task_id = task_id
        super().__init__(f"Task {task_id} is gone: it was left alone for too long.")


class UnreadableRecordError(CmsflowsError):
    """A stored record cannot be read: it was written by somebody else, or damaged."""


class DrawingError(CmsflowsError):
    """A flow could not be drawn; its outline still says everything."""

    def __init__(self, reason: str, *, is_missing: bool = False) -> None:
        self.reason = reason
        self.is_missing = is_missing
        """Is it that Graphviz is not there at all?"""
        super().__init__(f"The flow could not be drawn: {reason}")


class JobLostError(CmsflowsError):
    """Nobody waits any more for what this worker is doing, or another one is at it."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"Job {key} is over, or another worker is at it; what comes is refused.")


class WorkFailedError(CmsflowsError):
    """Raise it from `work`, with a sentence for the visitor, when it did not happen for good."""
