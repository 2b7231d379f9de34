"""Login by default; the pages that anyone may see stand in PUBLIC and nowhere else."""

from django.contrib.auth.middleware import LoginRequiredMiddleware

from portal.accounts.session_ended import posted_without_session

PUBLIC = frozenset(
    {
        "home",
        "about",
        "sources",
        "privacy",
        "accessibility",
        "help",
        "help-manual",
        "help-pdf",
        "health",
        "ready",
        "security-txt",
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
        "member-invitation",
        "barrier-list",
        "barrier-detail",
        "resource-list",
        "example-list",
        "organisation-list",
        "municipality-detail",
        "longlist",
        "model-list",
        "safety",
        "intervention-list",
        "intervention-detail",
        "report-error",
        "verify-mail",
        "shortlist",
        "comparison",
        "my-municipality",
        "export-overview",
        "export-detail",
        "export-file",
        "export-factsheet",
        "export-shortlist",
        "export-comparison",
        "matching",
        "matching-result",
        "matching-explanation",
        "matching-council",
        "matching-coverage",
        "matching-suggestions",
        "matching-save",
        "matching-open",
        "matching-takealong",
        "policy",
        "policy-pdf",
        "policy-xlsx",
        "policy-comparison",
        "policy-memo",
        "policy-check",
    }
)


class LoginUnlessPublicMiddleware(LoginRequiredMiddleware):
    """Sends an anonymous visitor to the login page, except on a page named in PUBLIC."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.resolver_match.view_name in PUBLIC:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.method == "POST":
            return posted_without_session(request) or super().handle_no_permission(request, view_func)
        return super().handle_no_permission(request, view_func)
