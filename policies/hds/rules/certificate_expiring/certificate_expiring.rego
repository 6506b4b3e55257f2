# METADATA
# scope: package
# title: The certificate does not end soon
# description: >-
#   A certificate that carries placements ends within the warning period of the estate (90 days when nothing is set).
#   The referential orders no warning period: this is good practice, so that a renewal is seen before the verdict turns.
#   A certificate that another one of the same holder outlasts is not reported.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS (three-year certificates, yearly surveillance)
# custom:
#   id: HDS-009
#   severity: low
#   level: good_practice
#   legal_basis: ["Good practice, not asked by the referential"]
#   remediation: >-
#     Ask the hoster for the renewed certificate before the end date and attach it in hds-policy.toml ([[certificates]]).
#   title_fr: "Le certificat n'arrive pas bientôt à échéance"
#   description_fr: >-
#     Un certificat qui porte des placements arrive à échéance pendant le délai d'alerte du client (90 jours par défaut). Le
#     référentiel n'impose aucun délai d'alerte : c'est une bonne pratique, pour voir le renouvellement avant que le verdict
#     ne change. Un certificat que relaie un autre certificat du même titulaire n'est pas signalé.
#   subjects: certificates
#   messages:
#     ends_soon: "The HDS certificate of {holder} ends on {valid_until}."
package hds.rules.certificate_expiring

import data.hds.lib.coverage

review contains finding if {
	some certificate in input.certificates
	certificate.until_ns != null
	input.on_ns < certificate.until_ns
	input.on_ns + input.settings.expiry_warning_ns >= certificate.until_ns
	lasting := [id | some id, until in coverage.standing(certificate.holder); until > certificate.until_ns]
	count(lasting) == 0
	finding := {"subject": certificate.id, "codes": ["ends_soon"], "facts": {"certificate": certificate.id}}
}
