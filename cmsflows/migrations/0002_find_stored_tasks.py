"""Tasks can be found by their owner and by their binding, and ids are compared exactly."""

from django.db import migrations, models

from cmsflows.statestore.exact_field import ExactCharField


class Migration(migrations.Migration):
    dependencies = [("cmsflows", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="storedtask",
            name="task_id",
            field=ExactCharField(max_length=64, primary_key=True, serialize=False),
        ),
        migrations.AddField(
            model_name="storedtask",
            name="owner",
            field=ExactCharField(blank=True, default="", max_length=255),
        ),
        migrations.AddField(
            model_name="storedtask",
            name="binding",
            field=ExactCharField(blank=True, default="", max_length=255),
        ),
        migrations.AddIndex(
            model_name="storedtask",
            index=models.Index(fields=["owner", "expires_at"], name="cmsflows_tasks_of_owner"),
        ),
        migrations.AddIndex(
            model_name="storedtask",
            index=models.Index(fields=["binding", "expires_at"], name="cmsflows_tasks_of_binding"),
        ),
    ]
