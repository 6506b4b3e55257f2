# METADATA
# scope: package
# title: Every store says whether it holds health data
# description: >-
#   A resource that stores, backs up or processes data and that no tag, rule or default classifies may hold health data:
#   nothing can be said about it.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-011
#   severity: medium
#   level: good_practice
#   legal_basis: ["Good practice, needed to apply CSP L.1111-8"]
#   remediation: >-
#     Tag the stores (data_classification = health, or none), add [[classification.rules]] to hds-policy.toml, or set
#     [classification] default; for one run, use --assume health.
#   title_fr: "Chaque espace de stockage dit s'il contient des données de santé"
#   description_fr: >-
#     Une ressource qui stocke, sauvegarde ou traite des données et qu'aucune étiquette, règle ou valeur par défaut ne
#     classe peut contenir des données de santé : on ne peut rien en dire.
#   subjects: folders
#   messages:
#     unclassified: "Nothing says whether these hold health data: {count}."
package hds.rules.unclassified_store

undetermined contains finding if {
	some folder in input.folders
	folder.unclassified > 0
	finding := {"subject": folder.id, "codes": ["unclassified"], "facts": {}}
}
