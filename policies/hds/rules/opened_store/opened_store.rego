# METADATA
# scope: package
# title: Health data is not opened to everybody or to other accounts
# description: >-
#   A snapshot, image, bucket, queue or table of health data is opened, by a setting or by a policy whose conditions do not narrow
#   it: to everybody, or to another account, which then keeps its own copy outside of what was read. Who is behind an account is a
#   person's decision; a value that is not known is an open question.
# related_resources:
# - ref: https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049577902
#   description: Code de la santé publique, article L.1111-8
# custom:
#   id: HDS-023
#   severity: critical
#   level: law
#   legal_basis: ["CSP L.1111-8 (professional secrecy)", "CSP R.1111-8-8 (another account: its hosting is to be certified too)"]
#   remediation: >-
#     Close it to everybody. An account that is meant keeps the data under a contract and a certificate of its own: check both, and
#     waive the finding with a reason and an end.
#   title_fr: "Les données de santé ne sont ouvertes ni à tous ni à d'autres comptes"
#   description_fr: >-
#     Un instantané, une image, un compartiment, une file ou une table de données de santé est ouvert, par un réglage ou par une
#     stratégie dont les conditions ne restreignent rien : à tous, ou à un autre compte, qui en garde alors sa propre copie hors
#     de ce qui a été lu. Une personne décide qui se trouve derrière un compte ; une valeur inconnue reste une question ouverte.
#   subjects: openings
#   messages:
#     open_to_everybody: "Health data is opened to everybody ({attribute} of {holder_address})."
#     open_to_account: "Health data is opened to {name}, outside of what was read ({attribute} of {holder_address})."
#     open_to_unknown: "Whom {attribute} of {holder_address} opens health data to is not known."
package hds.rules.opened_store

deny contains finding if {
	some opening in input.openings
	opening.to == "public"
	finding := {"subject": opening.id, "codes": ["open_to_everybody"], "facts": {}}
}

review contains finding if {
	some opening in input.openings
	opening.to == "account"
	finding := {"subject": opening.id, "codes": ["open_to_account"], "facts": {}}
}

undetermined contains finding if {
	some opening in input.openings
	opening.to == "unknown"
	finding := {"subject": opening.id, "codes": ["open_to_unknown"], "facts": {}}
}
