"""Split what was stored as a title with its article: 《某法》第五条 became “某法》第五条”.

Several texts in one title become several bases of the same rank. Where it cannot be told what is what, the title keeps
its words and its marks become 〈〉, so that it reads as it did and the next migration can forbid the marks. Versions
of items say what was published in the same words, so they are split in the same way.
"""

import re

from django.db import migrations
from django.db.models import Q

UNIT = r"第\s*[（(]?[零〇一二三四五六七八九十百千\d]+[)）]?\s*(?:条|款|项|目|章|节)(?:之[一二三四五六七八九十\d]+)?"
ARTICLE = rf"{UNIT}(?:\s*[、，,和及与至]?\s*{UNIT})*"
NUMBER = r"(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）.．、])?"
ONE = re.compile(rf"[\s、，,；;。和及]*{NUMBER}\s*《([^《》]+)》(?:\s*[（(][^（）()《》]*[）)])?\s*({ARTICLE})?")


def split(title, article):
    """Return titles and articles, or None where it cannot be told what is what."""
    # The marks at both ends were cut off when it was stored.
    text = title if title.startswith("《") or re.match(rf"{NUMBER}\s*《", title) else f"《{title}"
    text = text if text.count("《") == text.count("》") else f"{text}》"
    found, at = [], 0
    while one := ONE.match(text, at):
        found.append([one[1].strip(), re.sub(r"\s+", "", one[2] or "")])
        at = one.end()
    if not found or text[at:].strip(" \n；;。、"):
        return None
    if article and len(found) == 1 and found[0][1] in {"", article}:
        found[0][1] = article
    elif article:
        parts = [part.strip() for part in article.split("、")]
        if any(each[1] for each in found) or len(parts) != len(found):
            return None
        found = [[each[0], part] for each, part in zip(found, parts, strict=True)]
    if any(len(title) > 120 or len(article) > 60 for title, article in found):
        return None
    return found


def marked_otherwise(title):
    return title.translate(str.maketrans("《》", "〈〉"))


def split_bases(apps, schema_editor):
    bases = apps.get_model("registry", "Basis").objects.using(schema_editor.connection.alias)
    for basis in bases.filter(Q(title__contains="《") | Q(title__contains="》")).order_by("pk"):
        found = split(basis.title, basis.article)
        if found is None:
            basis.title = marked_otherwise(basis.title)
            basis.save(update_fields=["title"])
            continue
        (basis.title, basis.article), *more = found
        basis.save(update_fields=["title", "article"])
        for title, article in more:
            basis.pk, basis.title, basis.article = None, title, article
            basis.save(force_insert=True)


def split_versions(apps, schema_editor):
    versions = apps.get_model("registry", "ItemVersion").objects.using(schema_editor.connection.alias)
    for version in versions.filter(Q(content__icontains="《") | Q(content__icontains="》")):
        bases = version.content.get("bases") or []
        if not any(mark in basis.get("title", "") for basis in bases for mark in "《》"):
            continue
        version.content["bases"] = [
            {**basis, "title": title, "article": article}
            for basis in bases
            for title, article in (
                split(basis["title"], basis["article"])
                if any(mark in basis["title"] for mark in "《》")
                else None
            )
            or [[marked_otherwise(basis["title"]), basis["article"]]]
        ]
        version.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0006_announced_elements"),
    ]

    operations = [
        migrations.RunPython(split_bases, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(split_versions, migrations.RunPython.noop, elidable=True),
    ]
