"""Where: municipalities, labour market regions and provinces, and which of them an item reaches."""

from collections.abc import Collection

from django.db import models

from catalogue.text.folding import fold


class RegionQuerySet(models.QuerySet):
    def municipalities(self):
        return self.filter(level=Region.Level.MUNICIPALITY)

    def by_keys(self, keys: Collection[tuple[str, str]]) -> "dict[tuple[str, str], Region]":
        """By level and code the regions that have them, or that the municipality of that code went up in."""
        codes = {code for _, code in keys}
        found = {(region.level, region.code): region for region in self.filter(code__in=codes)}
        if former := codes - {code for _, code in found}:
            names = PlaceName.objects.filter(kind=PlaceName.Kind.FORMER_CODE, name__in=former)
            for name in names.select_related("region"):
                found[Region.Level.MUNICIPALITY.value, name.name] = name.region
        return {key: found[key] for key in keys if key in found}

    def search(self, text: str, most: int):
        """At most `most` places of any level with `text` in a name; those that begin with it first."""
        wanted = fold(text)
        if not wanted:
            return self.none()
        begins = models.Case(models.When(names__contains=f"|{wanted}", then=0), default=1)
        return self.filter(names__contains=wanted).order_by(begins, "short_name", "level")[:most]


class Region(models.Model):
    """One place at one level. Names recur across levels, so the key is level and code together."""

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", "gemeente"
        LABOUR_REGION = "labour-region", "arbeidsmarktregio"
        PROVINCE = "province", "provincie"

    level = models.CharField("niveau", max_length=13, choices=Level.choices)
    code = models.CharField("code", max_length=40)
    name = models.CharField("naam", max_length=100)
    short_name = models.CharField("korte naam", max_length=100)
    former_names = models.JSONField("vroegere namen", default=list, blank=True)
    names = models.TextField("zoeknamen", default="", editable=False)
    labour_region = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="municipalities"
    )
    province = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="province_municipalities"
    )
    latitude = models.FloatField("breedtegraad", null=True, blank=True)
    longitude = models.FloatField("lengtegraad", null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["level", "short_name"]
        verbose_name = "gebied"
        verbose_name_plural = "gebieden"
        constraints = [models.UniqueConstraint(fields=["level", "code"], name="region_key")]

    def __str__(self) -> str:
        return self.short_name

    @property
    def key(self) -> str:
        return f"{self.level}:{self.code}"


class PlaceName(models.Model):
    """A name or code, not its own of now, by which people know a municipality."""

    class Kind(models.TextChoices):
        FORMER = "former", "vroegere gemeente"
        FORMER_CODE = "former-code", "code van een vroegere gemeente"
        WOONPLAATS = "woonplaats", "woonplaats"
        NEIGHBOURHOOD = "wijk", "wijk die de catalogus noemt"

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="place_names")
    kind = models.CharField("soort", max_length=11, choices=Kind.choices)
    name = models.CharField("naam", max_length=100)

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = "plaatsnaam"
        verbose_name_plural = "plaatsnamen"
        constraints = [models.UniqueConstraint(fields=["region", "kind", "name"], name="place_name_once")]

    def __str__(self) -> str:
        return self.name


class Reach(models.Model):
    """A place that the source names as reached by an item."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="reach_rows"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="reached_by")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = "bereik"
        verbose_name_plural = "bereik"
        constraints = [models.UniqueConstraint(fields=["intervention", "region"], name="reach_once")]

    def __str__(self) -> str:
        return f"{self.intervention_id} → {self.region_id}"
