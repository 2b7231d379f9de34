"""What the search knows of the items. Written by catalogue.search.index and by nothing else."""

from django.db import models


class IndexEntry(models.Model):
    """All forms of one item, for the full-text index that the migration puts upon `forms`."""

    intervention = models.OneToOneField(
        "catalogue.Intervention", on_delete=models.CASCADE, primary_key=True, related_name="index_entry"
    )
    forms = models.TextField()

    def __str__(self) -> str:
        return f"IndexEntry {self.pk}"


class Posting(models.Model):
    """In which items a form occurs: those with keys from `block` × SIZE on, SIZE keys in all.

    `items` has two bytes per item, little end first: its key less the first of the block. `weights` has one
    byte per item, in the same order: the weights of the fields that hold the form, added up.
    """

    SIZE = 4096

    pk = models.CompositePrimaryKey("form", "block")
    form = models.CharField(max_length=100)
    block = models.PositiveIntegerField()
    items = models.BinaryField()
    weights = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.form} {self.block}"


class SynonymGroup(models.Model):
    """Words or phrases of which one also finds another: `asked` finds `found`, and back when `both_ways`."""

    key = models.SlugField("sleutel", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("volgorde", default=1000)
    asked = models.JSONField("wie dit zoekt")
    found = models.JSONField("vindt ook")
    both_ways = models.BooleanField("geldt ook andersom")
    reason = models.CharField("waarom", max_length=300)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = "groep synoniemen"
        verbose_name_plural = "groepen synoniemen"

    def __str__(self) -> str:
        return ", ".join(self.asked)

    @property
    def word_key(self) -> str:
        return self.key
