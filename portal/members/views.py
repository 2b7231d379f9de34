"""The pages about who speaks for an organisation. One that is not one's own is not there (404)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.access.roles import editors_only
from catalogue.models import Membership, MembershipRequest, Organisation
from catalogue.notifications.invitations import invitation_of
from catalogue.organisations import actions
from portal.http.limits import may_invite
from portal.members import confirmed
from portal.members.forms import InvitationForm, NewOrganisationForm

answers_get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@answers_get_and_post
def register(request):
    form = NewOrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("name", "website", "about")}
        try:
            made = actions.register_organisation(by=request.user, **fields)
        except actions.NotPossible as reason:
            form.add_error("name", str(reason))
        else:
            if isinstance(made, Membership):
                messages.success(
                    request, f"{made.organisation} is aangemeld. Je kunt nu een traject toevoegen."
                )
                return redirect("organisation-dashboard", slug=made.organisation.slug)
            return redirect("member-waiting")
    return render(request, "members/register.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def waiting(request):
    return render(
        request,
        "members/waiting.html",
        {"membership_requests": request.user.membership_requests.select_related("organisation")},
    )


@answers_get_and_post
def members(request, slug):
    organisation = _own(request, slug)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _invite(organisation, form.cleaned_data["email"], request.user)
        except actions.NotPossible as reason:
            form.add_error("email", str(reason))
        else:
            messages.success(request, f"We sturen een uitnodiging naar {made.email}.")
            return redirect("member-list", slug=slug)
    context = {
        "organisation": organisation,
        "form": form,
        "memberships": organisation.memberships.select_related("user").order_by("since"),
        "invitations": organisation.invitations.valid(timezone.now()).order_by("email"),
    }
    return render(request, "members/list.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_invitation(request, slug, pk):
    invitation = get_object_or_404(_own(request, slug).invitations, pk=pk)
    actions.withdraw_invitation(invitation=invitation, by=request.user)
    messages.success(request, f"De uitnodiging voor {invitation.email} is ingetrokken.")
    return redirect("member-list", slug=slug)


@require_POST
def leave(request, slug):
    membership = get_object_or_404(_own(request, slug).memberships, user=request.user)
    try:
        actions.leave(membership=membership, by=request.user)
    except actions.NotPossible as reason:
        messages.error(request, str(reason))
        return redirect("member-list", slug=slug)
    messages.success(request, f"Je hoort niet meer bij {membership.organisation}.")
    return redirect("account")


@never_cache
@answers_get_and_post
@sensitive_variables("token")
def invitation(request, token):
    """Open to all, because the reader may not have an account yet; joining asks for the invited address."""
    found = invitation_of(token)
    mine = found and request.user.is_authenticated and confirmed.invitations(request.user).filter(pk=found.pk)
    if request.method == "POST" and mine and mine.exists():
        return _accept(request, found)
    context = {"invitation": found, "mine": bool(mine and mine.exists())}
    return render(request, "members/invitation.html", context, status=200 if found else 404)


@require_safe
def invitations(request):
    return render(request, "members/invitations.html", {"invitations": confirmed.invitations(request.user)})


@require_POST
def accept(request, pk):
    return _accept(request, get_object_or_404(confirmed.invitations(request.user), pk=pk))


@require_safe
@editors_only
def membership_requests(request):
    return render(
        request,
        "members/requests.html",
        {"membership_requests": MembershipRequest.objects.select_related("organisation", "user")},
    )


@require_POST
@editors_only
def decide_request(request, pk):
    found = get_object_or_404(MembershipRequest, pk=pk)
    if request.POST.get("besluit") == "accepteer":
        try:
            actions.accept_request(membership_request=found, by=request.user)
        except actions.NotPossible as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"{found.user} hoort nu bij {found.organisation}.")
    else:
        actions.refuse_request(membership_request=found, by=request.user)
        messages.success(request, "De aanvraag is afgewezen.")
    return redirect("member-requests")


def _invite(organisation, email, by):
    """One that is not possible counts too: else asking would tell for free who is a member."""
    if not may_invite(organisation.pk, email):
        raise actions.NotPossible(
            "Vandaag gingen er al zo veel uitnodigingen naar dit adres, of van jullie organisatie. "
            "Probeer het morgen weer."
        )
    return actions.invite(organisation=organisation, email=email, by=by)


def _own(request, slug) -> Organisation:
    return get_object_or_404(Organisation.objects.of(request.user).at(slug))


def _accept(request, found):
    made = actions.accept_invitation(invitation=found, by=request.user)
    messages.success(request, f"Je hoort nu bij {made.organisation}.")
    return redirect("organisation-dashboard", slug=made.organisation.slug)
