"""What the shop's templates look up."""

from typing import Any

from django import template

from cmsflows import conf
from demo.orders import Order
from flow_blocks.models.payment import Payment

register = template.Library()


@register.simple_tag(takes_context=True)
def placed_order(context: dict[str, Any]) -> Order | None:
    """The order that this run of the checkout has led to, whoever settled its payment; for pages
    that cmsflows shows to none but the run's own visitor. `Any`: template variables."""
    run = context["request"].GET.get(conf.task_id_param(), "")
    intents = Payment.objects.filter(task_id=run, taken_up_at__isnull=False).values("intent")
    return Order.objects.filter(reference__in=intents).first() if run else None
