"""The table of what waits."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Waiting",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=200, null=True, unique=True)),
                ("purpose", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=64)),
                ("locked", models.BinaryField()),
                ("by", models.CharField(max_length=64)),
                ("by_shown", models.CharField(max_length=120)),
                ("by_role", models.CharField(max_length=64)),
                ("at_ms", models.BigIntegerField()),
                ("leaves_at_ms", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="waiting", max_length=16)),
                ("done_by_shown", models.CharField(default="", max_length=120)),
                ("done_at_ms", models.BigIntegerField(null=True)),
                ("why", models.TextField(default="")),
                ("entry", models.CharField(default="", max_length=64)),
            ],
            options={"indexes": [models.Index(fields=["state", "at_ms"], name="sending_waiting_state")]},
        ),
    ]
