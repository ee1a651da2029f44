"""Posts a flow as the page editor does: the state its scripts are given, as form fields."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from cmsflows.cms.blocks.assemble import flow_stream_block
from cmsflows.cms.blocks.carried import CarriedBlock
from cmsflows.models import FlowPage

Fields = dict[str, Any]
"""`Any`: a text, or several."""


def edit(client: Client, page: FlowPage, *, publish: bool = False, **changes: str) -> Any:
    """Save a page's form as it was opened, but for the changes. `Any`: Django's test response.

    Where it is asked what shall become of people half way, they stay.
    """
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    draft = FlowPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    fields = {**page_fields(draft), **flow_fields(draft), **changes}
    response = client.post(url, {**fields, "action-publish": "1"} if publish else fields)
    is_asked = publish and response.status_code == 302 and "/publish/" in response.url
    if not is_asked:
        return response
    seen = client.get(response.url).context["seen"]
    return client.post(response.url, {"choice": "new", "seen": seen})


def page_fields(page: FlowPage) -> Fields:
    return {
        "title": page.title,
        "slug": page.slug,
        "promises": page.promises,
        **inputs_fields(page),
        "wagtail_admin_comments-TOTAL_FORMS": "0",
        "wagtail_admin_comments-INITIAL_FORMS": "0",
        "wagtail_admin_comments-MIN_NUM_FORMS": "0",
        "wagtail_admin_comments-MAX_NUM_FORMS": "",
    }


def inputs_fields(page: FlowPage) -> Fields:
    block = page.inputs.stream_block
    return fields_of(block, block.get_form_state(page.inputs), "inputs")


def flow_fields(page: FlowPage) -> Fields:
    block = flow_stream_block()
    return fields_of(block, block.get_form_state(page.flow), "flow")


def fields_of(block: Block, state: Any, prefix: str) -> Fields:
    """What a block's script puts into the form. `Any`: each block has a state of its own."""
    if isinstance(block, StreamBlock):
        return stream_fields(block, state, prefix)
    if isinstance(block, StructBlock):
        return {
            name: text
            for key, child in block.child_blocks.items()
            for name, text in fields_of(child, state.get(key), f"{prefix}-{key}").items()
        }
    if isinstance(block, ListBlock):
        return list_fields(block, state, prefix)
    if isinstance(block, CarriedBlock):
        return {prefix: state["json"]}
    if isinstance(state, dict) and "id" in state:  # what a chooser has chosen
        return {prefix: str(state["id"])}
    if isinstance(state, list):
        return {prefix: state[0]} if state else {}
    return {prefix: "" if state is None else str(state)}


def stream_fields(block: StreamBlock, state: list[dict[str, Any]], prefix: str) -> Fields:
    fields = {f"{prefix}-count": str(len(state))}
    for index, child in enumerate(state):
        at = f"{prefix}-{index}"
        fields |= {
            f"{at}-deleted": "",
            f"{at}-order": str(index),
            f"{at}-type": child["type"],
            f"{at}-id": child["id"] or "",
        }
        fields |= fields_of(block.child_blocks[child["type"]], child["value"], f"{at}-value")
    return fields


def list_fields(block: ListBlock, state: list[dict[str, Any]], prefix: str) -> Fields:
    fields = {f"{prefix}-count": str(len(state))}
    for index, child in enumerate(state):
        at = f"{prefix}-{index}"
        fields |= {f"{at}-deleted": "", f"{at}-order": str(index), f"{at}-id": child["id"] or ""}
        fields |= fields_of(block.child_block, child["value"], f"{at}-value")
    return fields
