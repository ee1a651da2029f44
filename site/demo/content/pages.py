"""Makes the shop's pages where they are missing, and leaves those that are there alone."""

import json
from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Page, Site

from cmsflows.models import FlowPage
from demo.content.checkout import CHECKOUT
from demo.content.pictures import HEIGHT, WIDTH, draw
from demo.content.products import PRODUCTS, Product
from demo.pages import HomePage, ProductPage


def load_pages(port: int) -> tuple[HomePage, FlowPage]:
    """The front page and the checkout; the site answers at this port."""
    home = HomePage.objects.first() or make_home()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "127.0.0.1", "port": port, "root_page": home, "site_name": "Demo"},
    )
    checkout = FlowPage.objects.child_of(home).first() or make_checkout(home)
    return home, checkout


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


def make_checkout(home: HomePage) -> FlowPage:
    """Published as an editor would: as a revision that goes live."""
    checkout = FlowPage(
        title="Checkout",
        slug="checkout",
        live=False,
        flow=json.dumps(CHECKOUT),
        promises=["order", "payment"],
    )
    home.add_child(instance=checkout)
    checkout.save_revision().publish()
    return checkout
