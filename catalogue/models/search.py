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
    """A form and an item that it occurs in; `weight` adds up the weights of the fields that hold it."""

    pk = models.CompositePrimaryKey("form", "intervention_id")
    form = models.CharField(max_length=100)
    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="postings"
    )
    weight = models.PositiveSmallIntegerField()

    class Meta:
        # On PostgreSQL only; it answers for the weights without a look at the table.
        indexes = [
            models.Index(fields=["form", "intervention"], include=["weight"], name="posting_with_weight")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.intervention_id}: {self.weight}"


class IndexWord(models.Model):
    """A word that stands in some item: the list by which typing errors are corrected."""

    word = models.CharField(max_length=100, primary_key=True)

    def __str__(self) -> str:
        return self.word


class SynonymGroup(models.Model):
    """Words or phrases of which one also finds another: `asked` finds `found`, and back when `both_ways`."""

    position = models.PositiveSmallIntegerField(unique=True)
    asked = models.JSONField()
    found = models.JSONField()
    both_ways = models.BooleanField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return ", ".join(self.asked)
