"""Who may learn when one is busy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_users_and_sessions")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="free_busy_visibility",
            field=models.CharField(
                choices=[("nobody", "nobody"), ("shared", "shared"), ("everyone", "everyone")],
                default="shared",
                help_text=(
                    "Who may learn when this person is busy: nobody, those who share something, or everyone."
                ),
                max_length=10,
            ),
        ),
    ]
