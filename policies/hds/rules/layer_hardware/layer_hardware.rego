# METADATA
# scope: package
# title: The hardware infrastructure is covered by a valid HDS certificate
# description: >-
#   Provision and maintenance in operational condition of the hardware infrastructure of the information system (CSP R.1111-9 2°) is performed by an actor whose HDS certificate, valid on the day of the
#   evaluation and under a referential in force, covers this activity, this service and this region. Layers on the customer's side need a declared operator in the estate.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053720790
#   description: Code de la santé publique, article R.1111-9
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-002
#   severity: high
#   level: law
#   legal_basis: ["CSP L.1111-8", "CSP R.1111-8-8", "CSP R.1111-9 2°"]
#   remediation: >-
#     Choose a hoster, service and region whose certificate covers this activity, declare who performs it in hds-policy.toml
#     ([[operations]]), or attach the certificate copy you hold ([[certificates]]).
#   title_fr: "L'infrastructure matérielle est couverte par un certificat HDS valide"
#   description_fr: >-
#     La mise à disposition et le maintien en condition opérationnelle de l'infrastructure matérielle du système
#     d'information (CSP R.1111-9 2°) relèvent d'un acteur dont le certificat de conformité HDS, valide au jour de
#     l'évaluation et délivré selon un référentiel en vigueur, couvre cette activité, ce service et cette région. Pour les
#     couches qui reviennent au client, un opérateur doit être déclaré.
#   subjects: placements/hardware
#   messages_from: coverage
package hds.rules.layer_hardware

import data.hds.lib.coverage

deny contains finding if some finding in coverage.findings(input.placements.hardware, "fail")

undetermined contains finding if some finding in coverage.findings(input.placements.hardware, "undetermined")

undetermined contains finding if some finding in coverage.findings(input.placements.hardware, "undeclared")
