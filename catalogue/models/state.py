from django.db import connection, models
from django.http import HttpRequest


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
        return cls.version_of(cls.stamp())

    @staticmethod
    def version_of(stamp: str) -> str:
        return stamp.split()[0]

    @classmethod
    def stamp(cls) -> str:
        """Another text after every public change, also after one that leaves the version as it is.

        Every page begins with this question, so it is asked without a QuerySet.
        """
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT version, changed_at FROM {cls._meta.db_table} WHERE id = 1")  # noqa: S608 - no input
            row = cursor.fetchone()
        return f"{row[0]} {row[1]}" if row else "leeg"

    @classmethod
    def stamp_for(cls, request: HttpRequest) -> str:
        """The stamp that a whole request goes by, asked once."""
        if not hasattr(request, "catalogue_stamp"):
            request.catalogue_stamp = cls.stamp()
        return request.catalogue_stamp
