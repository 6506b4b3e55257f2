# METADATA
# scope: package
# title: Health data is stored inside the European Economic Area only
# description: >-
#   Whatever the activity or the subcontractor, health data is stored exclusively inside the European Economic Area:
#   requirement 28 of referential 2.0 for certified hosters, and CSP R.1111-9-1 (decree 2026-209) since 26 September 2026.
#   Backups, replicas and snapshots are storage too.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053720788
#   description: Code de la santé publique, article R.1111-9-1
# custom:
#   id: HDS-007
#   severity: critical
#   level: law
#   legal_basis: ["HDS referential 2.0, requirement 28", "CSP R.1111-9-1 (since 26 September 2026)"]
#   remediation: >-
#     Move the storage to a region inside the European Economic Area that the hoster's certificate covers; name the region in the
#     configuration when it comes from the environment.
#   title_fr: "Les données de santé sont stockées exclusivement dans l'Espace économique européen"
#   description_fr: >-
#     Quels que soient l'activité ou le sous-traitant, les données de santé à caractère personnel sont stockées
#     exclusivement dans l'Espace économique européen : exigence 28 du référentiel 2.0 pour les hébergeurs certifiés, et CSP
#     R.1111-9-1 (décret 2026-209) depuis le 26 septembre 2026. Sauvegardes, réplicas et instantanés sont aussi du stockage.
#   subjects: locations
#   effective_from: 2026-05-16
#   messages:
#     outside_eea: "Data is stored in {region} ({country}), outside the European Economic Area."
#     region_unresolved: "Where the data is stored cannot be told: {region_reason}."
#     region_not_known: "Whether {region} lies inside the European Economic Area is not known."
package hds.rules.storage_outside_eea

deny contains finding if {
	some location in input.locations
	location.eea == "no"
	finding := {"subject": location.id, "codes": ["outside_eea"], "facts": {}}
}

undetermined contains finding if {
	some location in input.locations
	location.eea == "unknown"
	location.region == ""
	finding := {"subject": location.id, "codes": ["region_unresolved"], "facts": {}}
}

undetermined contains finding if {
	some location in input.locations
	location.eea == "unknown"
	location.region != ""
	finding := {"subject": location.id, "codes": ["region_not_known"], "facts": {}}
}
