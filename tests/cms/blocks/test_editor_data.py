"""The scripts of the page editor are told what steps ask and leave, once for all steps."""

import json
from collections.abc import Iterator

import pytest

from cmsflows import Scaffold
from cmsflows.cms.blocks.editor_data import editor_data
from cmsflows.engine.registering import register_scaffold
from cmsflows.engine.registry import registry
from tests.shop.flow_blocks import ChoosePlan, YourAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready_made() -> Iterator[None]:
    @register_scaffold("test_ready")
    class Ready(Scaffold):
        action_set = [YourAddress, ChoosePlan]

    yield
    registry.scaffolds.remove("test_ready")


def test_a_type_says_what_it_asks_and_leaves() -> None:
    data = editor_data(registry)["types"]

    assert data["test_plan"] == {
        "fields": [
            {
                "name": "plan",
                "label": "Plan",
                "kind": "choice",
                "choices": (("small", "Small"), ("large", "Large")),
            }
        ],
        "provides": [{"name": "plan", "label": "Plan", "kind": "text"}],
    }
    assert data["test_note"] == {}


def test_answers_that_an_editor_writes_are_looked_up_in_the_form() -> None:
    (field,) = editor_data(registry)["types"]["choice"]["fields"]

    assert field["choicesFrom"] == "choices"


def test_a_ready_made_group_says_what_its_steps_ask(ready_made: None) -> None:
    """By what follows the group's own id in the ids of its steps."""
    inside = editor_data(registry)["types"]["test_ready"]["inside"]

    assert [each["id"] for each in inside] == ["/test_address", "/test_plan"]
    assert [field["name"] for field in inside[1]["fields"]] == ["plan"]


def test_it_is_json() -> None:
    assert json.loads(json.dumps(editor_data(registry)))["facts"][0]["name"] == "is_logged_in"
