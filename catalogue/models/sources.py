from django.db import models


class SourceQuerySet(models.QuerySet):
    def with_citation_counts(self, items):
        """With `claims`: how often `items` cite the source."""
        cited = models.Count("citations", filter=models.Q(citations__intervention__in=items.values("pk")))
        return self.annotate(claims=cited)


class Source(models.Model):
    """A document that claims are cited from."""

    key = models.SlugField("sleutel", max_length=60, unique=True)
    title = models.CharField("titel", max_length=300)
    publisher = models.CharField("uitgever", max_length=200, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)
    url = models.URLField("website", blank=True)
    about = models.CharField("waarover", max_length=400, blank=True)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "key"]
        verbose_name = "bron"
        verbose_name_plural = "bronnen"

    def __str__(self) -> str:
        return self.title

    @property
    def short(self) -> str:
        return f"{self.title} ({self.year})" if self.year else self.title
