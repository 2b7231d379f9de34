import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_registration"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkcheck",
            name="leads_to",
            field=models.URLField(blank=True, max_length=400, verbose_name="verhuisd naar"),
        ),
        migrations.AlterField(
            model_name="errorreport",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemeld"),
        ),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("started", "bewerking begonnen"),
                    ("submitted", "ingediend"),
                    ("returned", "teruggestuurd met opmerkingen"),
                    ("published", "gepubliceerd"),
                    ("rejected", "afgewezen"),
                    ("withdrawn", "ingetrokken"),
                    ("merged", "samengevoegd"),
                    ("restored", "oude versie teruggezet"),
                    ("archived", "gearchiveerd"),
                    ("reminded", "gevraagd of het nog klopt"),
                    ("verified", "bevestigd dat het nog klopt"),
                    ("reported", "fout gemeld"),
                    ("report-closed", "melding afgehandeld"),
                    ("invited", "collega uitgenodigd"),
                    ("joined", "lid geworden"),
                    ("left", "geen lid meer"),
                    ("registered", "organisatie aangemeld"),
                ],
                max_length=20,
                verbose_name="wat",
            ),
        ),
    ]
