"""Who offers items, and which accounts may speak for an organisation."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class OrganisationQuerySet(models.QuerySet):
    def of(self, user):
        """The organisations that `user` is a member of; none for a visitor without an account."""
        return self.filter(memberships__user=user) if user.is_authenticated else self.none()


class Organisation(models.Model):
    """Who offers items. Only what is public of the organisation itself; never a person."""

    name = models.CharField("naam", max_length=200, unique=True)
    slug = models.SlugField("sleutel", max_length=220, unique=True)
    website = models.URLField("website", max_length=400, blank=True)
    about = models.TextField("wat de organisatie doet", max_length=1000, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"

    def __str__(self) -> str:
        return self.name


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

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), name="invitation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email} bij {self.organisation}"
