import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0007_upkeep"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="sleutel",
                    ),
                ),
                ("query", models.TextField(blank=True, verbose_name="vraag")),
                ("format", models.CharField(max_length=4, verbose_name="vorm")),
                (
                    "question",
                    models.CharField(max_length=64, verbose_name="vraag, vorm en stand van de catalogus"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "wacht"),
                            ("running", "wordt gemaakt"),
                            ("ready", "klaar"),
                            ("failed", "mislukt"),
                        ],
                        default="queued",
                        max_length=7,
                        verbose_name="stand",
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0, verbose_name="interventies klaar")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="interventies")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="bladzijden opgemaakt")),
                ("parts", models.PositiveSmallIntegerField(default=1, verbose_name="delen")),
                ("file_name", models.CharField(blank=True, max_length=120, verbose_name="bestand")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="waarom het mislukte"),
                ),
                ("created_at", models.DateTimeField(verbose_name="gevraagd")),
                (
                    "beat_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="laatste teken van leven"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="bewaard tot")),
            ],
            options={
                "verbose_name": "overzicht op de wachtrij",
                "verbose_name_plural": "overzichten op de wachtrij",
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=("question",),
                        name="export_made_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file_name__gt", ""), ("state", "ready")),
                            models.Q(("state", "ready"), _negated=True),
                            _connector="OR",
                        ),
                        name="export_ready_has_file",
                    ),
                ],
            },
        ),
    ]
