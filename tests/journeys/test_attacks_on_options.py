"""What editors set for a step is as they set it, for every visitor and at any time."""

import pytest
from wagtail import blocks
from wagtail.models import Page

from cmsflows import COMPLETE, Action
from cmsflows.blocks import ActionOptions
from cmsflows.engine.registry import register_on, registry
from cmsflows.testing import Visitor, flow_page, step
from cmsflows.testing.trees import home

pytestmark = pytest.mark.django_db


class Terms(Action):
    class Options(ActionOptions):
        page = blocks.PageChooserBlock(required=False)
        lines = blocks.ListBlock(blocks.CharBlock(), default=["one"])

    def form_valid(self, form):
        self.options["lines"].append("mine")
        return COMPLETE


@pytest.fixture
def terms():
    decorate = register_on(
        registry.actions, "test_terms", label="Terms", icon="form", group="", aliases=()
    )
    decorate(Terms)
    yield "test_terms"
    registry.actions.remove("test_terms")


def options_of(visitor):
    visitor.opens("/checkout/")
    return visitor.page.context["action"].options


def test_a_page_that_was_chosen_is_as_it_is_now(terms):
    """Its title and its place may change long after the flow was published."""
    page = home().add_child(instance=Page(title="Terms", slug="terms"))
    flow_page(step(terms, "Agree", options={"page": page.pk}))
    before = options_of(Visitor())["page"].title

    Page.objects.filter(pk=page.pk).update(title="New terms")
    after = options_of(Visitor())["page"].title

    assert (before, after) == ("Terms", "New terms")


def test_what_an_action_does_to_its_options_is_nobody_elses(terms):
    flow_page(step(terms, "Agree", options={"lines": ["one"]}))
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits()

    assert list(options_of(Visitor())["lines"]) == ["one"]
