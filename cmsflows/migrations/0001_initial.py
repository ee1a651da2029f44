"""The tables of cmsflows: flow pages, their versions, and tasks at rest."""

import django.db.models.deletion
import swapper
from django.conf import settings
from django.db import migrations, models

import cmsflows.cms.field

BASE_PAGE = swapper.get_model_name("wagtailcore", "Page")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        swapper.dependency("wagtailcore", "Page"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FlowPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=BASE_PAGE,
                        verbose_name="page",
                    ),
                ),
                ("flow", cmsflows.cms.field.FlowField(blank=True, verbose_name="flow")),
                ("flow_version", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "flow page",
                "verbose_name_plural": "flow pages",
            },
            bases=(BASE_PAGE, models.Model),
        ),
        migrations.CreateModel(
            name="StoredTask",
            fields=[
                ("task_id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1)),
                ("record", models.TextField()),
                ("expires_at", models.FloatField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="FlowVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("flow", models.CharField(max_length=100, verbose_name="flow")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("definition", models.TextField(verbose_name="definition")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
            ],
            options={
                "verbose_name": "flow version",
                "verbose_name_plural": "flow versions",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("flow", "sha256"), name="cmsflows_one_row_a_version"
                    )
                ],
            },
        ),
    ]
