"""Mistakes in settings are said at start, whole."""

import pytest
from django.core.checks import Warning, run_checks

from cmsflows import Action, register_action
from cmsflows.checks import (
    check_late_steps,
    check_registered_classes,
    check_state_models,
    check_state_store,
    check_task_binder,
    check_upload_limit,
)
from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.engine.registry import registry


@pytest.mark.parametrize("path", ["cmsflows.conf", "cmsflows.conf.get"])
def test_a_store_that_is_none_is_an_error(settings, path):
    settings.FLOWS_STATE_STORE = path

    (error,) = check_state_store(None)

    assert error.id == "cmsflows.E001"
    assert error.msg == (
        f"FLOWS_STATE_STORE is {path!r}, which is no state store. Name a module with a class "
        "`StateStore`, or such a class; see cmsflows.statestore.base."
    )


@pytest.mark.parametrize(
    ("path", "reason"), [("nowhere.at_all", "No module named 'nowhere'"), ("", "Empty module name")]
)
def test_a_store_that_cannot_be_imported_is_an_error(settings, path, reason):
    settings.FLOWS_STATE_STORE = path

    (error,) = check_state_store(None)

    assert error.id == "cmsflows.E001"
    assert error.msg == f"FLOWS_STATE_STORE is {path!r}, which cannot be imported: {reason}."


def test_a_binder_that_is_none_is_an_error(settings):
    settings.FLOWS_TASK_BINDER = "cmsflows.serving.binding.nobody"

    (error,) = check_task_binder(None)

    assert error.id == "cmsflows.E002"
    assert error.msg == (
        "FLOWS_TASK_BINDER is 'cmsflows.serving.binding.nobody', and no function can be imported "
        "from there."
    )


def test_a_class_that_is_no_action_is_an_error():
    class Nothing:
        pass

    register_action("test_nothing")(Nothing)

    (error,) = check_registered_classes(None)
    registry.actions.remove("test_nothing")

    assert error.id == "cmsflows.E003"
    assert error.msg.endswith(
        "Nothing is registered as the action 'test_nothing', but it is no subclass of Action."
    )


def test_a_form_that_may_not_be_long_is_a_warning(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000

    assert check_upload_limit(None) == [
        Warning(
            "DATA_UPLOAD_MAX_NUMBER_FIELDS is 1000: a flow of more than about 62 steps could not "
            "be saved.",
            hint="Set it to 10000 or more. Each step posts about 16 fields.",
            id="cmsflows.W001",
        )
    ]


@pytest.fixture
def late_step():
    """Its module is imported by some URLs, and by no `flow_blocks`."""
    flow_stream_block()
    register_action("late")(type("Late", (Action,), {}))
    yield
    registry.actions.remove("late")


def test_a_step_that_editors_cannot_place_is_a_warning(late_step):
    """The order of imports in a module of URLs would decide who is in the picker."""
    assert check_late_steps(None) == [
        Warning(
            "Editors cannot place late: registered after Django had started.",
            hint="Import the module that registers them in the module `flow_blocks` of its app.",
            id="cmsflows.W002",
        )
    ]


def test_the_test_site_passes_every_check():
    assert run_checks(tags=["cmsflows"]) == []


def test_a_model_that_no_app_has_is_an_error(settings):
    settings.FLOWS_STATE_MODELS = ["auth.User", "shop.Gone"]

    (error,) = check_state_models(None)

    assert error.id == "cmsflows.E006"
    assert (
        error.msg == "FLOWS_STATE_MODELS names 'shop.gone', and no installed app has such a model."
    )
    assert error.hint == "List models as 'app.Model', each by its own name."
