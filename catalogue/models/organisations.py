from django.db import models


class Organisation(models.Model):
    """Who offers items. Only what is public of the organisation itself; never a person."""

    name = models.CharField("naam", max_length=200, unique=True)
    slug = models.SlugField("sleutel", max_length=220, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"

    def __str__(self) -> str:
        return self.name
