"""Makes the shop's pages where they are missing, and leaves those that are there alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.db.models import Q
from wagtail.images.models import Image
from wagtail.models import Page, Site

from cmsflows.models import FlowPage
from demo.content.checkout import CHECKOUT
from demo.content.notation import Step, node_uuid
from demo.content.pictures import HEIGHT, WIDTH, draw
from demo.content.products import PRODUCTS, Product
from demo.content.sign_up import LETTERS, SIGN_UP
from demo.pages import HomePage, ProductPage

SITE_NAME = "Kiln & Kettle"
"""Mails are in its name."""


@dataclass(frozen=True)
class Flow:
    """A page that is a flow."""

    slug: str
    title: str
    steps: Sequence[Step]
    promises: Sequence[str] = ()


FLOWS = [
    Flow("checkout", "Checkout", CHECKOUT, promises=["order", "payment"]),
    Flow("sign-up", "Sign up", SIGN_UP),
    Flow("letters", "Letters", LETTERS),
]
"""The checkout is the first, and the one that products lead to."""


def load_pages(port: int) -> list[FlowPage]:
    """The front page and its products, and the flows, which are answered; the site answers at this
    port."""
    home = HomePage.objects.first() or make_home()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.port, site.root_page = "127.0.0.1", port, home
    site.site_name = site.site_name or SITE_NAME
    site.save()
    return [find_flow(home, flow) or make_flow(home, flow) for flow in FLOWS]


def make_home() -> HomePage:
    """The front page and its products, in place of Wagtail's page of welcome."""
    root = Page.get_first_root_node()
    home = HomePage(
        title="Pots for every day",
        seo_title="Pots for every day",
        slug="kiln-and-kettle",
        intro="<p>Thrown, glazed and fired in a small workshop by the river.</p>",
    )
    root.add_child(instance=home)
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Page.objects.child_of(root).exclude(pk=home.pk).delete()
    for product in PRODUCTS:
        make_product(home, product)
    return home


def make_product(home: HomePage, product: Product) -> None:
    file = ImageFile(BytesIO(draw(product.picture)), name=f"{product.slug}.jpg")
    image = Image.objects.create(
        title=product.title, description=product.looks, file=file, width=WIDTH, height=HEIGHT
    )
    home.add_child(
        instance=ProductPage(
            title=product.title,
            slug=product.slug,
            price=product.price,
            description=f"<p>{product.description}</p>",
            image=image,
        )
    )


def as_edited(page: FlowPage, steps: Sequence[Step]) -> Any:
    """The steps with every default filled in, so that the first editor's change is the only one.

    Raises `ValidationError` where an editor could not save them. `Any`: a StreamValue.
    """
    block = page.flow.stream_block
    return block.clean(block.to_python(list(steps)))


def find_flow(home: HomePage, flow: Flow) -> FlowPage | None:
    """The page that was made for this flow, whatever editors call it now."""
    is_ours = Q(translation_key=node_uuid("page", flow.slug)) | Q(slug=flow.slug)
    return FlowPage.objects.child_of(home).filter(is_ours).first()


def make_flow(home: HomePage, flow: Flow) -> FlowPage:
    """Published as an editor would: as a revision that goes live."""
    page = FlowPage(
        title=flow.title,
        slug=flow.slug,
        translation_key=node_uuid("page", flow.slug),
        live=False,
        promises=list(flow.promises),
    )
    page.flow = as_edited(page, flow.steps)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page
