"""What the ready blocks hang into Wagtail's admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from flow_blocks.admin.deleting import DeleteTicked
from flow_blocks.admin.payment_methods import PaymentMethodViewSet
from flow_blocks.admin.payments import PaymentViewSet
from flow_blocks.admin.payments_group import PaymentsGroup
from flow_blocks.admin.reading import ReadingPolicy, ReadingViewSet
from flow_blocks.admin.saved_answers import SavedAnswersViewSet
from flow_blocks.admin.sent_mail import SentMailViewSet

read: list[type[ReadingViewSet]] = [
    SavedAnswersViewSet,
    SentMailViewSet,
    PaymentViewSet,
    PaymentMethodViewSet,
]
for each in read:
    policy = ReadingPolicy(each.model, allowed=each.allowed)
    register_permission_policy(each.model, policy, exact_class=True)

hooks.register("register_bulk_action", DeleteTicked)


@hooks.register("register_admin_viewset")
def register_reports() -> list[ReadingViewSet]:
    return [SavedAnswersViewSet(), SentMailViewSet()]


@hooks.register("register_admin_viewset")
def register_payments() -> PaymentsGroup:
    return PaymentsGroup()
