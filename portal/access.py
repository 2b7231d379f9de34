"""Login by default; the pages that anyone may see stand in PUBLIC and nowhere else."""

from django.contrib.auth.middleware import LoginRequiredMiddleware

PUBLIC = frozenset(
    {
        "home",
        "about",
        "sources",
        "privacy",
        "accessibility",
        "health",
        "login",
        "intervention-list",
        "intervention-detail",
        "shortlist",
        "comparison",
        "my-municipality",
        "matching",
        "matching-result",
        "matching-explanation",
        "matching-coverage",
        "matching-suggestions",
        "matching-save",
        "matching-open",
        "matching-takealong",
    }
)


class LoginUnlessPublicMiddleware(LoginRequiredMiddleware):
    """Sends an anonymous visitor to the login page, except on a page named in PUBLIC."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.resolver_match.view_name in PUBLIC:
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
