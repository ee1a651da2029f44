"""The field of a flow: it names no blocks, so that no action ever makes a migration."""

from typing import Any

import pytest
from django.apps import apps
from django.core import checks, serializers
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from cmsflows import Action, register_action
from cmsflows.cms.blocks.assemble import forget_block
from cmsflows.cms.field import FlowField
from cmsflows.engine.registry import registry
from cmsflows.models import FlowPage
from tests.cms.streams import action, nested


def changes() -> Any:
    """What makemigrations would write for this app."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    return detector.changes(graph=loader.graph, trim_to_apps={"cmsflows"})


def test_the_migrations_are_complete() -> None:
    assert changes() == {}


def test_a_newly_registered_action_makes_no_migration() -> None:
    """B41."""

    @register_action("test_new")
    class New(Action):
        pass

    forget_block()
    has_block = "test_new" in FlowPage._meta.get_field("flow").stream_block.child_blocks
    found = changes()
    registry.actions.remove("test_new")
    forget_block()

    assert has_block
    assert found == {}


def test_the_field_can_be_made_again_from_its_description() -> None:
    name, path, args, kwargs = FlowPage._meta.get_field("flow").deconstruct()

    assert (name, path, args) == ("flow", "cmsflows.cms.field.FlowField", [])
    assert FlowField(**kwargs).deconstruct()[2:] == (args, kwargs)


def test_the_field_passes_its_checks() -> None:
    assert FlowPage._meta.get_field("flow").check() == []
    assert [each for each in checks.run_checks() if each.id.startswith("wagtail")] == []


def test_a_flow_may_always_be_empty() -> None:
    assert FlowField().blank


@pytest.mark.django_db
def test_a_flow_can_be_dumped_and_loaded(make_page: Any) -> None:
    page = make_page(*nested(8))

    text = serializers.serialize("json", [page])
    (loaded,) = serializers.deserialize("json", text)

    assert loaded.object.flow.get_prep_value() == page.flow.get_prep_value()
    assert loaded.object.flow_version == page.flow_version


@pytest.mark.django_db
def test_what_is_no_stream_is_not_lost_when_saved(make_page: Any) -> None:
    page = make_page(action("One"), live=False)
    FlowPage.objects.filter(pk=page.pk).update(flow={"odd": 1})

    FlowPage.objects.get(pk=page.pk).save()

    assert FlowPage.objects.get(pk=page.pk).flow.raw_text == '{"odd": 1}'
