# METADATA
# scope: package
# title: The estate does not clear what the configuration calls health data
# description: >-
#   A rule of hds-policy.toml says that a resource holds no health data; the resource itself says that it does, by a tag of its own or
#   by the hoster's HDS option. The rule counts, since it has a reason: whether the reason holds is for a person to say.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-034
#   severity: high
#   level: good_practice
#   legal_basis: ["Good practice, not asked by the referential; needed to apply CSP L.1111-8"]
#   remediation: >-
#     Correct the tag or the option where the rule is right; take the resource out of the rule where it is not.
#   title_fr: "Le client n'écarte pas ce que la configuration appelle données de santé"
#   description_fr: >-
#     Une règle de hds-policy.toml dit qu'une ressource ne contient pas de données de santé ; la ressource elle-même dit le contraire,
#     par une étiquette propre ou par l'option HDS de l'hébergeur. La règle vaut, car elle porte une raison : une personne dit si
#     cette raison tient.
#   subjects: overruled
#   messages:
#     overruled: "The estate says that it holds no health data ({other}), the configuration says {says_health}."
package hds.rules.classification_overruled

review contains finding if {
	some resource in input.overruled
	finding := {"subject": resource.id, "codes": ["overruled"], "facts": {}}
}
