"""Who writes a flow that nobody could finish hears of it at start."""

from types import ModuleType

import pytest
from django.urls import clear_url_caches, include, path

from cmsflows import Action, FlowHandler, Linear, Scaffold
from cmsflows.checks import check_code_flows
from cmsflows.engine.registry import dotted_path


class Ask(Action):
    provides = {"plan": str}


class Wait(Action):
    pass


class Choose(Scaffold):
    action_set = [Ask, Wait]


class Pay(Action):
    requires = ["plan"]


class Unsound(Scaffold):
    transition = Linear
    action_set = [Choose, Pay]


class Given(Scaffold):
    """What a link into it may bring is not missed."""

    action_set = [Pay]


@pytest.fixture
def mounted(settings):
    """Mounts a flow twice, as a site with two languages would."""

    def mount(component):
        handler = FlowHandler(app_namespace="judged")
        handler.register_entry_point(component)
        urls = ModuleType("judged_urls")
        urls.urlpatterns = [
            path("de/", include(handler.urls, namespace="de")),
            path("en/", include(handler.urls, namespace="en")),
        ]
        settings.ROOT_URLCONF = urls
        clear_url_caches()

    yield mount
    clear_url_caches()


def test_each_error_is_a_warning(mounted):
    mounted(Unsound)

    name = dotted_path(Unsound)

    found = check_code_flows(None)

    assert {each.id for each in found} == {"cmsflows.W008"}
    assert [each.msg for each in found] == [
        f"The flow {name} is not sound. Wait → Pay: plan is missing. “2 Pay” needs "
        "it. Put a step that asks for it on this way, or show “2 Pay” only when it is known.",
    ]
    assert found[0].hint == (
        "Mend the classes of the flow, or silence this if you know that it cannot happen."
    )


def test_what_a_link_may_bring_is_not_missed(mounted):
    mounted(Given)

    assert check_code_flows(None) == []
