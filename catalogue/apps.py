from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "Catalogus"

    def ready(self) -> None:
        from catalogue.notifications.queue import queue_mails
        from catalogue.revisions import events

        events.listen(queue_mails)
