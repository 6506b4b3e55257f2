# METADATA
# scope: package
# title: Every resource type is known to the catalogue
# description: >-
#   A resource whose type the catalogue does not know may hold health data: it is never passed over in silence.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-013
#   severity: medium
#   level: good_practice
#   legal_basis: ["Good practice, needed to apply CSP L.1111-8"]
#   remediation: >-
#     Say in hds-policy.toml whether it holds health data ([[classification.rules]] with health = false when it does not), and
#     report the missing type.
#   title_fr: "Chaque type de ressource est connu du catalogue"
#   description_fr: >-
#     Une ressource dont le catalogue ne connaît pas le type peut contenir des données de santé : elle n'est jamais passée
#     sous silence.
#   subjects: types
#   messages:
#     unsupported: "The catalogue does not know the type {type} (resources: {count})."
package hds.rules.unsupported_type

undetermined contains finding if {
	some type in input.types
	finding := {"subject": type.id, "codes": ["unsupported"], "facts": {}}
}
