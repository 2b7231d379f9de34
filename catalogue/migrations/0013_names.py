from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Claim becomes MembershipRequest and OwnWord LocalOverride; no row changes."""

    dependencies = [
        ("catalogue", "0012_task_paths"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel(old_name="Claim", new_name="MembershipRequest"),
        migrations.RemoveConstraint(model_name="membershiprequest", name="claim_once"),
        migrations.AddConstraint(
            model_name="membershiprequest",
            constraint=models.UniqueConstraint(
                fields=("organisation", "user"), name="membership_request_once"
            ),
        ),
        migrations.AlterField(
            model_name="membershiprequest",
            name="organisation",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE,
                related_name="membership_requests",
                to="catalogue.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="membershiprequest",
            name="user",
            field=models.ForeignKey(
                on_delete=models.deletion.CASCADE,
                related_name="membership_requests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RenameModel(old_name="OwnWord", new_name="LocalOverride"),
        migrations.RemoveConstraint(model_name="localoverride", name="own_word_once"),
        migrations.AddConstraint(
            model_name="localoverride",
            constraint=models.UniqueConstraint(fields=("table", "key"), name="local_override_once"),
        ),
    ]
