"""What ties an item to the words of the vocabulary, and its values from closed lists."""

from django.db import models

from catalogue.models.vocabulary import Approach, Goal, TargetGroup


class Ordered(models.Model):
    intervention = models.ForeignKey("catalogue.Intervention", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class InterventionGoal(Ordered):
    """A goal of an item, in the order and with the word that the source prints."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="goal_rows"
    )
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="rows")
    wording = models.CharField("woord van de bron", max_length=80)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["intervention", "goal"], name="goal_once")]


class InterventionApproach(Ordered):
    """An approach of an item, in the order and with the word that the source prints."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="approach_rows"
    )
    approach = models.ForeignKey(Approach, on_delete=models.PROTECT, related_name="rows")
    wording = models.CharField("woord van de bron", max_length=80)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["intervention", "approach"], name="approach_once")]


class InterventionTargetGroup(Ordered):
    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="target_group_rows"
    )
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

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="traits"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.SlugField(max_length=40)

    class Meta(Ordered.Meta):
        constraints = [models.UniqueConstraint(fields=["intervention", "kind", "value"], name="trait_once")]
        indexes = [models.Index(fields=["kind", "value"], name="trait_kind_value")]


class FormerAddress(models.Model):
    """A slug that an item had before; who asks for it is sent on to the one it has now."""

    slug = models.SlugField("adres", max_length=120, primary_key=True)
    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="former_addresses"
    )

    class Meta:
        verbose_name = "vroeger adres"
        verbose_name_plural = "vroegere adressen"

    def __str__(self) -> str:
        return f"{self.slug} → {self.intervention_id}"
