"""The postings in blocks, and without a list of words beside them: the forms of the postings are the words.

The index is emptied; `manage.py load_catalogue` fills it again. The price of the vector tells the planner of
PostgreSQL what it costs to read every vector: at the old price it did so for common words.
"""

from django.db import migrations, models


def empty_the_index(apps, schema_editor):
    apps.get_model("catalogue", "IndexEntry").objects.all().delete()


def price(cost: int):
    def change(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER FUNCTION catalogue_vector COST {cost}")

    return change


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_search")]

    operations = [
        migrations.RunPython(empty_the_index, empty_the_index),
        migrations.DeleteModel("IndexWord"),
        migrations.DeleteModel("Posting"),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "form", "block", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("form", models.CharField(max_length=100)),
                ("block", models.PositiveIntegerField()),
                ("items", models.BinaryField()),
                ("weights", models.BinaryField()),
            ],
        ),
        migrations.RunPython(price(2000), price(100)),
    ]
