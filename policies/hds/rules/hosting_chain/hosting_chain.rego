# METADATA
# scope: package
# title: Each subcontractor of a hoster is certified for what it performs, or a person has looked at it
# description: >-
#   A hoster gives its customer its own certificate and those of its certified subcontractors (requirement 12), and the contract tells
#   of the subcontractors (requirement 22). One without a certificate may be exempt (chapter 8), so that this is shown and never a
#   fail: the certificate that counts is that of the hoster one has a contract with. Only known subcontractors are judged.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-032
#   severity: medium
#   level: referential
#   legal_basis: ["CSP R.1111-11, 7°", "HDS referential 2.0, requirements 12, 14 and 22"]
#   remediation: >-
#     Ask the hoster for the certificate of its subcontractor, or why none is needed (exempt), and attach the certificate in
#     hds-policy.toml ([[certificates]]); waive what you have examined with a reason and an end.
#   title_fr: "Chaque sous-traitant d'un hébergeur est certifié pour ce qu'il fait, ou une personne l'a examiné"
#   description_fr: >-
#     Un hébergeur remet à son client son certificat et ceux de ses sous-traitants certifiés (exigence 12), et le contrat mentionne
#     les sous-traitants (exigence 22). Un sous-traitant sans certificat peut être exempté (chapitre 8) : il est montré, jamais
#     condamné ; le certificat qui compte est celui de l'hébergeur avec lequel on a un contrat. Seuls les sous-traitants connus sont
#     examinés.
#   subjects: subcontractors
#   messages:
#     subcontractor_not_known: "{subcontractor} performs {activities} for {holder}; no certificate of it is known here. It may be exempt."
#     subcontractor_not_certified: "{subcontractor}, not HDS certified, performs {activities} for {holder}. It may be exempt."
#     subcontractor_activities_not_known: "Which activities {subcontractor} performs for {holder} is not known here."
#     subcontractor_certificate_not_seen: "No certificate of {subcontractor} in force is known here for all it performs for {holder} ({activities})."
package hds.rules.hosting_chain

import data.hds.lib.coverage

review contains finding if {
	some one in input.subcontractors
	count(_covering(one)) == 0
	finding := {"subject": one.id, "codes": [_code(one)], "facts": {}}
}

_code(one) := "subcontractor_not_known" if {
	one.holder == ""
} else := "subcontractor_not_certified" if {
	one.status == "not_certified"
} else := "subcontractor_activities_not_known" if {
	count(one.layers) == 0
} else := "subcontractor_certificate_not_seen"

# Certificates in force that cover all that a subcontractor is known to perform.
_covering(one) := [certificate.id |
	count(one.layers) > 0
	some certificate in one.certificates
	coverage.stands(certificate)
	missing := [layer | some layer in one.layers; certificate.layers[layer] != true]
	count(missing) == 0
]
