"""What the shop's own steps ask."""

from typing import Any

from django import forms

from demo.pages import ProductPage


class ItemForm(forms.Form):
    """Which thing, and how many. Its price is never asked: it comes from the database."""

    item = forms.ModelChoiceField(
        queryset=ProductPage.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        label="What would you like?",
        error_messages={
            "required": "Choose what you would like.",
            "invalid_choice": "We do not have this any more. Choose something else.",
        },
    )
    quantity = forms.IntegerField(
        label="How many?",
        initial=1,
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter how many you would like."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item: Any = self.fields["item"]  # A ModelChoiceField; `fields` knows only of Field.
        item.queryset = ProductPage.objects.live().order_by("path")
        item.label_from_instance = lambda product: f"{product.title}, € {product.price}"
