"""The runs of a flow can be listed and counted, and it is a permission to see, move or stop them."""

from django.db import migrations, models

from cmsflows.statestore.exact_field import ExactCharField
from cmsflows.statestore.filling import fill


def tell_flows(apps, schema_editor):
    """Rows of before say of which flow they are in their records only."""
    fill(apps.get_model("cmsflows", "StoredTask"), schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("cmsflows", "0004_publishing")]

    atomic = False
    """Each batch is written by itself: visitors go on meanwhile."""

    operations = [
        migrations.AddField(
            model_name="storedtask",
            name="flow",
            field=ExactCharField(blank=True, default="", max_length=255),
        ),
        migrations.AddField(
            model_name="storedtask",
            name="place",
            field=ExactCharField(blank=True, default="", max_length=255),
        ),
        migrations.RunPython(tell_flows, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="storedtask",
            index=models.Index(fields=["flow", "task_id"], name="cmsflows_tasks_of_flow"),
        ),
        migrations.AlterModelOptions(
            name="flowversion",
            options={
                "permissions": (
                    ("read_runs", "Can see how many visitors are at which step"),
                    ("move_people", "Can move visitors' runs to another version"),
                    ("stop_people", "Can stop visitors' runs"),
                ),
                "verbose_name": "flow version",
                "verbose_name_plural": "flow versions",
            },
        ),
    ]
