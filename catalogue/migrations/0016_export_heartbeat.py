from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0015_event_account")]

    operations = [migrations.RenameField("export", "beat_at", "heartbeat_at")]
