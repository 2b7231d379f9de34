from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Weight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="sleutel")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "value",
                    models.PositiveSmallIntegerField(
                        help_text="Een niveau weegt 1 tot en met 5. "
                        "De andere waarden zijn procenten: 0 tot en met 25.",
                        verbose_name="waarde",
                    ),
                ),
                ("loaded", models.PositiveSmallIntegerField(verbose_name="waarde in het bestand")),
                ("position", models.PositiveSmallIntegerField(verbose_name="volgorde")),
            ],
            options={
                "verbose_name": "gewicht",
                "verbose_name_plural": "gewichten",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__lte", 25),
                            models.Q(
                                models.Q(("key__startswith", "level:"), _negated=True),
                                models.Q(("value__gte", 1), ("value__lte", 5)),
                                _connector="OR",
                            ),
                        ),
                        name="weight_within_bounds",
                    )
                ],
            },
        ),
    ]
