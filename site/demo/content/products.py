"""The things the shop sells."""

from dataclasses import dataclass

from demo.content.pictures import Pot


@dataclass(frozen=True)
class Product:
    """What the page of a product says."""

    slug: str
    title: str
    price: str
    description: str
    picture: Pot
    looks: str
    """The picture in words."""


PRODUCTS = [
    Product(
        slug="harbour-mug",
        title="Harbour mug",
        price="24.00",
        description="Holds a third of a litre, and the warmth of it for twenty minutes.",
        looks="A blue mug with a bare foot and a round handle",
        picture=Pot(
            profile=[(0, 150), (30, 172), (200, 190), (400, 182)],
            glaze=(72, 116, 148),
            wall=(212, 225, 230),
            handle=[(165, 330), (262, 340), (316, 270), (300, 170), (240, 110), (165, 110)],
        ),
    ),
    Product(
        slug="fjord-teapot",
        title="Fjord teapot",
        price="68.00",
        description="Pours four cups without a drop beside them. The lid stays on.",
        looks="A round green teapot with a lid and a long spout",
        picture=Pot(
            profile=[
                (0, 150),
                (40, 200),
                (150, 262),
                (260, 220),
                (310, 140),
                (318, 146),
                (345, 110),
                (362, 34),
                (392, 22),
                (414, 40),
                (432, 30),
                (440, 8),
            ],
            glaze=(86, 128, 106),
            wall=(208, 219, 206),
            handle=[(190, 250), (290, 320), (372, 290), (378, 190), (310, 110), (210, 100)],
            spout=[(-190, 90), (-290, 140), (-330, 230), (-392, 300)],
            lid=True,
        ),
    ),
    Product(
        slug="dune-bowl",
        title="Dune bowl",
        price="32.00",
        description="For soup, for salad, or for keys. No two are quite alike.",
        looks="A wide bowl with a sand-coloured glaze",
        picture=Pot(
            profile=[(0, 110), (16, 112), (24, 130), (110, 262), (220, 330)],
            glaze=(222, 184, 128),
            wall=(219, 210, 222),
            bare=26,
        ),
    ),
    Product(
        slug="lantern-vase",
        title="Lantern vase",
        price="54.00",
        description="Tall enough for tulips, heavy enough for a cat.",
        looks="A tall red vase with a narrow neck",
        picture=Pot(
            profile=[(0, 96), (60, 128), (220, 186), (380, 120), (450, 62), (510, 58), (556, 92)],
            glaze=(168, 72, 52),
            wall=(240, 214, 196),
            bare=44,
        ),
    ),
]
