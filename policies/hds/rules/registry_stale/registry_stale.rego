# METADATA
# scope: package
# title: The registry of hosters is recent enough
# description: >-
#   The registry that the verdicts rest on was last reviewed longer ago than the estate allows (365 days when nothing is set).
#   A certified hoster is audited every year, and its scope, or its certificate, may have changed since: whether what the registry
#   says still holds is not known. What the customer holds a certificate for does not age: a registry counts as relied on when
#   a pass rests on one of its certificates, or when it says which options and exclusions a hoster has. The referential sets no
#   such period: this is good practice.
# related_resources:
# - ref: https://esante.gouv.fr/offres-services/hds
#   description: Agence du Numérique en Santé, certification HDS (three-year certificates, yearly surveillance)
# custom:
#   id: HDS-019
#   severity: medium
#   level: good_practice
#   legal_basis: ["Good practice, not asked by the referential; needed to apply CSP R.1111-8-8 II"]
#   remediation: >-
#     Install a newer hds-policy, or review the registry file that the estate names; hds-policy hosters audit lists what is old.
#     Certificates that you hold belong in hds-policy.toml ([[certificates]]).
#   title_fr: "Le registre des hébergeurs est assez récent"
#   description_fr: >-
#     Le registre sur lequel reposent les verdicts a été revu pour la dernière fois il y a plus longtemps que ne l'admet le client (365
#     jours par défaut). Un hébergeur certifié est audité chaque année, et son périmètre, ou son certificat, a pu changer depuis : on ne
#     sait pas si ce que dit le registre vaut encore. Ce dont le client détient le certificat ne vieillit pas : le registre compte quand un
#     résultat conforme repose sur un de ses certificats, ou quand il dit les options et exclusions d'un hébergeur. Le référentiel ne fixe
#     pas de tel délai : c'est une bonne pratique.
#   subjects: registries
#   messages:
#     registry_stale: "The {name} was reviewed on {read_on}, more than {max_age} days before {on}."
package hds.rules.registry_stale

import data.hds.lib.coverage

undetermined contains finding if {
	some registry in input.registries
	input.on_ns > registry.read_ns + input.settings.registry_max_age_ns
	_relied_on(registry)
	finding := {"subject": registry.id, "codes": ["registry_stale"], "facts": {}}
}

_relied_on(registry) if {
	some condition in input.conditions
	condition.hoster in registry.hosters
}

_relied_on(registry) if {
	some questions in input.placements
	some question in questions
	question.holder in registry.hosters
	answer := coverage.verdict(question)
	answer.result == "pass"
	input.certificates[answer.certificate].held == false
}
