# METADATA
# scope: package
# title: A copy of the certificate is held
# description: >-
#   A layer passes on the strength of a public statement of the hoster that gives dates but no certificate number: nobody here has seen
#   the certificate. Whoever entrusts hosting to a third party makes sure that it holds the certificate (CSP R.1111-8-8 II), and the
#   hoster gives it on request (requirement 12). A statement without dates does not pass in the first place.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000036656709
#   description: Code de la santé publique, article R.1111-8-8
# custom:
#   id: HDS-018
#   severity: medium
#   level: law
#   legal_basis: ["CSP R.1111-8-8 II", "HDS referential 2.0, requirement 12"]
#   remediation: >-
#     Ask the hoster for its certificate (requirement 12 obliges it to give it), and attach number, body, dates and scope in
#     hds-policy.toml ([[certificates]]).
#   title_fr: "Une copie du certificat est détenue"
#   description_fr: >-
#     Une couche est conforme sur la foi d'une déclaration publique de l'hébergeur qui donne des dates mais pas de numéro de certificat :
#     personne ici n'a vu le certificat. Quiconque confie l'hébergement à un tiers s'assure qu'il détient le certificat (CSP
#     R.1111-8-8 II), et l'hébergeur le communique sur demande (exigence 12). Une déclaration sans dates n'est de toute façon pas conforme.
#   subjects: certificates
#   messages:
#     certificate_not_seen: "Public statement of {holder}, valid until {valid_until}: the certificate has not been seen."
package hds.rules.certificate_not_held

import data.hds.lib.coverage

review contains finding if {
	some certificate in input.certificates
	certificate.held == false
	certificate.weak == false
	certificate.number == ""
	certificate.until_ns != null
	_relied_on(certificate.id)
	finding := {"subject": certificate.id, "codes": ["certificate_not_seen"], "facts": {"certificate": certificate.id}}
}

_relied_on(id) if {
	some questions in input.placements
	some question in questions
	id in question.certificates
	answer := coverage.verdict(question)
	answer.result == "pass"
	answer.certificate == id
}

# A certificate that no question lists cannot be cleared by one.
_relied_on(id) if {
	asked := [question.id |
		some questions in input.placements
		some question in questions
		id in question.certificates
	]
	count(asked) == 0
}
