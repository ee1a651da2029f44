"""Orders name the intent that made them, so that one is made once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demo", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="reference",
            field=models.CharField(editable=False, max_length=32, null=True, unique=True),
        ),
    ]
