from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matchen"

    def ready(self) -> None:
        from catalogue import reference, version
        from matching.reference import load_weights
        from matching.weights import version_rows

        version.also_depends_on(version_rows)
        reference.also_loads(load_weights)
