"""What steps have handed to workers."""

from django.db import migrations, models

import cmsflows.statestore.exact_field


class Migration(migrations.Migration):
    dependencies = [
        ("cmsflows", "0006_reusable_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredJob",
            fields=[
                (
                    "key",
                    cmsflows.statestore.exact_field.ExactCharField(
                        max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("action", models.TextField()),
                ("task_id", cmsflows.statestore.exact_field.ExactCharField(max_length=64)),
                ("flow", models.TextField()),
                ("arguments", models.TextField()),
                (
                    "status",
                    cmsflows.statestore.exact_field.ExactCharField(default="queued", max_length=10),
                ),
                (
                    "holder",
                    cmsflows.statestore.exact_field.ExactCharField(
                        blank=True, default="", max_length=32
                    ),
                ),
                ("lease_until", models.FloatField(default=0.0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("max_tries", models.PositiveSmallIntegerField()),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(default=0)),
                ("result", models.TextField(blank=True, default="")),
                ("failure", models.TextField(blank=True, default="")),
                ("created_at", models.FloatField()),
                ("deadline", models.FloatField()),
                ("touched_at", models.FloatField(default=0.0)),
                ("is_told", models.BooleanField(default=False)),
                ("host", models.CharField(blank=True, default="", max_length=255)),
                ("is_secure", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, default="", max_length=35)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["is_told", "touched_at"], name="cmsflows_jobs_to_tend")
                ],
            },
        ),
    ]
