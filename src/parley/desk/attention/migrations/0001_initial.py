"""The tables of quiet hours, sound tests and what was set aside."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_minute", models.PositiveSmallIntegerField()),
                ("until_minute", models.PositiveSmallIntegerField()),
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hearing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("officer_name", models.CharField(max_length=120)),
                ("at_ms", models.BigIntegerField()),
                ("hears", models.BooleanField()),
            ],
            options={"indexes": [models.Index(fields=["officer_name", "at_ms"], name="attention_hearing_newest")]},
        ),
        migrations.CreateModel(
            name="Shelving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.CharField(max_length=255)),
                ("matter", models.CharField(max_length=64)),
                ("officer_name", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=64)),
                ("why", models.CharField(max_length=200)),
                ("at_ms", models.BigIntegerField()),
                ("until_ms", models.BigIntegerField()),
                ("ended_at_ms", models.BigIntegerField(null=True)),
                ("ended_by", models.CharField(default="", max_length=120)),
            ],
            options={"indexes": [models.Index(fields=["until_ms"], name="attention_shelved_until")]},
        ),
    ]
