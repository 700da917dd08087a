from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Max


def measure_schedules(apps, schema_editor):
    """How long the longest occurrence of each owner is, where it is longer than a day."""
    Occurrence, Schedule = apps.get_model("events", "Occurrence"), apps.get_model("events", "Schedule")
    lengths = Occurrence.objects.order_by().values("owner").annotate(longest=Max(F("end_at") - F("start_at")))
    for owner_id, longest in lengths.values_list("owner", "longest"):
        if longest > timedelta(days=1):
            Schedule.objects.update_or_create(owner_id=owner_id, defaults={"longest": longest})


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_properties_of_imported_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="split_from",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="events.event",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("split_from__isnull", False)),
                fields=["split_from"],
                name="event_split_from",
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="longest",
            field=models.DurationField(default=timedelta(0)),
        ),
        migrations.RunPython(measure_schedules, migrations.RunPython.noop),
    ]
