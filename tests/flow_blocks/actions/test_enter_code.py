"""Enter the code. Where it comes from, `tests/flow_blocks/test_a_forgotten_password.py` shows."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cmsflows import COMPLETE
from tests.flow_blocks.conftest import Serve

pytestmark = pytest.mark.django_db


def test_an_empty_field_is_named(serve: Serve) -> None:
    served = serve("enter_code", data={})

    assert served.errors == {"code": ["Enter the six digits of the code in our email."]}


def test_a_code_that_nobody_was_sent_is_dead(serve: Serve) -> None:
    served = serve("enter_code", data={"code": "123456"})

    assert served.errors == {
        "code": [
            "This code is not valid any more: it is too old, was used, or was tried too often. Ask "
            "for a new one."
        ]
    }


def test_error_reports_do_not_hold_the_code(serve: Serve) -> None:
    """B28, as far as error reports go."""
    served = serve("enter_code", data={"code": "123456"})

    assert served.action.request.sensitive_post_parameters == ("code",)


def test_who_is_logged_in_only_goes_on(serve: Serve) -> None:
    ada: Any = get_user_model().objects.create_user("ada")

    served = serve("enter_code", data={}, user=ada)

    assert served.answer is COMPLETE
    assert served.state == {"reset_code": ""}
