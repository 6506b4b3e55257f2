# METADATA
# scope: package
# title: Health data goes only to what was read
# description: >-
#   A replica, backup copy, export, log or stream of health data leads to something that is not among what was read: a name or an
#   ARN written out, a value that is not known, an address outside. Where it lies and who hosts it is an open question; an ARN
#   that names a region outside the European Economic Area answers it. While it is not told which store the data comes from, or
#   which stores a selection chooses, each that may be meant is asked about. Where a setting of what carries health data names a
#   collector of errors or logs, a mail or message service or a language model, a person looks at what is sent there.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053720788
#   description: Code de la santé publique, article R.1111-9-1
# custom:
#   id: HDS-014
#   severity: high
#   level: law
#   legal_basis: ["HDS referential 2.0, requirements 04 and 28", "CSP R.1111-8-8"]
#   remediation: >-
#     Check the folder that declares the other end together with this one, refer to it instead of writing its name out, or move it
#     inside the European Economic Area. Until then look at it by hand, and waive it with a reason and an end.
#   title_fr: "Les données de santé ne vont que vers ce qui a été lu"
#   description_fr: >-
#     Un réplica, une copie de sauvegarde, un export, un journal ou un flux de données de santé mène à quelque chose qui ne
#     fait pas partie de ce qui a été lu : un nom ou un ARN écrit en toutes lettres, une valeur inconnue, une adresse
#     extérieure. Le lieu et l'hébergeur restent une question ouverte ; un ARN qui nomme une région hors de l'Espace
#     économique européen y répond. Quand un réglage de ce qui porte des données de santé nomme un collecteur d'erreurs ou de
#     journaux, un service de courriel ou de messages ou un modèle de langage, une personne examine ce qui y est envoyé.
#   subjects: flows
#   messages:
#     end_not_read: "Health data {flow} what {attribute} of {holder_address} names, which is not among what was read."
#     perhaps_chosen: "{attribute} of {holder_address} may choose this store: what decides on it is not known ({flow})."
#     perhaps_source: "{attribute} of {holder_address} is not known and may name it: then its health data {flow} what was not read."
#     service_named: "{attribute} of {holder_address} names {service}: whether health data goes there is for a person to look at."
#     end_outside_eea: "Health data {flow} {region} ({country}), outside the European Economic Area ({attribute} of {holder_address})."
package hds.rules.open_flow

deny contains finding if {
	some flow in input.flows
	flow.eea == "no"
	flow.doubt == ""
	finding := {"subject": flow.id, "codes": ["end_outside_eea"], "facts": {}}
}

undetermined contains finding if {
	some flow in input.flows
	flow.eea != "no"
	flow.doubt == ""
	finding := {"subject": flow.id, "codes": ["end_not_read"], "facts": {}}
}

undetermined contains finding if {
	some flow in input.flows
	flow.doubt == "selection"
	finding := {"subject": flow.id, "codes": ["perhaps_chosen"], "facts": {}}
}

undetermined contains finding if {
	some flow in input.flows
	flow.doubt == "source"
	finding := {"subject": flow.id, "codes": ["perhaps_source"], "facts": {}}
}

review contains finding if {
	some flow in input.flows
	flow.doubt == "service"
	finding := {"subject": flow.id, "codes": ["service_named"], "facts": {}}
}
