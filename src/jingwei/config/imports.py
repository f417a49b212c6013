"""Which spreadsheets can be imported, in the order shown: the kind → its importer. Read by ``platform``."""

IMPORTERS: dict[str, str] = {
    "subjects": "jingwei.registry.imports.subjects.SubjectImporter",
    "officers": "jingwei.registry.imports.officers.OfficerImporter",
    "enterprises": "jingwei.registry.imports.enterprises.EnterpriseImporter",
    "sites": "jingwei.registry.imports.sites.SiteImporter",
    "items": "jingwei.registry.imports.items.ItemImporter",
    "caps": "jingwei.planning.imports.CapImporter",
    "classes": "jingwei.planning.imports.ClassImporter",
    "grades": "jingwei.planning.imports.GradeImporter",
    "plans": "jingwei.planning.imports.PlanImporter",
    "inspections": "jingwei.inspections.imports.InspectionImporter",
    "scans": "jingwei.inspections.imports.ScanImporter",
}
