"""Nobody but its visitor meets a task, and what is secret is nowhere at rest."""

import logging

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from wagtail.models import Locale

from cmsflows.statestore.rows import StoredTask
from cmsflows.testing import Visitor, flow_page, step
from cmsflows.testing.trees import home
from tests.shop.flow_blocks import Secrets

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
NOTE = step("test_note", "Thanks")


@pytest.fixture
def mary():
    return get_user_model().objects.create_user("mary", password="secret")


def started(url="/checkout/"):
    """A visitor at the second step."""
    visitor = Visitor()
    visitor.opens(url)
    visitor.submits(item="kettle")
    return visitor


def never_was(client, url):
    """The answer for an id that never existed."""
    return client.get(url, {"_id": "0" * 32})


@pytest.mark.parametrize("is_logged_in", [False, True])
def test_another_browser_gets_the_404_of_an_id_that_never_was(mary, is_logged_in):
    """B21"""
    flow_page(ITEM, NOTE)
    visitor = started()
    other = Client()
    if is_logged_in:
        other.force_login(mary)
    other.get("/checkout/")
    missing = never_was(other, visitor.path)
    before = StoredTask.objects.values().get()

    looked = other.get(visitor.url)
    posted = other.post(visitor.url, visitor.form.hidden)

    assert (looked.status_code, posted.status_code) == (404, 404)
    assert looked.content.replace(visitor.form.hidden["_id"].encode(), b"0" * 32) == missing.content
    assert StoredTask.objects.values().get() == before


def test_another_visitor_of_the_same_flow_gets_404_too():
    """B21: having a task of one's own opens nobody else's."""
    flow_page(ITEM, NOTE)
    visitor, other = started(), started()

    response = other.client.get(visitor.url)

    assert response.status_code == 404


def test_logging_in_half_way_keeps_the_answers(mary):
    """B22"""
    flow_page(ITEM, step("log_in", "Log in"), NOTE)
    visitor = started()
    session_before = visitor.client.session.session_key

    visitor.submits(username="mary", password="secret")

    assert visitor.step == "thanks"
    assert visitor.page.context["action"].state["item"] == "kettle"
    assert visitor.client.session.session_key != session_before


def test_logging_in_elsewhere_keeps_the_answers(mary):
    """B22"""
    flow_page(ITEM, step("test_members", "Members"), NOTE)
    visitor = started()

    visitor.client.post("/_util/login/", {"username": "mary", "password": "secret"})
    visitor.opens(
        "/checkout/?" + visitor.url.partition("next=%2Fcheckout%2F%3F")[2].replace("%3D", "=")
    )

    assert visitor.step == "members"
    assert visitor.page.context["action"].state["item"] == "kettle"


def test_a_task_of_one_user_is_not_the_next_ones(mary):
    """B24, in part: the same browser, after another log-in."""
    flow_page(ITEM, step("log_in", "Log in"), NOTE)
    visitor = started()
    visitor.submits(username="mary", password="secret")
    john = get_user_model().objects.create_user("john")

    visitor.client.logout()
    visitor.client.force_login(john)

    assert visitor.client.get(visitor.url).status_code == 404


def test_who_comes_after_a_log_out_opens_nothing_begun_before(mary):
    """Not even by starting a run of their own at the same browser."""
    flow_page(ITEM, NOTE)
    visitor = started()
    before = visitor.url
    visitor.client.force_login(mary)

    visitor.client.logout()
    visitor.client.cookies.pop("sessionid", None)
    visitor.opens("/checkout/")
    visitor.submits(item="pot")

    assert visitor.step == "thanks"
    assert visitor.client.get(before).status_code == 404


def test_an_id_opens_no_other_flow():
    """B25"""
    flow_page(ITEM, NOTE)
    flow_page(ITEM, NOTE, slug="other")
    visitor = started()
    before = StoredTask.objects.values().get()

    looked = visitor.client.get(visitor.url.replace("/checkout/", "/other/"))
    posted = visitor.client.post(visitor.url.replace("/checkout/", "/other/"), visitor.form.hidden)

    assert (looked.status_code, posted.status_code) == (404, 404)
    assert StoredTask.objects.values().get() == before


def test_a_copied_page_runs_and_its_tasks_are_its_own():
    """B48"""
    page = flow_page(ITEM, NOTE)
    page.copy(update_attrs={"slug": "copy", "title": "Copy"})
    visitor, other = started(), started("/copy/")

    crossed = visitor.client.get(visitor.url.replace("/checkout/", "/copy/"))
    other.submits()

    assert crossed.status_code == 404
    assert other.page.templates[0].name == "cmsflows/done.html"


def test_an_alias_runs_and_its_tasks_are_its_own():
    """B48"""
    page = flow_page(ITEM, NOTE)
    page.create_alias(update_slug="alias")
    visitor, other = started(), started("/alias/")

    crossed = visitor.client.get(visitor.url.replace("/checkout/", "/alias/"))
    other.submits()

    assert crossed.status_code == 404
    assert other.page.templates[0].name == "cmsflows/done.html"


def test_a_translated_page_runs_and_its_tasks_are_its_own():
    """B48: also under the same path, on a tree of its own."""
    page = flow_page(ITEM, NOTE)
    german = Locale.objects.create(language_code="de")
    home().copy_for_translation(german).save_revision().publish()
    translated = page.copy_for_translation(german)
    translated.save_revision().publish()
    visitor = started()

    other = Visitor()
    other.client.cookies["django_language"] = "de"
    other.opens("/checkout/")
    other.submits(item="Kessel")
    crossed = visitor.client.get(visitor.url, headers={"accept-language": "de"})
    german_id = other.page.context["page"].pk
    other.submits()

    assert (crossed.status_code, german_id) == (404, translated.pk)
    assert other.page.templates[0].name == "cmsflows/done.html"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "data:text/html,hello",
        "http:///evil.example",
        "https://testserver@evil.example/",
        "wagtailadmin_home",
        "admin:index",
        " //evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "\x00/",
    ],
)
def test_the_end_is_on_this_site_whatever_the_address_says(address):
    """B26"""
    flow_page(ITEM)
    visitor = Visitor()
    visitor.page = visitor.client.get("/checkout/", {"_on_complete": address})
    visitor.url = "/checkout/"
    form = visitor.form

    response = visitor.client.post(form.action, {**form.hidden, "item": "kettle"})

    assert response.status_code == 303
    assert response.url.startswith("/checkout/?_id=")


@pytest.mark.parametrize("address", ["/", "/other/?a=b#c", "http://testserver/other/"])
def test_the_end_is_where_the_address_says(address):
    """B07"""
    flow_page(ITEM)
    visitor = Visitor()
    visitor.page = visitor.client.get("/checkout/", {"_on_complete": address})
    form = visitor.form

    response = visitor.client.post(form.action, {**form.hidden, "item": "kettle"})

    assert (response.status_code, response.url) == (303, address)


SECRETS = {"password": "hunter2-very-secret", "card": "4111222233334444"}


def test_secrets_are_not_at_rest(caplog):
    """B28: nor is the session's key; the harmless answer beside them is."""
    caplog.set_level(logging.DEBUG)
    flow_page(step("test_secret", "Secrets"), NOTE)
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits(**SECRETS, nickname="harmless")

    record = StoredTask.objects.get().record
    at_rest = record + caplog.text + str(Session.objects.get().get_decoded())
    assert "harmless" in record
    assert not any(secret in at_rest for secret in SECRETS.values())
    assert visitor.client.session.session_key not in record
    assert visitor.client.session["cmsflows_secret"] not in record


def test_secrets_are_not_in_the_page_that_follows(client):
    """B28: the template's variables hold what the task holds, which is none of them."""
    flow_page(step("test_secret", "Secrets"), NOTE)
    visitor = Visitor()
    visitor.opens("/checkout/")

    visitor.submits(**SECRETS)

    shown = repr(list(visitor.page.context)) + visitor.page.content.decode()
    shown += repr(visitor.page.context["action"].walk.task)
    assert not any(secret in shown for secret in SECRETS.values())


def test_secrets_are_not_in_error_reports(settings, monkeypatch, mailoutbox):
    """B28: an action that fails sends its report without them."""

    def form_valid(self, form):
        remembered = form.cleaned_data["password"]
        raise RuntimeError("The report has local variables." if remembered else "")

    monkeypatch.setattr(Secrets, "form_valid", form_valid)
    settings.ADMINS = [("Admin", "admin@example.org")]
    settings.DEBUG = False
    handler = logging.getLogger("django")
    mailer = AdminEmailHandler(include_html=True)
    handler.addHandler(mailer)
    flow_page(step("test_secret", "Secrets"), NOTE)
    visitor = Visitor(Client(raise_request_exception=False))
    visitor.opens("/checkout/")

    visitor.submits(**SECRETS)
    handler.removeHandler(mailer)

    report = mailoutbox[0].body + str(mailoutbox[0].alternatives)
    assert visitor.page.status_code == 500
    assert "The report has local variables." in report
    assert not any(secret in report for secret in SECRETS.values())
    assert not StoredTask.objects.exists()


def test_every_page_of_a_flow_is_for_its_visitor_only():
    flow_page(ITEM, NOTE)
    visitor = started()

    headers = visitor.page.headers

    assert headers["Cache-Control"] == "no-store, private"
    assert "Cookie" in headers["Vary"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert reverse("cmsflows:flow_graph", args=["checkout/"]) == "/checkout/.flowgraph"
