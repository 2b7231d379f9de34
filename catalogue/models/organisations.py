"""Who offers items, and which accounts may speak for an organisation."""

import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from catalogue.text.folding import fold


def visible_name(text: str) -> str:
    """A typed name in the plain form of its letters (NFKC), without invisible characters, single-spaced."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(char for char in plain if unicodedata.category(char) != "Cf").split())


def name_key(name: str) -> str:
    """What two spellings of one name share: case, accents, punctuation and invisible characters aside."""
    visible = visible_name(name)
    return fold(visible) or visible.casefold().replace("|", "")


class OrganisationQuerySet(models.QuerySet):
    def of(self, user):
        """The organisations that `user` is a member of; none for a visitor without an account."""
        return self.filter(memberships__user=user) if user.is_authenticated else self.none()

    def present(self):
        """Those that were not merged into another."""
        return self.filter(merged_into=None)

    def at(self, slug: str):
        """The organisation with this slug, or the one into which that was merged."""
        successors = self.model.objects.filter(slug=slug).values("merged_into")
        return self.filter(models.Q(slug=slug, merged_into=None) | models.Q(pk__in=successors))

    def named(self, text: str):
        """Those with this name now or formerly, however it is spelled; a present name comes first."""
        key = name_key(text)
        if not key:
            return self.none()
        now = models.Case(models.When(names__startswith=f"|{key}|", then=0), default=1)
        return self.present().filter(names__contains=f"|{key}|").order_by(now, "pk")


class Organisation(models.Model):
    """Who offers items. Only what is public of the organisation itself; never a person."""

    name = models.CharField("naam", max_length=200, unique=True)
    slug = models.SlugField("sleutel", max_length=220, unique=True)
    website = models.URLField("website", max_length=400, blank=True)
    about = models.TextField("wat de organisatie doet", max_length=1000, blank=True)
    former_names = models.JSONField("vroegere namen", default=list, blank=True, editable=False)
    # The name_key of the name and of the former names, between bars; written by save().
    names = models.TextField("zoeknamen", default="", editable=False)
    # A merged organisation stays as a row: its slug in older documents leads to its successor.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed",
        verbose_name="opgegaan in",
    )  # fmt: skip

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"

    def __str__(self) -> str:
        return self.name

    def save(self, *args, update_fields: Iterable[str] | None = None, **options) -> None:
        """`names` follows from the name and the former names, whoever changes those."""
        keys = dict.fromkeys(map(name_key, [self.name, *self.former_names]))
        self.names = "|" + "|".join(keys) + "|"
        if update_fields is not None:
            update_fields = {*update_fields, "names"}
        super().save(*args, update_fields=update_fields, **options)

    @property
    def word_key(self) -> str:
        return self.slug

    @property
    def successor(self) -> "Organisation":
        """The organisation itself, or the one into which it was merged."""
        return self.merged_into or self


class Membership(models.Model):
    """An account that may register and keep current the items of an organisation. All members are equal."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateTimeField("sinds", auto_now_add=True)

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} bij {self.organisation}"


class MembershipRequest(models.Model):
    """An account that asks to speak for an organisation that is known already; the editors decide.

    Not a membership with a flag: until it is accepted, nothing that asks for members can see it.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="membership_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership_requests"
    )
    website = models.URLField("website", max_length=400, blank=True)
    about = models.TextField("wat de organisatie doet", max_length=1000, blank=True)
    created_at = models.DateTimeField("gevraagd", auto_now_add=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "aanvraag"
        verbose_name_plural = "aanvragen"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="membership_request_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} vraagt {self.organisation}"


class InvitationQuerySet(models.QuerySet):
    def valid(self, at):
        """Invitations that still work at `at`."""
        return self.filter(expires_at__gt=at)

    def addressed_to(self, addresses):
        """Those sent to one of `addresses`, however they were spelled."""
        folded = [address.lower() for address in addresses]
        return self.annotate(folded=Lower("email")).filter(folded__in=folded)


class Invitation(models.Model):
    """A colleague asked to join an organisation; the row goes when it is accepted, withdrawn or expired."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mailadres", max_length=254)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitations_sent"
    )
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    expires_at = models.DateTimeField("geldig tot")
    refused = models.BooleanField("de mailserver weigert dit adres", default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), name="invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email} bij {self.organisation}"
