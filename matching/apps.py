from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "Matchen"

    def ready(self) -> None:
        from catalogue.loading import reference
        from catalogue.revisions import version
        from matching.weights.in_force import version_rows
        from matching.weights.loading import load_tables, load_weights

        version.also_depends_on(version_rows)
        reference.also_loads(load_weights)
        reference.also_loads(load_tables)
