"""The public row of an item. A row is only ever written by publishing a Revision (see actions.py)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from catalogue.models.organisations import Organisation
from catalogue.models.places import Reach, Region
from catalogue.models.querysets import InterventionQuerySet
from catalogue.models.vocabulary import Approach, Goal, TargetGroup
from catalogue.text.law import law_changed


class Intervention(models.Model):
    """An item as the public sees it: intervention, traject, opstap, scheme, training or right.

    A right gives room instead of help: it works on no barrier.
    An empty text or NULL means "niet vermeld", never no. Durations are in weeks, hours in hours a week.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", "gepubliceerd"
        ARCHIVED = "archived", "gearchiveerd"

    class Kind(models.TextChoices):
        INTERVENTION = "intervention", "interventie"
        TRAJECT = "traject", "traject"
        OPSTAP = "opstap", "opstap"
        SCHEME = "scheme", "regeling"
        TRAINING = "training", "training voor professionals"
        RIGHT = "right", "recht"

    class Section(models.TextChoices):
        PAID_WORK_AIM = "paid-work-aim", "betaald werk is het doel"
        PAID_WORK_LONG_TERM = "paid-work-long-term", "betaald werk is perspectief op lange termijn"
        PROFESSIONALS = "professionals", "voor klantmanagers"

    class Recognition(models.TextChoices):
        DESCRIBED = "goed-beschreven", "Goed beschreven"
        FOUNDED = "goed-onderbouwd", "Goed onderbouwd"
        EFFECTIVE = "effectief", "Effectief"

    class Elsewhere(models.TextChoices):
        YES = "yes", "ook elders"
        NO = "no", "alleen daar"
        UNKNOWN = "unknown", "elders niet bekend"

    source_ref = models.SlugField("sleutel", max_length=60, unique=True)
    slug = models.SlugField("adres", max_length=120, unique=True)
    name = models.CharField("naam", max_length=200)
    kind = models.CharField("soort", max_length=12, choices=Kind.choices)
    status = models.CharField("status", max_length=9, choices=Status.choices, default=Status.PUBLISHED)
    version = models.PositiveIntegerField("versie", default=1)
    document_hash = models.CharField("inhoud", max_length=64)
    loaded_hash = models.CharField("inhoud bij het laden", max_length=64, blank=True)
    published_at = models.DateTimeField("gepubliceerd op")
    verified_on = models.DateField("geverifieerd op", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sort_name = models.CharField(max_length=200, default="", editable=False)

    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    url = models.URLField("website", blank=True, max_length=400)
    mailbox = models.EmailField("algemene mailbox", blank=True)
    phone = models.CharField("algemeen telefoonnummer", max_length=30, blank=True)
    links = models.JSONField("meer informatie", null=True, blank=True)
    managing_municipality = models.CharField("beheerd door", max_length=6, blank=True)
    address_secret = models.BooleanField("adres is geheim", null=True, blank=True)
    visiting_address = models.CharField("bezoekadres", max_length=300, blank=True)

    summary = models.TextField("samenvatting")
    a2_sentence = models.CharField("zin voor haarzelf", max_length=200, blank=True)
    working_method = models.TextField("werkwijze", blank=True)
    table_position = models.PositiveSmallIntegerField("plaats in de tabel", null=True, blank=True)
    section = models.CharField("deel van de tabel", max_length=20, choices=Section.choices, blank=True)

    duration_text = models.TextField("duur", blank=True)
    duration_weeks_min = models.FloatField("weken, minimaal", null=True, blank=True)
    duration_weeks_max = models.FloatField("weken, maximaal", null=True, blank=True)
    hours_per_week_min = models.FloatField("uren per week, minimaal", null=True, blank=True)
    hours_per_week_max = models.FloatField("uren per week, maximaal", null=True, blank=True)
    sessions = models.PositiveSmallIntegerField("bijeenkomsten", null=True, blank=True)

    days = models.JSONField("dagen", null=True, blank=True)
    starts_on = models.DateField("eerstvolgende start", null=True, blank=True)
    full_until = models.DateField("vol tot", null=True, blank=True)
    paused_until = models.DateField("op pauze tot", null=True, blank=True)
    language_to = models.CharField("taalniveau tot en met", max_length=2, blank=True)
    training_level = models.CharField("leidt op tot niveau", max_length=10, blank=True)
    next_after = models.JSONField("wat er daarna komt", null=True, blank=True)
    participant_words = models.TextField("woorden van een deelneemster", blank=True)

    group = models.BooleanField("in een groep", null=True, blank=True)
    individual = models.BooleanField("individueel", null=True, blank=True)
    volunteers = models.BooleanField("met vrijwilligers", null=True, blank=True)
    childcare = models.BooleanField("kinderopvang", null=True, blank=True)
    language_lessons = models.BooleanField("taalles", null=True, blank=True)
    work_experience_place = models.BooleanField("werkervaringsplek", null=True, blank=True)
    aftercare = models.BooleanField("nazorg", null=True, blank=True)
    realism_check = models.BooleanField("realiteitstoets", null=True, blank=True)
    handbook = models.BooleanField("handboek", null=True, blank=True)
    municipality_takes_part = models.BooleanField("gemeente doet mee", null=True, blank=True)
    counts_as_work_track = models.BooleanField("telt als traject naar werk", null=True, blank=True)
    benefit_kept = models.BooleanField("met behoud van uitkering", null=True, blank=True)

    ladder_from = models.PositiveSmallIntegerField("participatieladder, van", null=True, blank=True)
    ladder_to = models.PositiveSmallIntegerField("participatieladder, tot", null=True, blank=True)
    asks_of_participant = models.TextField("wat het van haar vraagt", blank=True)
    referral = models.TextField("wie meldt aan", blank=True)
    decided_by = models.TextField("wie beslist", blank=True)
    permission_needed = models.TextField("toestemming nodig", blank=True)
    costs_participant = models.TextField("kosten voor de deelneemster", blank=True)
    cost_per_place = models.TextField("kosten per plek voor de gemeente", blank=True)
    contract_here = models.TextField("contract of subsidie", blank=True)
    start_moments = models.TextField("startmomenten", blank=True)
    waiting_time = models.TextField("wachttijd", blank=True)
    transferability = models.TextField("overdraagbaarheid", blank=True)
    places = models.PositiveIntegerField("plekken", null=True, blank=True)
    as_of = models.DateField("peildatum plekken en wachttijd", null=True, blank=True)
    funding_until = models.DateField("financiering tot", null=True, blank=True)
    duty = models.TextField("wat zij moet blijven doen", blank=True)
    price = models.TextField("wat het haar kost", blank=True)
    checked_on = models.DateField("gecontroleerd op", null=True, blank=True)
    valid_until = models.DateField("geldig tot", null=True, blank=True)
    #: Lists of which a source says that nothing is in them; any other list without rows is unknown.
    known_empty = models.JSONField("lijsten waar niets in staat", default=list, blank=True)
    notes = models.JSONField("opmerkingen per veld", default=dict, blank=True)

    reach_national = models.BooleanField("landelijk", null=True, blank=True)
    reach_elsewhere = models.CharField("elders", max_length=7, choices=Elsewhere.choices, blank=True)
    reach_text = models.CharField("bereik in woorden van de bron", max_length=200, blank=True)

    conditions = models.JSONField("voorwaarden", null=True, blank=True)
    recognition = models.CharField("erkenning", max_length=15, choices=Recognition.choices, blank=True)
    recognition_text = models.TextField("toelichting erkenning", blank=True)
    effect_note = models.TextField("wat over het effect bekend is", blank=True)
    stand = models.CharField("stand", max_length=4)

    goals = models.ManyToManyField(Goal, through="InterventionGoal", related_name="interventions")
    approaches = models.ManyToManyField(
        Approach, through="InterventionApproach", related_name="interventions"
    )
    target_groups = models.ManyToManyField(
        TargetGroup, through="InterventionTargetGroup", related_name="interventions"
    )
    regions = models.ManyToManyField(Region, through=Reach, related_name="interventions")

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "source_ref"]
        verbose_name = "interventie"
        verbose_name_plural = "interventies"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("published", "archived")), name="item_status_known"
            ),
            models.CheckConstraint(
                condition=Q(ladder_from__isnull=True)
                | Q(ladder_to__isnull=True)
                | Q(ladder_from__lte=models.F("ladder_to")),
                name="item_ladder_upwards",
            ),
        ]
        indexes = [models.Index(fields=["status", "name"], name="item_status_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("intervention-detail", args=[self.slug])

    @property
    def where(self) -> str:
        """Where it is, in a few words (from the prefetched rows); empty when the source does not say."""
        if self.reach_national:
            return "Landelijk"
        regions = [row.region for row in self.reach_rows.all()]
        names = [
            f"regio {region}" if region.level == Region.Level.LABOUR_REGION else str(region)
            for region in regions
        ]
        return ", ".join(names) or self.reach_text

    @property
    def law_changed(self) -> str:
        """That the law has changed, past the last day for which a right was checked; else empty."""
        return law_changed(self.valid_until, timezone.localdate())

    def traits_of(self, kind: str) -> list[str]:
        """Values of one kind of trait in the document's order (from the prefetched rows)."""
        return [trait.value for trait in self.traits.all() if trait.kind == kind]
