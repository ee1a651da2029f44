"""A visitor's own page of saved payment methods, outside any flow: to look at, and to remove."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from cmsflows import conf
from cmsflows.serving.show import SeeOther
from flow_blocks.payments.methods import methods_of, remove


@method_decorator(cache_control(private=True, no_store=True), name="dispatch")
class OwnPaymentMethods(LoginRequiredMixin, TemplateView):
    """For who is logged in; others are asked to."""

    template_name = "flow_blocks/payment_methods.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        return super().get_context_data(
            base_template=conf.get("FLOWS_BASE_TEMPLATE"),
            methods=methods_of(self.request.user),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remove one of theirs; somebody else's is as unknown as one that is gone already."""
        words = remove(request.user, request.POST.get("remove", ""))
        if words:
            messages.success(request, _("%(method)s was removed.") % {"method": words})
        else:
            messages.info(request, _("That payment method is no longer there."))
        return SeeOther(reverse("flow_blocks:payment_methods"))
