"""A task knows its visitor again, and nobody else."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory

from cmsflows.engine.task import Position, Task
from cmsflows.serving.binding import SESSION_KEY, belongs_to, give_session_a_secret, seal, user_key

ID = "0" * 32


def request(*, user=None, **session):
    made = RequestFactory().get("/flow/")
    made.session = session
    made.user = user or AnonymousUser()
    return made


def task(binding, owner=""):
    return Task(
        id=ID, flow="f", version="v", position=Position("a", 0), binding=binding, owner=owner
    )


MINE = {SESSION_KEY: "mine"}


def test_a_task_opens_for_the_session_it_was_sealed_for():
    sealed = task(seal(request(**MINE)))

    assert belongs_to(sealed, request(**MINE))
    assert not belongs_to(sealed, request(**{SESSION_KEY: "other"}))
    assert not belongs_to(sealed, request())


def test_all_tasks_of_a_visitor_have_one_seal_so_that_they_can_be_found():
    assert seal(request(**MINE)) == seal(request(**MINE))


def test_the_secret_is_not_in_the_seal():
    """B28"""
    assert "mine" not in seal(request(**MINE))


@pytest.mark.parametrize("secret", ["", None, 0, ["mine"], {}])
def test_a_session_without_a_sound_secret_seals_nothing_and_opens_nothing(secret):
    empty = request(**{SESSION_KEY: secret})

    assert seal(empty) == ""
    assert not belongs_to(task(""), empty)


def test_a_session_keeps_the_secret_it_has():
    old, new = request(**MINE), request()

    give_session_a_secret(old, "another")
    give_session_a_secret(new, "another")

    assert (old.session[SESSION_KEY], new.session[SESSION_KEY]) == ("mine", "another")


def test_a_task_of_a_user_is_only_theirs():
    """B24"""
    owned = task(seal(request(**MINE)), owner="7")

    assert belongs_to(owned, request(user=User(pk=7), **MINE))
    assert not belongs_to(owned, request(user=User(pk=8), **MINE))
    assert not belongs_to(owned, request(**MINE))


def test_the_key_of_nobody_is_empty():
    assert user_key(request()) == ""
    assert user_key(request(user=User(pk=7))) == "7"
    assert user_key(RequestFactory().get("/")) == ""


def test_an_owner_may_go_on_elsewhere_where_the_site_lets_them(settings):
    owned = task("sealed for another browser", owner="7")
    elsewhere = request(user=User(pk=7), **{SESSION_KEY: "other"})
    before = belongs_to(owned, elsewhere)

    settings.FLOWS_OWNER_MAY_RESUME = True

    assert (before, belongs_to(owned, elsewhere)) == (False, True)
    assert not belongs_to(owned, request(user=User(pk=8), **{SESSION_KEY: "other"}))
    assert not belongs_to(task("sealed for another browser"), elsewhere)
