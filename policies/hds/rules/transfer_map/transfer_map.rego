# METADATA
# scope: package
# title: The address of the hoster's map of transfers is known
# description: >-
#   A certified hoster publishes a map of the transfers of health data to third countries, kept up to date, on a web page (requirement
#   31). Its address belongs to what a customer keeps of a hoster. No address known here is not a proof that there is none.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS
# custom:
#   id: HDS-031
#   severity: low
#   level: referential
#   legal_basis: ["HDS referential 2.0, requirement 31"]
#   remediation: >-
#     Ask the hoster for the address of its map, read it, and put the address with its source into a registry of your own ([registry]
#     in hds-policy.toml).
#   title_fr: "L'adresse de la cartographie des transferts de l'hébergeur est connue"
#   description_fr: >-
#     Un hébergeur certifié publie sur une page web une cartographie à jour des transferts de données de santé vers des pays tiers
#     (exigence 31). Son adresse fait partie de ce qu'un client garde sur un hébergeur. Ne pas la connaître ici ne prouve pas
#     qu'elle n'existe pas.
#   subjects: guarantees
#   effective_from: 2026-05-16
#   messages:
#     no_map: "{holder} is said to publish no map of transfers: {transfer_map}."
#     map_not_known: "No address of a map of transfers of {holder} is known here."
package hds.rules.transfer_map

_codes := {"no": "no_map", "unknown": "map_not_known"}

review contains finding if {
	some holder in input.guarantees
	code := _codes[holder.transfer_map]
	finding := {"subject": holder.id, "codes": [code], "facts": {}}
}
