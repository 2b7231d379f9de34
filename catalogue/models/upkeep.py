"""What keeps the catalogue true: reports of faults, checks of links, and how often an item came up."""

from django.db import models


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        """Reports that nobody has dealt with yet, oldest first."""
        return self.filter(state=ErrorReport.State.OPEN).order_by("created_at", "pk")


class ErrorReport(models.Model):
    """A visitor's remark that something about an item is wrong. Nothing of the visitor is kept."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        MENDED = "mended", "hersteld"
        RIGHT = "right", "klopte toch"

    class Owner(models.TextChoices):
        PROVIDER = "provider", "aanbieder"
        EDITORS = "editors", "redactie"

    item = models.ForeignKey("catalogue.Intervention", on_delete=models.CASCADE, related_name="error_reports")
    text = models.TextField("wat klopt er niet?", max_length=2000)
    owner = models.CharField("wie pakt het op", max_length=10, choices=Owner.choices)
    state = models.CharField("stand", max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField("gemeld", auto_now_add=True)
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


class LinkCheck(models.Model):
    """What the last look at the website of an item gave."""

    item = models.OneToOneField("catalogue.Intervention", on_delete=models.CASCADE, related_name="link_check")
    url = models.URLField("adres", max_length=400)
    checked_at = models.DateTimeField("bekeken")
    status = models.PositiveSmallIntegerField("antwoord", null=True, blank=True)
    problem = models.CharField("wat er mis ging", max_length=200, blank=True)
    failing_since = models.DateTimeField("mislukt sinds", null=True, blank=True)

    class Meta:
        verbose_name = "controle van een link"
        verbose_name_plural = "controles van links"

    def __str__(self) -> str:
        return f"{self.url}: {self.status or self.problem}"


class DailyCount(models.Model):
    """How often an item stood among the first three of a match on one day. Nothing about whom or why."""

    item = models.ForeignKey("catalogue.Intervention", on_delete=models.CASCADE, related_name="daily_counts")
    day = models.DateField("dag")
    top_three = models.PositiveIntegerField("keer in de top drie", default=0)

    class Meta:
        verbose_name = "dagtelling"
        verbose_name_plural = "dagtellingen"
        constraints = [models.UniqueConstraint(fields=["item", "day"], name="daily_count_once")]

    def __str__(self) -> str:
        return f"{self.item}, {self.day}: {self.top_three}"
