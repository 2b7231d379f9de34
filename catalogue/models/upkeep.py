"""What keeps the catalogue true: reports of faults, checks of links, and how often an item came up."""

from django.db import models
from django.utils import timezone

from catalogue.access import roles
from catalogue.models.organisations import Organisation


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        """Open reports, oldest first."""
        return self.filter(state=ErrorReport.State.OPEN).order_by("created_at", "pk")

    def closed(self):
        """Closed reports, the last one first."""
        return self.exclude(state=ErrorReport.State.OPEN).order_by("-closed_at", "-pk")

    def assigned_to(self, user):
        """The reports that `user` should resolve: all for an editor, else those for their organisations."""
        if roles.is_editor(user):
            return self
        own = Organisation.objects.of(user)
        return self.filter(owner=ErrorReport.Owner.PROVIDER, item__provider__in=own)

    def since(self, moment):
        return self.filter(created_at__gte=moment)


class ErrorReport(models.Model):
    """A visitor's remark that something about an item is wrong. Nothing of the visitor is kept."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        FIXED = "mended", "hersteld"
        WAS_CORRECT = "right", "klopte toch"

    class Owner(models.TextChoices):
        PROVIDER = "provider", "aanbieder"
        EDITORS = "editors", "redactie"

    item = models.ForeignKey("catalogue.Intervention", on_delete=models.CASCADE, related_name="error_reports")
    text = models.TextField("wat klopt er niet?", max_length=2000)
    owner = models.CharField("wie pakt het op", max_length=10, choices=Owner.choices)
    state = models.CharField("stand", max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField("gemeld", default=timezone.now)
    closed_at = models.DateTimeField("afgehandeld", null=True, blank=True)
    answer = models.TextField("wat is ermee gedaan", blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "foutmelding"
        verbose_name_plural = "foutmeldingen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                name="report_closed_when_closed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.text[:60]}"


class LinkCheckQuerySet(models.QuerySet):
    def current(self):
        """Checks of a URL that a published item still has."""
        return self.filter(item__status="published", url=models.F("item__url"))

    def needing_attention(self):
        """The current ones that failed or were redirected permanently, the longest failing first."""
        return (
            self.current()
            .filter(models.Q(failing_since__isnull=False) | ~models.Q(leads_to=""))
            .select_related("item", "item__provider")
            .order_by(models.F("failing_since").asc(nulls_last=True), "item__sort_name", "pk")
        )


class LinkCheck(models.Model):
    """The last check of the website of an item.

    `problem` is a `catalogue.upkeep.link_probe.Problem`; `leads_to` the target of a permanent redirect.
    """

    item = models.OneToOneField("catalogue.Intervention", on_delete=models.CASCADE, related_name="link_check")
    url = models.URLField("adres", max_length=400)
    checked_at = models.DateTimeField("bekeken")
    status = models.PositiveSmallIntegerField("antwoord", null=True, blank=True)
    problem = models.CharField("wat er mis ging", max_length=200, blank=True)
    failing_since = models.DateTimeField("mislukt sinds", null=True, blank=True)
    leads_to = models.URLField("verhuisd naar", max_length=400, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "controle van een link"
        verbose_name_plural = "controles van links"

    def __str__(self) -> str:
        return f"{self.url}: {self.status or self.problem}"


class DailyCountQuerySet(models.QuerySet):
    #: A smaller number could point at one visit, so it is never shown.
    SHOWN_FROM = 5

    def shown(self, item, since):
        """The days of `item` from `since` on, oldest first; a day below five is left out."""
        days = self.filter(item=item, day__gte=since, top_three__gte=self.SHOWN_FROM)
        return days.order_by("day")

    def shown_of(self, items, since):
        """The same for each of `items`, in one query, newest day first."""
        return self.filter(item__in=items, day__gte=since, top_three__gte=self.SHOWN_FROM).order_by("-day")


class DailyCount(models.Model):
    """How often an item stood among the first three of a match on one day. Nothing about whom or why."""

    item = models.ForeignKey("catalogue.Intervention", on_delete=models.CASCADE, related_name="daily_counts")
    day = models.DateField("dag")
    top_three = models.PositiveIntegerField("keer in de top drie", default=0)

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        verbose_name = "dagtelling"
        verbose_name_plural = "dagtellingen"
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="daily_count_once")]

    def __str__(self) -> str:
        return f"{self.item}, {self.day}: {self.top_three}"
