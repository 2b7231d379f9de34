"""What the sources know beside the items, and the fixed contacts of municipalities."""

from django.core.validators import RegexValidator
from django.db import models

from catalogue.models.places import Region


class KnowledgeEntry(models.Model):
    """One piece of knowledge; `data` is the entry as its file in fixtures/ has it, with its citations."""

    class Kind(models.TextChoices):
        TIPS = "tips", "tips bij een belemmering"
        RESOURCE = "resource", "hulpmiddel"
        EXAMPLE = "example", "goed voorbeeld"
        LONGLIST = "longlist", "naam op de groslijst"
        FIGURE = "figure", "cijfer"
        MODEL = "model", "model of begrip"
        ORGANISATION = "organisation", "organisatie"
        MUNICIPALITY = "municipality", "gemeente"
        ASK = "ask", "de moeite van het vragen waard"
        RECOMMENDATION = "recommendation", "aanbeveling"
        VOICE = "voice", "wat vrouwen zeggen"
        PAGE = "page", "vaste tekst"

    kind = models.CharField("soort", max_length=20, choices=Kind.choices)
    slug = models.SlugField("sleutel", max_length=100)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    data = models.JSONField("inhoud")

    class Meta:
        ordering = ["kind", "position", "slug"]
        verbose_name = "stuk kennis"
        verbose_name_plural = "kennis uit de bronnen"
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="knowledge_entry_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "tips", "resource", "example", "longlist", "figure", "model", "organisation",
                        "municipality", "ask", "recommendation", "voice", "page",
                    ]
                ),
                name="knowledge_entry_kind_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.data.get("title") or self.data.get("name") or self.slug)

    @property
    def word_key(self) -> str:
        return f"{self.kind}/{self.slug}"


#: A number of an organisation: no mobile number, which is one person's.
no_mobile_number = RegexValidator(
    r"^(\+31|0031|0)[\s(]*6[\s-]",
    "Vul een algemeen nummer in, geen mobiel nummer van een persoon.",
    inverse_match=True,
)


class MunicipalityContact(models.Model):
    """Whom to ring at a municipality: function mailboxes and general numbers, never those of a person."""

    municipality = models.OneToOneField(
        Region, models.CASCADE, verbose_name="gemeente", limit_choices_to={"level": Region.Level.MUNICIPALITY}
    )
    for_organisations_mailbox = models.EmailField("e-mail voor organisaties", blank=True)
    for_organisations_phone = models.CharField(
        "telefoon voor organisaties", max_length=30, blank=True, validators=[no_mobile_number]
    )
    for_klantmanagers_mailbox = models.EmailField("e-mail voor klantmanagers", blank=True)
    for_klantmanagers_phone = models.CharField(
        "telefoon voor klantmanagers", max_length=30, blank=True, validators=[no_mobile_number]
    )
    approves = models.CharField("wie beslist over een traject", max_length=300, blank=True)
    pays = models.CharField("wie betaalt een traject", max_length=300, blank=True)
    checked_on = models.DateField("nagekeken op")

    class Meta:
        ordering = ["municipality__short_name"]
        verbose_name = "vast contact van een gemeente"
        verbose_name_plural = "vaste contacten van gemeenten"

    def __str__(self) -> str:
        return self.municipality.short_name
