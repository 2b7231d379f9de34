"""The public row of an item. A row is only ever written by publishing a Revision (see actions.py)."""

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Collate
from django.urls import reverse

from catalogue.models.claims import Citation, Coverage
from catalogue.models.organisations import Organisation
from catalogue.models.places import Reach, Region
from catalogue.models.vocabulary import Approach, Goal, TargetGroup


def plain_order(name: str):
    """Orders by a column of plain ASCII byte by byte, whatever language the database was made for."""
    return Collate(F(name), "C" if connection.vendor == "postgresql" else "BINARY")


class InterventionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=Intervention.Status.PUBLISHED)

    def visible_to(self, user):
        """What `user` may see: the published items, for everyone (drafts are Revisions, never rows)."""
        return self.published()

    def for_clients(self):
        return self.with_trait(Trait.Kind.AUDIENCE, ["client"])

    def with_trait(self, kind, values):
        return self.filter(
            Exists(Trait.objects.filter(intervention=OuterRef("pk"), kind=kind, value__in=list(values)))
        )

    def working_on_levels(self, levels):
        """Items that cover (stated or declared) a barrier on one of `levels`."""
        covered = Coverage.objects.filter(intervention=OuterRef("pk"), barrier__level__in=list(levels))
        return self.filter(Exists(covered))

    def with_goals(self, slugs):
        rows = InterventionGoal.objects.filter(intervention=OuterRef("pk"), goal__slug__in=list(slugs))
        return self.filter(Exists(rows))

    def with_approaches(self, slugs):
        rows = InterventionApproach.objects.filter(
            intervention=OuterRef("pk"), approach__slug__in=list(slugs)
        )
        return self.filter(Exists(rows))

    def for_target_groups(self, texts):
        rows = InterventionTargetGroup.objects.filter(
            intervention=OuterRef("pk"), target_group__text__in=list(texts)
        )
        return self.filter(Exists(rows))

    def marking_professionals(self):
        """With `for_professionals_only`: whether an item is for klantmanagers and not for the women."""
        client = Trait.objects.filter(intervention=OuterRef("pk"), kind=Trait.Kind.AUDIENCE, value="client")
        return self.annotate(for_professionals_only=~Exists(client))

    def within_reach(self, municipality: Region):
        """Items that reach `municipality`, or of which the source leaves that open ("diverse regio's")."""
        places = [municipality.pk, municipality.labour_region_id, municipality.province_id]
        named = Reach.objects.filter(intervention=OuterRef("pk"), region_id__in=places)
        return self.filter(
            Q(reach_national=True) | Q(reach_elsewhere__in=["yes", "unknown", ""]) | Exists(named)
        )

    def search(self, text: str):
        """Items in which every word of `text` occurs as it is typed; see `catalogue.search`."""
        from catalogue.search.query import understand  # it reads tables of its own

        return self.answering(understand(text, literally=True))

    def answering(self, query):
        """Items that answer a `catalogue.search.query.Query`; all items when that asks nothing."""
        from catalogue.search.candidates import candidates

        return self.filter(pk__in=candidates(query)) if query else self

    def for_cards(self):
        """With what a card in the list shows, in a constant number of queries."""
        return self.select_related("provider").prefetch_related(
            Prefetch("goal_rows", InterventionGoal.objects.select_related("goal")),
            Prefetch("target_group_rows", InterventionTargetGroup.objects.select_related("target_group")),
            Prefetch("reach_rows", Reach.objects.select_related("region")),
            Prefetch("coverage", Coverage.objects.select_related("barrier")),
        )

    def for_places(self):
        """With the provider and what `where` needs."""
        return self.select_related("provider").prefetch_related(
            Prefetch("reach_rows", Reach.objects.select_related("region"))
        )

    def with_everything(self):
        """With all that the item's own page and the exports show."""
        return self.for_cards().prefetch_related(
            Prefetch("approach_rows", InterventionApproach.objects.select_related("approach")),
            Prefetch("citations", Citation.objects.select_related("source")),
            "traits",
            "results",
            "amounts",
            "differences",
            "provider_conditions",
            "relations",
        )


class Intervention(models.Model):
    """An item as the public sees it: intervention, traject, opstap, scheme or training.

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
    visiting_address = models.CharField("bezoekadres", max_length=300, blank=True)

    summary = models.TextField("samenvatting")
    working_method = models.TextField("werkwijze", blank=True)
    table_position = models.PositiveSmallIntegerField("plaats in de tabel", null=True, blank=True)
    section = models.CharField("deel van de tabel", max_length=20, choices=Section.choices, blank=True)

    duration_text = models.TextField("duur", blank=True)
    duration_weeks_min = models.FloatField("weken, minimaal", null=True, blank=True)
    duration_weeks_max = models.FloatField("weken, maximaal", null=True, blank=True)
    hours_per_week_min = models.FloatField("uren per week, minimaal", null=True, blank=True)
    hours_per_week_max = models.FloatField("uren per week, maximaal", null=True, blank=True)
    sessions = models.PositiveSmallIntegerField("bijeenkomsten", null=True, blank=True)

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

    def traits_of(self, kind: str) -> list[str]:
        """Values of one kind of trait in the document's order (from the prefetched rows)."""
        return [trait.value for trait in self.traits.all() if trait.kind == kind]


class Ordered(models.Model):
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class InterventionGoal(Ordered):
    """A goal of an item, in the order and with the word that the source prints."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="goal_rows")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="rows")
    wording = models.CharField("woord van de bron", max_length=80)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["intervention", "goal"], name="goal_once")]


class InterventionApproach(Ordered):
    """An approach of an item, in the order and with the word that the source prints."""

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="approach_rows")
    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="rows")
    wording = models.CharField("woord van de bron", max_length=80)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["intervention", "approach"], name="approach_once")]


class InterventionTargetGroup(Ordered):
    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="target_group_rows")
    target_group = models.ForeignKey(TargetGroup, on_delete=models.PROTECT, related_name="rows")

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["intervention", "target_group"], name="target_group_once")
        ]


class Trait(Ordered):
    """One value of a closed list that an item may have several of."""

    class Kind(models.TextChoices):
        AUDIENCE = "audience", "publiek"
        PHASE = "phases", "fase"
        SECTOR = "sectors", "sector"
        OUTCOME = "outcomes", "uitstroom"

    intervention = models.ForeignKey(Intervention, on_delete=models.CASCADE, related_name="traits")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.SlugField(max_length=40)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["intervention", "kind", "value"], name="trait_once")]
        indexes = [models.Index(fields=["kind", "value"], name="trait_kind_value")]
