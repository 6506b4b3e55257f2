# METADATA
# scope: package
# title: The physical sites are covered by a valid HDS certificate
# description: >-
#   Provision and maintenance in operational condition of the physical sites that house the hardware of the information system (CSP R.1111-9 1°) is performed by an actor whose HDS certificate, valid on the day of the
#   evaluation and under a referential in force, covers this activity, this service and this region. Layers on the customer's side need a declared operator in the estate.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053720790
#   description: Code de la santé publique, article R.1111-9
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-001
#   severity: high
#   level: law
#   legal_basis: ["CSP L.1111-8", "CSP R.1111-8-8", "CSP R.1111-9 1°"]
#   remediation: >-
#     Choose a hoster, service and region whose certificate covers this activity, declare who performs it in hds-policy.toml
#     ([[operations]]), or attach the certificate copy you hold ([[certificates]]).
#   title_fr: "Les sites physiques sont couverts par un certificat HDS valide"
#   description_fr: >-
#     La mise à disposition et le maintien en condition opérationnelle des sites physiques qui hébergent l'infrastructure
#     matérielle du système d'information (CSP R.1111-9 1°) relèvent d'un acteur dont le certificat de conformité HDS, valide
#     au jour de l'évaluation et délivré selon un référentiel en vigueur, couvre cette activité, ce service et cette région.
#     Pour les couches qui reviennent au client, un opérateur doit être déclaré.
#   subjects: placements/physical
#   messages_from: coverage
package hds.rules.layer_physical

import data.hds.lib.coverage

deny contains finding if some finding in coverage.findings(input.placements.physical, "fail")

undetermined contains finding if some finding in coverage.findings(input.placements.physical, "undetermined")

undetermined contains finding if some finding in coverage.findings(input.placements.physical, "undeclared")
