from django.db import migrations, models
from django.utils.text import slugify


def name_groups(apps, schema_editor):
    """Groups were known by their place only; from now on by their first word, as the files name them."""
    seen = set()
    for row in apps.get_model("catalogue", "SynonymGroup").objects.order_by("position"):
        begin = slugify(row.asked[0])[:70] if row.asked else ""
        row.key = begin if begin and begin not in seen else f"{begin or 'groep'}-{row.pk}"
        seen.add(row.key)
        row.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_membership")]

    operations = [
        migrations.AddField(
            model_name="synonymgroup",
            name="key",
            field=models.CharField(max_length=80, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(name_groups, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="synonymgroup",
            name="key",
            field=models.SlugField(max_length=80, unique=True, verbose_name="sleutel"),
        ),
        migrations.AlterModelOptions(
            name="synonymgroup",
            options={
                "ordering": ["position", "key"],
                "verbose_name": "groep synoniemen",
                "verbose_name_plural": "groepen synoniemen",
            },
        ),
        migrations.AlterField(
            model_name="synonymgroup",
            name="asked",
            field=models.JSONField(verbose_name="wie dit zoekt"),
        ),
        migrations.AlterField(
            model_name="synonymgroup",
            name="both_ways",
            field=models.BooleanField(verbose_name="geldt ook andersom"),
        ),
        migrations.AlterField(
            model_name="synonymgroup",
            name="found",
            field=models.JSONField(verbose_name="vindt ook"),
        ),
        migrations.AlterField(
            model_name="synonymgroup",
            name="position",
            field=models.PositiveSmallIntegerField(default=1000, verbose_name="volgorde"),
        ),
        migrations.AlterField(
            model_name="synonymgroup",
            name="reason",
            field=models.CharField(max_length=300, verbose_name="waarom"),
        ),
        migrations.CreateModel(
            name="OwnWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=20, verbose_name="tabel")),
                ("key", models.CharField(max_length=200, verbose_name="sleutel")),
            ],
            options={
                "verbose_name": "eigen woord",
                "verbose_name_plural": "eigen woorden",
                "constraints": [models.UniqueConstraint(fields=("table", "key"), name="own_word_once")],
            },
        ),
    ]
