from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0010_own_words"),
    ]

    operations = [
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
                    ("claimed", "lidmaatschap gevraagd"),
                    ("claim-refused", "lidmaatschap niet gegeven"),
                    ("weighed", "gewicht aangepast"),
                ],
                max_length=20,
                verbose_name="wat",
            ),
        ),
    ]
