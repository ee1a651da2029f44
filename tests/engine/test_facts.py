"""Facts: what conditions can ask about a visitor, whatever the flow."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.http import HttpRequest

from cmsflows.engine.facts import fact_named, fact_value, facts, forget_fact, register_fact
from cmsflows.engine.kinds import Kind
from cmsflows.exceptions import DefinitionError


def request_of(user: User | AnonymousUser) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


def test_three_facts_come_with_it() -> None:
    assert {fact.key for fact in facts()} >= {"is_logged_in", "groups", "locale"}


def test_a_visitor_without_a_user_is_not_logged_in() -> None:
    assert fact_value("is_logged_in", HttpRequest()) is False
    assert fact_value("groups", request_of(AnonymousUser())) == []


@pytest.mark.django_db
def test_groups_are_known_by_name() -> None:
    user = User.objects.create_user("ada")
    user.groups.add(Group.objects.create(name="Members"))

    assert fact_value("is_logged_in", request_of(user)) is True
    assert fact_value("groups", request_of(user)) == ["Members"]
    assert ("Members", "Members") in fact_named("groups").choices()


def test_the_language_is_that_of_the_request() -> None:
    request = HttpRequest()
    request.LANGUAGE_CODE = "de"

    assert fact_value("locale", request) == "de"
    assert ("de", "German") in fact_named("locale").choices()


def test_a_site_registers_its_own() -> None:
    @register_fact("test_weather", label="Weather", kind=Kind.TEXT)
    def weather(request: HttpRequest) -> str:
        return "sunny"

    answer = fact_value("test_weather", HttpRequest())
    with pytest.raises(DefinitionError, match="A fact called 'test_weather' is registered already"):
        register_fact("test_weather", label="Other", kind=Kind.TEXT)(lambda request: "rain")
    forget_fact("test_weather")

    assert answer == "sunny"


def test_a_fact_that_nobody_registered_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        fact_value("test_never", HttpRequest())
