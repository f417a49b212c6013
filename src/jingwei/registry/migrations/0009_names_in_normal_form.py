from django.db import migrations

from jingwei.platform.rewriting import lines_of
from jingwei.registry.sort_keys import sort_key

COLUMNS = {
    "Region": ("name",),
    "Subject": ("name", "short_name", "document_series", "line", "head", "address", "organisation_document"),
    "Entrustment": ("number", "issuer"),
    "Enterprise": ("name", "credit_code"),
    "Site": ("name", "address"),
    "Officer": ("name", "unit", "post"),
    "Certificate": ("number", "issuer"),
    "EstablishmentRow": ("name", "unit", "post", "certificate_number"),
    "Item": ("code", "name", "object_scope", "frequency"),
    "Basis": ("title", "article", "ended_by"),
    "Standard": ("version",),
    "StandardPoint": ("text",),
}


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0008_basis_title_bare"),
    ]

    operations = [
        migrations.RunPython(
            lines_of("registry", COLUMNS, sort_key=sort_key), migrations.RunPython.noop, elidable=True
        ),
    ]
