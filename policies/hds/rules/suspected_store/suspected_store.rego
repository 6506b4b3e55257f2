# METADATA
# scope: package
# title: What hints at health data is decided
# description: >-
#   The nature of the type, or a tag that states an intent (Compliance = HDS), hints at health data, and nothing declares it. A
#   person decides.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-015
#   severity: medium
#   level: good_practice
#   legal_basis: ["Good practice, needed to apply CSP L.1111-8"]
#   remediation: >-
#     Declare it: a tag (data_classification = health, or none) or a rule in hds-policy.toml ([[classification.rules]]).
#   title_fr: "Ce qui laisse supposer des données de santé est tranché"
#   description_fr: >-
#     La nature du type, ou une étiquette qui exprime une intention (Compliance = HDS), laisse supposer des données de
#     santé, et rien ne les déclare. Une personne décide.
#   subjects: suspected
#   messages:
#     suspected: "It may hold health data: {hint}."
package hds.rules.suspected_store

review contains finding if {
	some store in input.suspected
	finding := {"subject": store.id, "codes": ["suspected"], "facts": {}}
}
