"""The shop's pages: a front page that lists the products, and a page for each of them."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cmsflows.models import FlowPage


class HomePage(Page):
    """The front page of the shop."""

    intro = RichTextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["demo.ProductPage", "cmsflows.FlowPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        products = ProductPage.objects.child_of(self).live().select_related("image")
        return {**super().get_context(request, *args, **kwargs), "products": products}


class ProductPage(Page):
    """A thing to buy. Its slug names it in the checkout."""

    price = models.DecimalField(
        max_digits=8, decimal_places=2, validators=[MinValueValidator(0)], help_text="In euros."
    )
    description = RichTextField(blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("price"),
        FieldPanel("description"),
        FieldPanel("image"),
    ]
    parent_page_types = ["demo.HomePage"]
    subpage_types: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`Any`: template variables are of all kinds."""
        checkout = FlowPage.objects.sibling_of(self).live().first()
        return {**super().get_context(request, *args, **kwargs), "checkout": checkout}
