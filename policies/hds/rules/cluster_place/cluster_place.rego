# METADATA
# scope: package
# title: A cluster runs where the estate declares it
# description: >-
#   The estate says where a Kubernetes cluster runs, and all that runs in it is judged there. The address of the cluster, or the
#   cluster in the code, tells another hoster or another region: one of them is wrong, and what was judged may not be true.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-035
#   severity: high
#   level: good_practice
#   legal_basis: ["Good practice, not asked by the referential; needed to apply CSP L.1111-8"]
#   remediation: >-
#     Correct the entry in hds-policy.toml ([[clusters]]), or the address in the configuration of the provider.
#   title_fr: "Un cluster se trouve là où le client le déclare"
#   description_fr: >-
#     Le client dit où se trouve un cluster Kubernetes, et tout ce qui y tourne est jugé à cet endroit. L'adresse du cluster, ou le
#     cluster dans le code, indique un autre hébergeur ou une autre région : l'un des deux est faux, et ce qui a été jugé peut ne
#     pas être vrai.
#   subjects: clusters
#   messages:
#     other_hoster: "The estate declares {declared}, but {evidence} tells {found}."
#     other_region: "The estate declares {declared}, but {evidence} tells {found}."
package hds.rules.cluster_place

undetermined contains finding if {
	some cluster in input.clusters
	cluster.hoster != cluster.found_hoster
	finding := {"subject": cluster.id, "codes": ["other_hoster"], "facts": {}}
}

undetermined contains finding if {
	some cluster in input.clusters
	cluster.hoster == cluster.found_hoster
	cluster.found_region != ""
	cluster.region != cluster.found_region
	finding := {"subject": cluster.id, "codes": ["other_region"], "facts": {}}
}
