"""Puts rows of before into the normal form of their columns; for migrations, which pass the models of their time."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.apps.registry import Apps
from django.db import IntegrityError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jingwei.platform.normal_form import line

Rewrite = Callable[[Apps, BaseDatabaseSchemaEditor], None]


def lines_of(
    area: str, columns: Mapping[str, Sequence[str]], *, sort_key: Callable[[str], str] | None = None
) -> Rewrite:
    """Return what rewrites the named columns of an area's tables, and with a name its sort key where one is kept.

    A row stays as it is where another already has the name that it would get, since which of the two is right is for
    people to say.
    """

    def rewrite(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        alias = editor.connection.alias
        for model, names in columns.items():
            rows = apps.get_model(area, model)._default_manager.using(alias)
            for key, *texts in rows.order_by("pk").values_list("pk", *names).iterator():
                formed: dict[str, Any] = {
                    name: line(text)
                    for name, text in zip(names, texts, strict=True)
                    if text and line(text) != text
                }
                if sort_key is not None and "name" in formed:
                    formed["sort_key"] = sort_key(formed["name"])
                if formed:
                    _update(rows.filter(pk=key), formed, alias)

    return rewrite


def _update(row: Any, formed: dict[str, Any], alias: str) -> None:
    try:
        with transaction.atomic(using=alias):
            row.update(**formed)
    except IntegrityError:
        pass
