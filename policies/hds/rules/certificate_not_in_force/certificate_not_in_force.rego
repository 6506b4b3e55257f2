# METADATA
# scope: package
# title: The certificate has not been suspended or withdrawn
# description: >-
#   A certification body may suspend or withdraw a certificate before its last day, and a hoster plans for the loss of a
#   subcontractor's (requirement 14). A certificate in that state covers nothing. When only a bare claim tells of it, whether the
#   certificate still counts is not known. A holder that also has a certificate that stands is not reported.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000036656709
#   description: Code de la santé publique, article R.1111-8-8
# custom:
#   id: HDS-020
#   severity: high
#   level: law
#   legal_basis: ["CSP L.1111-8 II", "CSP R.1111-8-8", "HDS referential 2.0, requirements 06 and 14"]
#   remediation: >-
#     Ask the hoster for its certificate in force, or for its plan for the loss of certification (requirement 14), and attach the
#     certificate in hds-policy.toml ([[certificates]]); move the data when there is none.
#   title_fr: "Le certificat n'a été ni suspendu ni retiré"
#   description_fr: >-
#     Un organisme certificateur peut suspendre ou retirer un certificat avant son dernier jour, et un hébergeur prévoit la perte de celui
#     d'un sous-traitant (exigence 14). Un certificat dans cet état ne couvre rien. Quand seule une affirmation sans preuve en parle, on ne
#     sait pas si le certificat vaut encore. Un titulaire qui a aussi un certificat en vigueur n'est pas signalé.
#   subjects: certificates
#   messages:
#     certificate_suspended: "The HDS certificate {number} of {holder} is suspended on {on}."
#     certificate_withdrawn: "The HDS certificate {number} of {holder} has been withdrawn."
#     certificate_state_unknown: "Whether the HDS certificate {number} of {holder} is still in force is not known."
package hds.rules.certificate_not_in_force

import data.hds.lib.coverage

_lost := {"suspended": "certificate_suspended", "withdrawn": "certificate_withdrawn"}

deny contains finding if {
	some certificate in input.certificates
	code := _lost[certificate.state]
	count(coverage.standing(certificate.holder)) == 0
	finding := {"subject": certificate.id, "codes": [code], "facts": {"certificate": certificate.id}}
}

undetermined contains finding if {
	some certificate in input.certificates
	certificate.state == "unknown"
	count(coverage.standing(certificate.holder)) == 0
	finding := {"subject": certificate.id, "codes": ["certificate_state_unknown"], "facts": {"certificate": certificate.id}}
}
