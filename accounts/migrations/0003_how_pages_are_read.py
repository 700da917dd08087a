"""How a person reads the pages: week, clock, language, shortcuts, and whether he was asked yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_free_busy_visibility")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="week_start",
            field=models.CharField(
                choices=[("monday", "monday"), ("sunday", "sunday"), ("saturday", "saturday")],
                default="monday",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="hour_cycle",
            field=models.CharField(choices=[("24", "24"), ("12", "12")], default="24", max_length=2),
        ),
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("en", "en"), ("de", "de")],
                default="",
                help_text="Of the pages; empty for what the browser asks for.",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="shortcuts_enabled",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="user",
            name="onboarded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
