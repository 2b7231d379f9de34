from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matchen"

    def ready(self) -> None:
        from catalogue import version
        from matching import weights

        version.also_depends_on(weights.version_rows)
