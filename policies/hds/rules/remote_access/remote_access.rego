# METADATA
# scope: package
# title: No access to health data from outside the European Economic Area is left unexamined
# description: >-
#   Health data is accessed from outside the European Economic Area only under an adequacy decision (GDPR, article 45) or appropriate
#   safeguards (article 46), and the customer is told (requirement 29). A configuration does not show who accesses from where: what
#   the hoster declares is shown, and a person checks the countries and the ground.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-029
#   severity: medium
#   level: referential
#   legal_basis: ["HDS referential 2.0, requirement 29", "GDPR, articles 45 and 46"]
#   remediation: >-
#     Ask the hoster for its table of guarantees (chapter 8) and read the column of requirement 29: countries, adequacy decision or
#     safeguards. Put a "no" with its source into a registry of your own ([registry] in hds-policy.toml), or waive what you have
#     examined with a reason and an end.
#   title_fr: "Aucun accès aux données de santé depuis un pays hors de l'Espace économique européen n'est laissé sans examen"
#   description_fr: >-
#     Un accès aux données de santé depuis un pays hors de l'Espace économique européen n'a lieu que sur la base d'une décision
#     d'adéquation (RGPD, article 45) ou de garanties appropriées (article 46), et le client en est informé (exigence 29). Une
#     configuration ne montre pas qui accède d'où : ce que l'hébergeur déclare est montré, et une personne vérifie pays et fondement.
#   subjects: guarantees
#   effective_from: 2026-05-16
#   messages:
#     access_outside_eea: "{holder} declares access from outside the European Economic Area: {access_outside_eea}."
#     access_not_known: "Whether health data with {holder} is accessed from outside the European Economic Area is not known here."
package hds.rules.remote_access

_codes := {"yes": "access_outside_eea", "unknown": "access_not_known"}

review contains finding if {
	some holder in input.guarantees
	code := _codes[holder.access_outside_eea]
	finding := {"subject": holder.id, "codes": [code], "facts": {}}
}
