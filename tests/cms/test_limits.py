"""What a database cannot keep is a form error there, and nowhere else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from cmsflows.cms.blocks.kept import KeptBlock
from cmsflows.cms.blocks.unavailable import UnavailableBlock
from cmsflows.cms.limits import can_be_stored, is_too_deep, max_levels

HOSTILE = {"deep": ["\x00"]}


@pytest.mark.parametrize("block", [KeptBlock(), UnavailableBlock()])
def test_nul_in_hidden_json_is_refused_where_it_cannot_be_kept(monkeypatch, block):
    monkeypatch.setattr(connection, "vendor", "postgresql", raising=False)

    with pytest.raises(ValidationError):
        block.clean(HOSTILE)


@pytest.mark.parametrize("block", [KeptBlock(), UnavailableBlock()])
def test_nul_in_hidden_json_is_kept_where_it_can_be(monkeypatch, block):
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)

    assert block.clean(HOSTILE) == HOSTILE


@pytest.mark.parametrize(
    ("vendor", "is_mariadb", "levels"),
    [("sqlite", False, 50), ("postgresql", False, 50), ("mysql", True, 9), ("mysql", False, 31)],
)
def test_groups_nest_as_deep_as_the_database_can_keep(monkeypatch, vendor, is_mariadb, levels):
    monkeypatch.setattr(connection, "vendor", vendor, raising=False)
    monkeypatch.setattr(connection, "mysql_is_mariadb", is_mariadb, raising=False)

    assert max_levels() == levels


@pytest.mark.parametrize(
    ("vendor", "is_mariadb", "depth"), [("mysql", True, 32), ("mysql", False, 100)]
)
def test_conditions_may_not_be_too_deep_for_the_database(monkeypatch, vendor, is_mariadb, depth):
    """They stand within groups, whose levels alone do not tell."""
    monkeypatch.setattr(connection, "vendor", vendor, raising=False)
    monkeypatch.setattr(connection, "mysql_is_mariadb", is_mariadb, raising=False)
    deep: list[object] = []
    for _level in range(depth - 1):
        deep = [deep, {"text": 1}]

    assert not is_too_deep(lambda: deep)
    assert is_too_deep(lambda: [deep])


def test_elsewhere_json_may_be_of_any_depth(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite", raising=False)

    assert not is_too_deep(lambda: [[[[]]]])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"], ids=repr)
def test_what_only_python_takes_for_json_is_not_kept(value):
    assert not can_be_stored({"op": "eq", "value": value})
