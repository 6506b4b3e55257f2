# METADATA
# scope: package
# title: A resource does not say both that it holds health data and that it holds none
# description: >-
#   Two tags of one resource, or a tag and the hoster's HDS option, contradict each other. Until it is settled the resource counts as
#   health data. A rule of the estate settles it.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-033
#   severity: low
#   level: good_practice
#   legal_basis: ["Good practice, not asked by the referential; needed to apply CSP L.1111-8"]
#   remediation: >-
#     Correct the tag that is wrong, or decide in hds-policy.toml ([[classification.rules]]) with a reason.
#   title_fr: "Une ressource ne dit pas à la fois qu'elle contient des données de santé et qu'elle n'en contient pas"
#   description_fr: >-
#     Deux étiquettes d'une même ressource, ou une étiquette et l'option HDS de l'hébergeur, se contredisent. Tant que ce n'est pas
#     tranché, la ressource compte comme donnée de santé. Une règle du client tranche.
#   subjects: contradictory
#   messages:
#     contradictory: "It says both {says_health} and {other}."
package hds.rules.contradictory_tags

review contains finding if {
	some resource in input.contradictory
	finding := {"subject": resource.id, "codes": ["contradictory"], "facts": {}}
}
