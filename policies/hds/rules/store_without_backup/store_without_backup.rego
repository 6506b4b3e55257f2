# METADATA
# scope: package
# title: A backup of every store of health data can be found
# description: >-
#   Of a store of health data no backup is found in what was read: no snapshot, copy or backup that refers to it, no selection that
#   chooses it, no setting of its own that keeps backups. A replica or versions of objects are none: what is deleted or spoilt is so
#   there too. The HDS referential does not ask for a backup; the contract with the customer does. It may lie where nobody looked.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-026
#   severity: low
#   level: good_practice
#   legal_basis: ["Good practice, not asked by the HDS referential: the contract does"]
#   remediation: >-
#     Back the stores up, check the folder that does together with this one, or waive the finding with the place where the backup
#     is described.
#   title_fr: "Une sauvegarde de chaque espace de données de santé est trouvée"
#   description_fr: >-
#     Pour un espace de données de santé, aucune sauvegarde n'est trouvée dans ce qui a été lu : ni instantané, ni copie, ni
#     sauvegarde qui s'y rapporte, ni sélection qui le choisit, ni réglage propre qui en conserve. Un réplica ou des versions
#     d'objets n'en sont pas : ce qui est supprimé ou altéré l'y est aussi. Le référentiel HDS ne demande pas de sauvegarde ; le
#     contrat avec le client la demande. Elle peut se trouver là où personne n'a regardé.
#   subjects: backups
#   messages:
#     backup_not_found: "No backup is found of {missing} of {stores} stores of health data."
#     backup_not_known: "Whether {unknown} of {stores} stores of health data are backed up is not known."
package hds.rules.store_without_backup

review contains finding if {
	some entry in input.backups
	entry.missing > 0
	entry.unknown == 0
	finding := {"subject": entry.id, "codes": ["backup_not_found"], "facts": {}}
}

review contains finding if {
	some entry in input.backups
	entry.missing > 0
	entry.unknown > 0
	finding := {"subject": entry.id, "codes": ["backup_not_found", "backup_not_known"], "facts": {}}
}

review contains finding if {
	some entry in input.backups
	entry.missing == 0
	entry.unknown > 0
	finding := {"subject": entry.id, "codes": ["backup_not_known"], "facts": {}}
}
