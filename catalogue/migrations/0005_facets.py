"""Reserved for what the search index needs to count facets quickly."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_search")]
    operations = []
