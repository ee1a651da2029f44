"""Flows written in code, mounted in unusual ways, keep their visitors where they belong."""

import pytest
from django.test import Client
from django.urls import include, path, register_converter

from cmsflows import COMPLETE, Action, FlowHandler, Linear, Scaffold
from cmsflows.statestore.memory_store import StateStore
from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor
from tests.journeys.in_code import Urls, serve

pytestmark = pytest.mark.django_db


class FourDigitYear:
    """As in Django's own documentation: it takes numbers, and nothing else, into an URL."""

    regex = "[0-9]{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return format(value, "04d")


register_converter(FourDigitYear, "test_yyyy")


class Welcome(Action):
    pass


class Thanks(Action):
    pass


class Flow(Scaffold):
    action_set = [Welcome, Thanks]
    transition = Linear


class Yearly(Scaffold):
    url = "in/<test_yyyy:year>"
    action_set = [Welcome, Thanks]
    transition = Linear


def test_arguments_are_what_their_converters_make_of_them(settings):
    """F25"""
    serve(settings, Yearly)
    visitor = Visitor()
    visitor.opens("/shop/in/0987/")

    visitor.submits()

    assert visitor.path == "/shop/in/0987/thanks/"
    assert visitor.page.context["action"].kwargs == {"year": 987}


def test_an_argument_given_half_way_is_used_from_there_on(settings):
    """F25"""

    class Choose(Action):
        def get_url_args(self):
            return {"year": 987}

    class Show(Action):
        url = "show/<test_yyyy:year>"

    class Half(Scaffold):
        action_set = [Choose, Show, Thanks]
        transition = Linear

    serve(settings, Half)
    visitor = Visitor()
    visitor.opens("/shop/half/")

    visitor.submits()
    path_then = visitor.path
    visitor.submits()

    assert path_then == "/shop/half/show/0987/"
    assert visitor.page.context["action"].kwargs["year"] == 987


def test_a_prefix_with_arguments_is_part_of_the_flow(settings):
    """A shop for each of many towns: the town stays in every URL, and is not another's."""
    serve(settings, Yearly, prefix="<slug:town>/")
    visitor = Visitor()
    visitor.opens("/bath/in/2026/")

    visitor.submits()
    crossed = visitor.client.get(visitor.url.replace("bath", "wells"))

    assert visitor.path == "/bath/in/2026/thanks/"
    assert crossed.url == visitor.url


def test_a_component_answers_at_several_paths(settings):
    """F26"""

    class Spelled(Action):
        urls = ["thank-you", "merci/<slug:who>", "danke"]

    class Polyglot(Scaffold):
        urls = ["polyglot", "polyglotte"]
        action_set = [Welcome, Spelled]
        transition = Linear

    serve(settings, Polyglot)
    visitor = Visitor()
    visitor.opens("/shop/polyglotte/")
    visitor.submits()
    task = visitor.form.hidden["_id"]

    answers = [
        visitor.client.get(f"/shop/{path}/", {"_id": task}).status_code
        for path in ("polyglot/thank-you", "polyglotte/danke", "polyglot/merci/you")
    ]

    assert visitor.path == "/shop/polyglot/thank-you/"
    assert answers == [200, 200, 200]


def test_a_link_into_a_handler_mounted_under_another_name(settings):
    """F31: the state is signed for the namespace that will read it."""
    handler = FlowHandler("shop")
    point = handler.register_entry_point(Flow)
    settings.ROOT_URLCONF = Urls(path("outlet/", include(handler.urls, namespace="outlet")))
    link = handler.flow_entry_link(point, initial_state={"price": 1})

    response = Client().get(link)

    assert link.startswith("/outlet/flow/?_entry=")
    assert response.context["action"].state == {"price": 1}


def test_a_link_is_for_the_namespace_it_was_made_for(settings):
    handler = FlowHandler("shop")
    point = handler.register_entry_point(Flow)
    settings.ROOT_URLCONF = Urls(
        path("shop/", include(handler.urls)),
        path("outlet/", include(handler.urls, namespace="outlet")),
    )
    link = handler.flow_entry_link(point, initial_state={"price": 1}, namespace="outlet")

    response = Client().get(link.replace("/outlet/", "/shop/"))

    assert response.status_code == 400


def test_a_nested_namespace(settings):
    """F26"""
    handler = FlowHandler("shop")
    point = handler.register_entry_point(Flow)
    nested = [path("shop/", include(handler.urls))]
    settings.ROOT_URLCONF = Urls(path("town/", include((nested, "town"))))
    visitor = Visitor()
    visitor.opens(handler.flow_entry_link(point, namespace="town:shop", initial_state={"price": 1}))

    visitor.submits()

    assert visitor.path == "/town/shop/flow/thanks/"
    assert visitor.page.context["action"].state == {"price": 1}


def test_a_bare_action_is_a_whole_flow(enter):
    """F3"""

    class Subscribe(Action):
        def form_valid(self, form):
            self.state["is_subscribed"] = True
            return COMPLETE

    visitor = enter(Subscribe)

    visitor.submits()

    assert visitor.page.templates[0].name == "cmsflows/done.html"
    assert visitor.path == "/shop/subscribe/"


def test_a_bare_action_that_stays_open_keeps_its_task(enter):
    class Chat(Action):
        def form_valid(self, form):
            self.state["count"] = self.state.get("count", 0) + 1
            return self.render_to_response(self.get_context_data(form=form))

    visitor = enter(Chat)

    for _ in range(3):
        visitor.submits()

    assert visitor.page.context["action"].state == {"count": 3}
    assert StoredTask.objects.count() == 1


def test_a_handler_may_have_a_store_of_its_own(enter):
    store = StateStore()
    visitor = enter(Flow, state_store=store)

    visitor.submits()

    assert store.load(visitor.form.hidden["_id"]).version == 1
    assert not StoredTask.objects.exists()


def test_the_task_id_may_have_another_name(enter, settings):
    """F37"""
    settings.FLOWS_TASK_ID_PARAM = "run"
    visitor = enter(Flow)

    visitor.submits()

    assert "?run=" in visitor.url
    assert visitor.client.get(visitor.url.replace("run=", "_id=")).status_code == 404


def test_an_empty_scaffold_is_an_honest_page(enter):
    class Empty(Scaffold):
        pass

    visitor = enter(Empty)

    assert visitor.page.status_code == 503
    assert "There is nothing to fill in here yet." in visitor.page.content.decode()


def test_a_binder_of_the_sites_own_says_whose_task_it_is(enter, settings):
    """F38"""
    settings.FLOWS_TASK_BINDER = "tests.journeys.in_code.known_by_header"
    visitor = enter(Flow)
    visitor.client.defaults["HTTP_X_VISITOR"] = "mary"
    visitor.submits()

    answers = [
        visitor.client.get(visitor.url, headers={"X-Visitor": name}).status_code
        for name in ("mary", "john", "")
    ]

    assert answers == [200, 404, 404]


def test_whom_the_binder_does_not_know_starts_nothing(enter, settings):
    """A task that nobody can open again would only be in the way."""
    settings.FLOWS_TASK_BINDER = "tests.journeys.in_code.known_by_header"
    visitor = enter(Flow)

    visitor.submits()

    assert visitor.page.status_code == 409
    assert "We cannot tell who you are" in visitor.page.content.decode()
    assert not StoredTask.objects.exists()
