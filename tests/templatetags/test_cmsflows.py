"""The tags and filters that the templates of a step use."""

from django import forms
from django.template import Context, Template

from cmsflows.definition.nodes import ActionNode, ScaffoldNode
from cmsflows.templatetags.cmsflows import plain_fields, step_title


def render(source: str, **context: object) -> str:
    return Template("{% load cmsflows %}" + source).render(Context(context))


def test_hidden_fields_follow_the_csrf_token() -> None:
    html = render("{% flow_fields %}", hidden_fields=[("_id", "a1")], csrf_token="secret")

    assert html == (
        '<input type="hidden" name="csrfmiddlewaretoken" value="secret">'
        '<input type="hidden" name="_id" value="a1">'
    )


def test_hidden_fields_are_text() -> None:
    html = render("{% flow_fields %}", hidden_fields=[("_id", '"><script>')], csrf_token="secret")

    assert 'value="&quot;&gt;&lt;script&gt;"' in html


def test_a_page_that_has_no_hidden_fields_has_none() -> None:
    assert render("{% flow_fields %}") == ""


def test_a_step_is_called_by_its_own_title() -> None:
    assert step_title(ActionNode(id="a", key="log_in", title="Welcome back")) == "Welcome back"


def test_a_step_without_a_title_is_called_by_its_label() -> None:
    assert step_title(ActionNode(id="a", key="log_in")) == "Log in"


def test_what_nobody_registered_is_called_by_its_class() -> None:
    assert step_title(ActionNode(id="a", key="shop.steps.GiftMessage")) == "Gift message"
    assert step_title(ScaffoldNode(id="a", key="shop.steps.WhoAreYou")) == "Who are you"


def test_labels_end_as_they_were_written() -> None:
    class Question(forms.Form):
        name = forms.CharField(label="Your name")
        token = forms.CharField(widget=forms.HiddenInput)

    fields = plain_fields(Question())

    assert [str(field.label_tag()) for field in fields] == [
        '<label for="id_name">Your name</label>'
    ]
