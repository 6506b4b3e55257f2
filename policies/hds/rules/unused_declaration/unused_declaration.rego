# METADATA
# scope: package
# title: Every declaration of the estate fits something
# description: >-
#   A classification rule of hds-policy.toml fits no resource: a mistyped pattern, or something that is gone. A rule that was to
#   protect health data, in an estate whose default clears what is not marked, leaves open what it was meant for. A declassification
#   fits no flow of health data, or one that it cannot stop, because its end holds what its source holds.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-017
#   severity: low
#   level: good_practice
#   legal_basis: ["Good practice, needed to apply CSP L.1111-8"]
#   remediation: >-
#     Correct the pattern, or take the rule away.
#   title_fr: "Chaque déclaration du client concerne quelque chose"
#   description_fr: >-
#     Une règle de classification de hds-policy.toml ne concerne aucune ressource : un motif mal écrit, ou quelque chose qui
#     n'existe plus. Une règle qui devait protéger des données de santé, chez un client dont la valeur par défaut écarte ce
#     qui n'est pas marqué, laisse ouvert ce à quoi elle servait. Une déclassification ne concerne aucun flux de données de
#     santé, ou en concerne un qu'elle ne peut pas arrêter, parce que son extrémité contient ce que contient sa source.
#   subjects: unused
#   messages:
#     no_resource: "It fits no resource that may hold data."
#     no_flow: "It fits no flow of health data among what was read."
#     may_not_stop: "It fits a flow of health data that no declaration stops: the end holds what the source holds."
package hds.rules.unused_declaration

undetermined contains finding if {
	some entry in input.unused
	entry.grave == true
	finding := {"subject": entry.id, "codes": [entry.why], "facts": {}}
}

review contains finding if {
	some entry in input.unused
	entry.grave == false
	finding := {"subject": entry.id, "codes": [entry.why], "facts": {}}
}
