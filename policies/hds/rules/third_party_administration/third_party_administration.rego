# METADATA
# scope: package
# title: Whoever is let in from outside to administer is declared
# description: >-
#   A trust policy, a key policy, a delegation or a member of a project lets in another account, an identity provider or somebody who
#   is not known, under a provider where health data is. Each actor that performs a part of administration and operation is to be
#   certified for it (CSP R.1111-9 5°); whether the party does, and whether it is the customer itself, only a person can say. Declared
#   with its account it is asked for its certificate; never a fail, as a right alone is not yet an activity.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053720790
#   description: Code de la santé publique, article R.1111-9
# custom:
#   id: HDS-027
#   severity: medium
#   level: law
#   legal_basis: ["CSP L.1111-8", "CSP R.1111-9 5°"]
#   remediation: >-
#     Find out who it is. Declare it in hds-policy.toml ([operators.<id>] with accounts = [...]): the controller itself, an exempt
#     party, or an operator whose certificate for administration you attach ([[certificates]]). Take away what is not needed.
#   title_fr: "Quiconque est admis de l'extérieur à administrer est déclaré"
#   description_fr: >-
#     Une stratégie d'approbation, une stratégie de clé, une délégation ou un membre d'un projet admet un autre compte, un fournisseur
#     d'identité ou quelqu'un d'inconnu, chez un fournisseur où se trouvent des données de santé. Chaque acteur qui assure une partie
#     de l'administration et de l'exploitation doit être certifié pour cela (CSP R.1111-9 5°) ; si c'est le cas, et si ce tiers est le
#     client lui-même, seule une personne peut le dire. Déclaré avec son compte, on lui demande son certificat ; jamais d'échec, car un
#     droit seul n'est pas encore une activité.
#   subjects: administrators
#   messages:
#     account_not_declared: "The account {name} is let in by {attribute} of {holder_address} (places in all: {count}); no operator is declared for it."
#     provider_not_declared: "Whoever {name} vouches for is let in by {attribute} of {holder_address} (places in all: {count}); no operator is declared for it."
#     everybody_let_in: "Everybody is let in by {attribute} of {holder_address} (places in all: {count})."
#     party_not_known: "Whom {attribute} of {holder_address} (places in all: {count}) lets in is not known."
#     operator_not_certified: "{operator}, declared as not HDS certified, is let in by {attribute} of {holder_address} (places in all: {count})."
#     operator_certificate_not_seen: "{operator} is let in by {attribute} of {holder_address} (places in all: {count}); no certificate of it in force that covers administration is known here."
package hds.rules.third_party_administration

import data.hds.lib.coverage

review contains finding if {
	some one in input.administrators
	one.operator == ""
	finding := {"subject": one.id, "codes": [_undeclared[one.party]], "facts": {}}
}

review contains finding if {
	some one in input.administrators
	one.operator != ""
	not _outside_obligation(one)
	count(_covering(one)) == 0
	finding := {"subject": one.id, "codes": [_code(one)], "facts": {}}
}

_undeclared := {
	"account": "account_not_declared",
	"federation": "provider_not_declared",
	"public": "everybody_let_in",
	"unknown": "party_not_known",
}

_outside_obligation(one) if one.status == "controller"

_outside_obligation(one) if one.status == "exempt"

_code(one) := "operator_not_certified" if {
	one.status == "not_certified"
} else := "operator_certificate_not_seen"

_covering(one) := [certificate.id |
	some certificate in one.certificates
	coverage.stands(certificate)
	certificate.layers.admin == true
]
