"""What the ready blocks hang into Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from flow_blocks.payments.admin.group import PaymentsGroup
from flow_blocks.payments.admin.looking import LookingPolicy, LookingViewSet
from flow_blocks.payments.admin.methods import PaymentMethodViewSet
from flow_blocks.payments.admin.payments import PaymentViewSet

looked_at: list[type[LookingViewSet]] = [PaymentViewSet, PaymentMethodViewSet]
for each in looked_at:
    policy = LookingPolicy(each.model, allowed=each.allowed)
    register_permission_policy(each.model, policy, exact_class=True)


@hooks.register("register_admin_viewset")
def register_payments() -> PaymentsGroup:
    return PaymentsGroup()
