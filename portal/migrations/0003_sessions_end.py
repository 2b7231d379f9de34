from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_roles")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_end_before",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="sessies van voor dit moment zijn voorbij"
            ),
        ),
    ]
