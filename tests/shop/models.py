"""What the test shop sells: models with keys of many kinds. They have no migrations."""

from django.db import models


class Shown(models.Manager):
    """Hides what is hidden, as default managers do."""

    def get_queryset(self):
        return super().get_queryset().filter(is_hidden=False)


class Thing(models.Model):
    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)


class Item(Thing):
    name = models.CharField(max_length=50)
    is_hidden = models.BooleanField(default=False)

    objects = Shown()


class UsedItem(Item):
    """A table of its own, whose key is the item's."""


class CheapItem(Item):
    class Meta:
        proxy = True


class Ticket(Thing):
    id = models.UUIDField(primary_key=True)


class Coupon(Thing):
    code = models.CharField(max_length=20, primary_key=True)


class Seat(Thing):
    pk = models.CompositePrimaryKey("hall", "number")
    hall = models.CharField(max_length=20)
    number = models.IntegerField()
