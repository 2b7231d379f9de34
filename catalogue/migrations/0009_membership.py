import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="website",
            field=models.URLField(blank=True, default="", max_length=400, verbose_name="website"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organisation",
            name="about",
            field=models.TextField(
                blank=True, default="", max_length=1000, verbose_name="wat de organisatie doet"
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=400, verbose_name="website")),
                (
                    "about",
                    models.TextField(blank=True, max_length=1000, verbose_name="wat de organisatie doet"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gevraagd")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="catalogue.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "aanvraag",
                "verbose_name_plural": "aanvragen",
                "ordering": ["created_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("organisation", "user"), name="claim_once")],
            },
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
                    ("claimed", "lidmaatschap gevraagd"),
                    ("claim-refused", "lidmaatschap niet gegeven"),
                ],
                max_length=20,
                verbose_name="wat",
            ),
        ),
    ]
