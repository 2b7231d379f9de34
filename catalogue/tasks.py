"""What the worker does: each task takes keys only, so that its row holds no text of a person."""

from django_tasks import task


@task()
def send_event_mail(event: int, user: int) -> None:
    """Sends the mail about `event` to one account; nothing when either has gone since."""
    from catalogue import letters

    letters.send(event=event, user=user)
