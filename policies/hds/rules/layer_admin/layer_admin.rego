# METADATA
# scope: package
# title: Administration and operation are covered by a valid HDS certificate
# description: >-
#   Administration and operation of the information system that contains the health data (CSP R.1111-9 5°) is performed by an actor whose HDS certificate, valid on the day of the
#   evaluation and under a referential in force, covers this activity, this service and this region. A human decides: activity 5 is neither passed nor failed without a declaration in the estate.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053720790
#   description: Code de la santé publique, article R.1111-9
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-005
#   severity: high
#   level: law
#   legal_basis: ["CSP L.1111-8", "CSP R.1111-8-8", "CSP R.1111-9 5°"]
#   remediation: >-
#     Choose a hoster, service and region whose certificate covers this activity, declare who performs it in hds-policy.toml
#     ([[operations]]), or attach the certificate copy you hold ([[certificates]]).
#   title_fr: "L'administration et l'exploitation sont couvertes par un certificat HDS valide"
#   description_fr: >-
#     L'administration et l'exploitation du système d'information contenant les données de santé (CSP R.1111-9 5°) relèvent
#     d'un acteur dont le certificat de conformité HDS, valide au jour de l'évaluation et délivré selon un référentiel en
#     vigueur, couvre cette activité, ce service et cette région. Une personne décide : sans déclaration du client, cette
#     activité n'est ni conforme ni non conforme.
#   subjects: placements/admin
#   messages_from: coverage
package hds.rules.layer_admin

import data.hds.lib.coverage

deny contains finding if some finding in coverage.findings(input.placements.admin, "fail")

undetermined contains finding if some finding in coverage.findings(input.placements.admin, "undetermined")

review contains finding if some finding in coverage.findings(input.placements.admin, "undeclared")
