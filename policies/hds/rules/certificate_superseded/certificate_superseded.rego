# METADATA
# scope: package
# title: The certificate rests on a referential in force
# description: >-
#   Since 16 May 2026 a certificate under referential 1.1 proves nothing any more; an approval (agrément) from before certification is not a certificate.
#   A holder that also has a certificate that stands is not reported.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000049553530
#   description: Order of 26 April 2024 approving referential 2.0 (JO of 16 May 2024)
# custom:
#   id: HDS-008
#   severity: high
#   level: referential
#   legal_basis: ["Order of 26 April 2024 (NOR TSSD2325104A)", "CSP R.1111-8-8"]
#   remediation: >-
#     Ask the hoster for its certificate under the referential in force and attach it in hds-policy.toml ([[certificates]]).
#   title_fr: "Le certificat repose sur un référentiel en vigueur"
#   description_fr: >-
#     Depuis le 16 mai 2026, un certificat délivré selon le référentiel 1.1 ne prouve plus rien ; un agrément antérieur à la
#     certification n'est pas un certificat. Un titulaire qui a aussi un certificat en vigueur n'est pas signalé.
#   subjects: certificates
#   messages:
#     referential_superseded: "The HDS certificate of {holder} rests on referential {referential}, which no longer counts on {on}."
#     referential_unknown: "The referential of the HDS certificate of {holder} is not known."
package hds.rules.certificate_superseded

import data.hds.lib.coverage

deny contains finding if {
	some certificate in input.certificates
	coverage.referential(certificate) == "superseded"
	count(coverage.standing(certificate.holder)) == 0
	finding := {"subject": certificate.id, "codes": ["referential_superseded"], "facts": {"certificate": certificate.id}}
}

undetermined contains finding if {
	some certificate in input.certificates
	coverage.referential(certificate) == "unknown"
	count(coverage.standing(certificate.holder)) == 0
	finding := {"subject": certificate.id, "codes": ["referential_unknown"], "facts": {"certificate": certificate.id}}
}
