"""The table of emergency accesses."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=64)),
                ("why", models.CharField(max_length=400)),
                ("asked_by", models.CharField(max_length=64)),
                ("asked_ms", models.BigIntegerField()),
                ("confirmed_by", models.CharField(default="", max_length=64)),
                ("opened_ms", models.BigIntegerField(null=True)),
                ("until_ms", models.BigIntegerField(null=True)),
                ("ended_ms", models.BigIntegerField(null=True)),
                ("ended_by", models.CharField(default="", max_length=64)),
                ("entry", models.CharField(default="", max_length=64)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="emergencies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["officer", "until_ms"], name="emergency_officer_until")]},
        ),
    ]
