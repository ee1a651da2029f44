"""The fast path answers as Wagtail would, with one query for the page."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail import hooks
from wagtail.models import Locale, Page, PageViewRestriction, Site

from cmsflows.models import FlowPage
from cmsflows.testing import Visitor, flow_page, publish, step
from cmsflows.testing.trees import home

pytestmark = pytest.mark.django_db

ITEM = step("test_item", "Item")
NOTE = step("test_note", "Thanks")


@pytest.fixture
def page():
    """A flow page that Wagtail has served once."""
    page = flow_page(ITEM, NOTE)
    Client().get("/checkout/")
    return page


def view_of(response):
    return response.wsgi_request.resolver_match.view_name


def test_a_page_is_remembered_once_wagtail_has_served_it():
    flow_page(ITEM)

    views = [view_of(Client().get("/checkout/")) for _ in range(2)]

    assert views == ["wagtail_serve", "cmsflows:flow_step"]


def test_other_pages_are_left_to_wagtail(page):
    home().add_child(instance=Page(title="About", slug="about"))

    response = Client().get("/about/")

    assert view_of(response) == "wagtail_serve"


def test_a_step_asks_for_session_page_and_task_and_no_more(page, django_assert_num_queries):
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits(item="kettle")

    with django_assert_num_queries(3):
        visitor.client.get(visitor.url)


def test_a_tree_of_any_size_asks_as_little(django_assert_num_queries):
    flow_page(*(step("test_note", f"Step {number}") for number in range(150)))
    visitor = Visitor()
    visitor.opens("/checkout/")
    visitor.submits()

    with django_assert_num_queries(3):
        visitor.client.get(visitor.url)


def test_what_was_published_last_is_served(page):
    publish(page, NOTE)

    response = Client().get("/checkout/")

    assert view_of(response) == "cmsflows:flow_step"
    assert response.context["node"].title == "Thanks"


def test_an_unpublished_page_is_not_found(page):
    FlowPage.objects.get(pk=page.pk).unpublish()

    assert Client().get("/checkout/").status_code == 404


def test_a_page_that_moved_is_found_where_it_is_now(page):
    page = FlowPage.objects.get(pk=page.pk)
    page.slug = "buy"
    page.save()

    old, new = Client().get("/checkout/"), Client().get("/buy/")

    assert (old.status_code, new.status_code) == (404, 200)


def test_a_page_that_takes_anothers_place_is_served(page):
    page = FlowPage.objects.get(pk=page.pk)
    page.slug = "buy"
    page.save()
    flow_page(NOTE, title="Another")

    response = Client().get("/checkout/")

    assert response.context["page"].title == "Another"


@pytest.mark.parametrize("above", [False, True])
def test_a_view_restriction_holds(page, above):
    restricted = home() if above else page.page_ptr
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)

    response = Client().get("/checkout/")

    assert response.status_code == 302
    assert "/_util/login/" in response.url


def test_a_restriction_elsewhere_does_not(page):
    other = flow_page(NOTE, slug="other")
    PageViewRestriction.objects.create(
        page=other.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )

    assert Client().get("/checkout/").status_code == 200


def test_serve_hooks_run(page):
    seen = []

    def remember(served, request, args, kwargs):
        seen.append((served.pk, kwargs))

    with hooks.register_temporarily("before_serve_page", remember):
        Client().get("/checkout/item/")

    assert seen == [(page.pk, {"path": "item/"})]


def test_a_site_made_later_for_this_host_is_asked(page):
    """One that has no such page answers 404, though another site's page was remembered."""
    root = Page.objects.get(depth=1)
    other = root.add_child(instance=Page(title="Other", slug="other-home"))
    Site.objects.create(hostname="testserver", port=80, root_page=other)

    assert Client().get("/checkout/").status_code == 404


def test_another_host_is_another_memory(page, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = Page.objects.get(depth=1).add_child(instance=Page(title="Other", slug="other-home"))
    Site.objects.create(hostname="other.example", port=80, root_page=other)

    response = Client(headers={"host": "other.example"}).get("/checkout/")

    assert response.status_code == 404


def test_another_language_is_another_memory(page):
    german = Locale.objects.create(language_code="de")
    home().copy_for_translation(german).save_revision().publish()

    english = Client().get("/checkout/")
    missing = Client(headers={"accept-language": "de"}).get("/checkout/")

    assert (english.status_code, missing.status_code) == (200, 404)


def test_without_a_slash_the_visitor_is_sent_to_the_url_with_one(page):
    response = Client().get("/checkout/item")

    assert (response.status_code, response.url) == (301, "/checkout/item/")


def test_the_graph_is_for_who_may_edit_the_page(page):
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))

    answers = [client.get("/checkout/.flowgraph") for client in (Client(), editor)]

    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[1].headers["Content-Type"].startswith("image/svg+xml")


def test_the_graph_of_a_page_that_is_not_live_is_for_its_editors_too(page):
    FlowPage.objects.get(pk=page.pk).unpublish()
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))

    answers = [client.get("/checkout/.flowgraph") for client in (Client(), editor)]

    assert [answer.status_code for answer in answers] == [404, 200]


def test_the_graph_of_a_page_that_is_no_flow_is_not_found():
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))
    home().add_child(instance=Page(title="About", slug="about"))

    paths = ["/about/.flowgraph", "/nowhere/.flowgraph", "/.flowgraph"]

    assert {editor.get(path).status_code for path in paths} == {404}
