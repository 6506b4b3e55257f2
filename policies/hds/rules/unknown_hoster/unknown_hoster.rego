# METADATA
# scope: package
# title: The hoster is known to the registry
# description: >-
#   The registry says of every hoster in use whether it is certified. A hoster that cannot be told from the configuration, or of
#   which the registry knows nothing, leaves the question open: unknown is not "not certified".
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds/liste-des-herbergeurs-certifies
#   description: Agence du Numérique en Santé, list of certified hosters
# custom:
#   id: HDS-012
#   severity: medium
#   level: law
#   legal_basis: ["CSP R.1111-8-8"]
#   remediation: >-
#     Ask the hoster for its certificate and attach it in hds-policy.toml ([[certificates]]); for a Kubernetes cluster or an
#     on-premises site, say where it runs ([[clusters]], [[sites]]).
#   title_fr: "L'hébergeur est connu du registre"
#   description_fr: >-
#     Le registre dit de chaque hébergeur utilisé s'il est certifié. Un hébergeur que la configuration ne permet pas
#     d'identifier, ou dont le registre ne sait rien, laisse la question ouverte : « inconnu » ne veut pas dire « non
#     certifié ».
#   subjects: holders
#   messages:
#     hoster_unknown: "Who hosts these cannot be told: {note} (resources: {count})."
#     not_in_registry: "Nothing is known here about an HDS certification of {holder}."
package hds.rules.unknown_hoster

undetermined contains finding if {
	some holder in input.holders
	holder.kind == "unknown"
	finding := {"subject": holder.id, "codes": ["hoster_unknown"], "facts": {}}
}

undetermined contains finding if {
	some holder in input.holders
	holder.kind != "unknown"
	holder.status == "unknown"
	holder.certificates == 0
	finding := {"subject": holder.id, "codes": ["not_in_registry"], "facts": {}}
}
