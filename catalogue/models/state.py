from django.db import models


class CatalogueState(models.Model):
    """One row: the content hash of everything that an answer depends on (`catalogue_version`)."""

    version = models.CharField("versie", max_length=16)
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)

    class Meta:
        verbose_name = "stand van de catalogus"
        verbose_name_plural = "stand van de catalogus"

    def __str__(self) -> str:
        return self.version

    @classmethod
    def current(cls) -> str:
        """The version now, "leeg" before anything was loaded."""
        return cls.objects.filter(pk=1).values_list("version", flat=True).first() or "leeg"
