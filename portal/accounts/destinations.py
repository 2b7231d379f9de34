"""Where an account goes after logging in: to its work."""

from dataclasses import dataclass

from django.urls import reverse

from catalogue.models import Organisation
from portal import roles
from portal.members import confirmed


@dataclass(frozen=True, slots=True)
class WorkLink:
    label: str
    url: str


def work_links(user) -> list[WorkLink]:
    """The links in the header to the work of an account. Policy is in the main menu for all."""
    slugs = list(Organisation.objects.of(user).values_list("slug", flat=True)[:2])
    links = []
    if len(slugs) == 1:
        links.append(WorkLink("Mijn organisatie", reverse("organisation-dashboard", args=slugs)))
    if len(slugs) > 1:
        links.append(WorkLink("Mijn organisaties", reverse("account")))
    if roles.EDITOR in roles.of(user):
        links.append(WorkLink("Redactie", reverse("moderation-dashboard")))
    if user.is_superuser:
        links.append(WorkLink("Beheer", reverse("admin:index")))
    return links


def after_login(user) -> str:
    """The address of the first page that `user` comes for."""
    if confirmed.invitations(user).exists():
        return reverse("member-invitations")
    if roles.EDITOR in roles.of(user):
        return reverse("moderation-dashboard")
    organisations = Organisation.objects.of(user).values_list("slug", flat=True)[:2]
    if len(organisations) == 1:
        return reverse("organisation-dashboard", args=organisations)
    if organisations:
        return reverse("account")
    if roles.POLICY in roles.of(user):
        return reverse("policy")
    if roles.of(user) or user.is_superuser:
        return reverse("home")
    return reverse("member-waiting" if user.membership_requests.exists() else "member-register")
