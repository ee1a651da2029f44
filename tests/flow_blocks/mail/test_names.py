"""Names that an editor's texts may refer to, as one step of a flow sees them."""

from cmsflows.definition.flow import FlowDefinition
from cmsflows.definition.nodes import ActionNode, Contract, Input, ScaffoldNode
from flow_blocks.mail.names import has_parts, is_known, known_names

BILLING = ActionNode(
    id="billing",
    key="address",
    name="billing",
    contract=Contract(provides=(("address", "dict"), ("email", "str"))),
)
YOU = ActionNode(id="you", key="contact", contract=Contract(provides=(("name", "str"),)))
MAIL = ActionNode(id="mail", key="send_email")
MAIL_OF_BILLING = ActionNode(id="mail", key="send_email", name="billing")


def known(step: ActionNode) -> dict[str, str]:
    root = ScaffoldNode(id="root", key="scaffold", children=(BILLING, YOU, step))
    return known_names(FlowDefinition(root, inputs=(Input("campaign", "text"),)), step)


def test_inputs_and_what_steps_leave_are_known() -> None:
    assert known(MAIL) == {
        "campaign": "text",
        "billing.address": "dict",
        "billing.email": "str",
        "name": "str",
    }


def test_a_named_step_sees_its_own_without_their_prefix() -> None:
    names = known(MAIL_OF_BILLING)

    assert names["email"] == names["billing.email"] == "str"


def test_any_part_may_be_there_of_what_has_parts() -> None:
    names = known(MAIL)

    assert is_known("billing.address.city", names)
    assert not is_known("billing.email.city", names)
    assert not is_known("billing", names)
    assert not is_known("name.first", names)


def test_what_has_parts_cannot_be_written_whole() -> None:
    names = known(MAIL)

    assert has_parts("billing.address", names)
    assert not has_parts("billing.address.city", names)
    assert not has_parts("nothing", names)
