# METADATA
# scope: package
# title: The hoster's conditions for HDS are met
# description: >-
#   Certification alone is not enough: hosters bind it to an option, a zone, a contract or a support plan, and leave products out.
#   What the configuration or the estate shows must meet each condition that the hoster publishes.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-010
#   severity: high
#   level: contract
#   legal_basis: ["CSP R.1111-11", "HDS referential 2.0, requirements 13 and 17"]
#   remediation: >-
#     Switch the option on, use a product inside the hoster's HDS scope, or declare the signed contract in hds-policy.toml ([[contracts]]).
#   title_fr: "Les conditions de l'hébergeur pour le HDS sont remplies"
#   description_fr: >-
#     La certification ne suffit pas : les hébergeurs la lient à une option, une zone, un contrat ou un niveau de support,
#     et en excluent des produits. Ce que montrent la configuration ou les déclarations du client doit remplir chaque
#     condition publiée par l'hébergeur.
#   subjects: conditions
#   messages:
#     option_off: "{title}: not switched on ({found})."
#     excluded: "{title} ({found})."
#     condition_unknown: "{title}: cannot be told ({found})."
package hds.rules.hoster_condition

deny contains finding if {
	some condition in input.conditions
	condition.state == "not_met"
	code := {"option": "option_off", "exclusion": "excluded"}[condition.kind]
	finding := {"subject": condition.id, "codes": [code], "facts": {}}
}

undetermined contains finding if {
	some condition in input.conditions
	condition.state == "unknown"
	finding := {"subject": condition.id, "codes": ["condition_unknown"], "facts": {}}
}
