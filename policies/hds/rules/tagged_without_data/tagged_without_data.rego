# METADATA
# scope: package
# title: What is tagged as health data can hold data
# description: >-
#   A resource carries a tag of its own that calls it health data, but its type holds none in the catalogue (a secret, an endpoint,
#   a network). Either the tag is meant for something else, or the catalogue is wrong: a person decides.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-016
#   severity: low
#   level: good_practice
#   legal_basis: ["Good practice, needed to apply CSP L.1111-8"]
#   remediation: >-
#     Take the tag away where no health data is, or report the type.
#   title_fr: "Ce qui est étiqueté « données de santé » peut contenir des données"
#   description_fr: >-
#     Une ressource porte elle-même une étiquette de données de santé, mais son type n'en contient pas d'après le catalogue
#     (un secret, un point d'accès, un réseau). Soit l'étiquette vise autre chose, soit le catalogue se trompe : une
#     personne décide.
#   subjects: tagged
#   messages:
#     tagged: "Tagged as health data, but the catalogue says that {type} holds none (resources: {count})."
package hds.rules.tagged_without_data

review contains finding if {
	some type in input.tagged
	finding := {"subject": type.id, "codes": ["tagged"], "facts": {}}
}
