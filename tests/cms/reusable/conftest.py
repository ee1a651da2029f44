"""Reusable groups for the tests."""

import pytest

from cmsflows.models import ReusableGroup
from tests.cms.reusable.making import MakeGroup
from tests.cms.streams import JsonObject


@pytest.fixture
def make_group() -> MakeGroup:
    """Makes a group of these steps, live unless told otherwise, with one revision."""

    def make(*steps: JsonObject, title: str = "Delivery", live: bool = True) -> ReusableGroup:
        group = ReusableGroup.objects.create(title=title, flow=list(steps), live=live)
        revision = group.save_revision()
        if live:
            revision.publish()
        return ReusableGroup.objects.get(pk=group.pk)

    return make
