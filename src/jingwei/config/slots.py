"""What a lower page shows from above: the slot's name → the name of the address whose fragment fills it."""

SLOTS: dict[str, str] = {
    "sign_in.log_ins": "demonstration_log_ins",
    "item.use": "item_use",
    "officer.inspections": "officer_inspections",
    "enterprise.slots": "site_slots",
    "enterprise.dossier": "dossier_brief",
    "plan_line.progress": "plan_progress",
    "quiet.inspections": "quiet_inspections",
    "special.inspections": "special_inspections",
    "plan.publication": "plan_publication",
    "special.publication": "special_publication",
}
