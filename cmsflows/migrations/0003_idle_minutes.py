"""Flow pages say for how long they keep answers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cmsflows", "0002_find_stored_tasks")]

    operations = [
        migrations.AddField(
            model_name="flowpage",
            name="idle_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                verbose_name="minutes to keep answers",
                help_text=(
                    "For how many minutes a visitor's answers are kept while they do nothing. "
                    "If you leave it empty, the site decides."
                ),
                validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
            ),
        ),
    ]
