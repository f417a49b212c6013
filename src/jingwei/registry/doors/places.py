"""Where the registers' things stand, and which of them people begin."""

from jingwei.registry.desk import BegunKind, Places
from jingwei.registry.models import Certificate, CertificateApplication, SubjectChange
from jingwei.registry.terms import ApplicationStage

PLACES = Places(
    pages={
        "enterprise": "dossier_detail",
        "establishmentcheck": "check_detail",
        "item": "item_detail",
        "officer": "officer_detail",
        "subject": "subject_detail",
    },
    parts={
        "certificate": ("officer", Certificate.objects, "officer"),
        "subjectchange": ("subject", SubjectChange.objects, "subject"),
    },
)
BEGUN = (
    BegunKind(
        CertificateApplication.objects.select_related("officer"),
        "applied_by",
        "applied_at",
        "stage",
        ApplicationStage,
        place=lambda row: ("officer", row.officer_id),
    ),
)
