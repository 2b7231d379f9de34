from django.db import migrations

#: Where the tasks stood when a row in the queue may have been written, and where they stand now.
MOVED = {
    "catalogue.tasks.send_event_mail": "catalogue.notifications.tasks.send_event_mail",
    "catalogue.tasks.send_invitation": "catalogue.notifications.tasks.send_invitation",
    "catalogue.tasks.make_export": "catalogue.exports.tasks.make_export",
}


def move(apps, schema_editor):
    rows = apps.get_model("django_tasks_database", "DBTaskResult").objects
    for old, new in MOVED.items():
        rows.filter(task_path=old).update(task_path=new)


class Migration(migrations.Migration):
    """A mail or an overview that waits while the site is upgraded is still made afterwards."""

    dependencies = [
        ("catalogue", "0011_weighed"),
        ("django_tasks_database", "0001_initial"),
    ]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
