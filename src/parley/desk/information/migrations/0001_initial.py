"""The table of notes that stay at this desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="HomeNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=200, db_index=True)),
                ("officer", models.CharField(max_length=150)),
                ("sealed", models.BinaryField()),
                ("written_at_ms", models.BigIntegerField()),
            ],
        ),
    ]
