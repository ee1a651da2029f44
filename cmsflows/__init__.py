"""cmsflows: wizards on steroids, assembled in Wagtail. What developers need stands here."""

from cmsflows.background.action import BackgroundAction
from cmsflows.background.job import Job
from cmsflows.engine.action import Action, Answer
from cmsflows.engine.facts import register_fact
from cmsflows.engine.file_reference import FileReference
from cmsflows.engine.outcome import COMPLETE, NOT_DONE, UNKNOWN, Progress, Unsettled
from cmsflows.engine.preconditions import LoginRequired, Precondition, RequiredState
from cmsflows.engine.registering import (
    register_action,
    register_precondition,
    register_scaffold,
    register_transition,
)
from cmsflows.engine.scaffold import Scaffold
from cmsflows.engine.transitions import AnyOneOf, Branch, Group, Linear, Repeat, Transition
from cmsflows.exceptions import WorkFailedError
from cmsflows.serving.handler import FlowHandler

__all__ = [
    "COMPLETE",
    "NOT_DONE",
    "UNKNOWN",
    "Action",
    "Answer",
    "AnyOneOf",
    "BackgroundAction",
    "Branch",
    "FileReference",
    "FlowHandler",
    "Group",
    "Job",
    "Linear",
    "LoginRequired",
    "Precondition",
    "Progress",
    "Repeat",
    "RequiredState",
    "Scaffold",
    "Transition",
    "Unsettled",
    "WorkFailedError",
    "register_action",
    "register_fact",
    "register_precondition",
    "register_scaffold",
    "register_transition",
]
