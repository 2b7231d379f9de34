from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "Catalogus"

    def ready(self) -> None:
        from catalogue.documents.lifting import lifted
        from catalogue.models import revisions
        from catalogue.notifications.queue import queue_mails
        from catalogue.revisions import events

        revisions.lift_with(lifted)
        events.listen(queue_mails)
