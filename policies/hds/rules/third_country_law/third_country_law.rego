# METADATA
# scope: package
# title: An exposure to the law of a third country is known and described
# description: >-
#   When a hoster or its subcontractor is subject to a law of a third country that is not adequate, the contract lists the laws, the
#   measures and the residual risks (requirement 30). This informs, and condemns no hoster: what it declares is shown, and a person
#   reads the contract. A SecNumCloud 3.2 qualification of all that is used answers the question.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-030
#   severity: medium
#   level: referential
#   legal_basis: ["HDS referential 2.0, requirement 30"]
#   remediation: >-
#     Ask the hoster for its table of guarantees (chapter 8) and read the last column; find the laws, measures and residual risks in
#     the contract. Put the answer with its source into a registry of your own ([registry] in hds-policy.toml), or waive what you have
#     examined with a reason and an end.
#   title_fr: "L'exposition à la législation d'un pays tiers est connue et décrite"
#   description_fr: >-
#     Quand un hébergeur ou son sous-traitant est soumis à la législation d'un pays tiers non adéquat, le contrat énumère ces
#     législations, les mesures prises et les risques résiduels (exigence 30). La règle informe et ne condamne aucun hébergeur : ce
#     qu'il déclare est montré, et une personne lit le contrat. Une qualification SecNumCloud 3.2 de tout ce qui est utilisé y répond.
#   subjects: guarantees
#   effective_from: 2026-05-16
#   messages:
#     exposed: "{holder} declares an exposure to the law of a third country: {third_country_law}."
#     exposure_not_known: "Whether the law of a third country may impose an access at {holder} is not known here."
package hds.rules.third_country_law

_codes := {"yes": "exposed", "unknown": "exposure_not_known"}

review contains finding if {
	some holder in input.guarantees
	holder.secnumcloud != "yes"
	code := _codes[holder.third_country_law]
	finding := {"subject": holder.id, "codes": [code], "facts": {}}
}

# A qualification settles what is not known; what is declared beside it is still for a person.
review contains finding if {
	some holder in input.guarantees
	holder.secnumcloud == "yes"
	holder.third_country_law == "yes"
	finding := {"subject": holder.id, "codes": ["exposed"], "facts": {}}
}
