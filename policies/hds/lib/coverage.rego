# METADATA
# scope: package
# title: Does a certificate cover a placement?
# description: >-
#   One question is (layer, holder, service, region) on a day. A certificate answers it with reasons against
#   (known facts that violate) and reasons unknown (facts that are missing). Only a certificate with neither
#   covers the question; whatever cannot be assessed is undetermined.
# custom:
#   messages:
#     layer_not_covered: "The HDS certificate of {holder} does not cover the activity {layer}."
#     service_not_covered: "The HDS certificate of {holder} does not cover the service {service}."
#     region_not_covered: "The HDS certificate of {holder} does not cover the region {region}."
#     certificate_expired: "The HDS certificate of {holder} known here ended on {valid_until}."
#     certificate_suspended: "The HDS certificate of {holder} is suspended on {on}."
#     certificate_withdrawn: "The HDS certificate of {holder} has been withdrawn."
#     certificate_replaced: "The HDS certificate {number} of {holder} has been replaced by another one."
#     referential_superseded: "The HDS certificate of {holder} rests on referential {referential}, which no longer counts on {on}."
#     holder_not_certified: "{holder} is not HDS certified."
#     hoster_unknown: "Who hosts this cannot be told: {note}."
#     operator_not_declared: "Nobody is declared to perform the activity {layer} on the customer's side."
#     certificate_not_seen: "No HDS certificate of {holder} is known here."
#     certificate_weak_source: "The HDS certification of {holder} is known from a bare claim only."
#     layer_unknown: "Whether the HDS certificate of {holder} covers the activity {layer} is not known."
#     region_unresolved: "The region cannot be told: {region_reason}."
#     region_scope_unknown: "Whether the HDS certificate of {holder} covers the region {region} is not known."
#     service_scope_unknown: "Whether the HDS certificate of {holder} covers the service {service} is not known."
#     certificate_not_yet_valid: "No HDS certificate of {holder} is known to have been valid on {on}."
#     certificate_validity_unknown: "{holder} states publicly that it is certified, but the certificate's dates are not known here."
#     certificate_state_unknown: "Whether the HDS certificate of {holder} is still in force is not known."
#     referential_unknown: "The referential of the HDS certificate of {holder} is not known."
#     not_assessed: "The question could not be assessed."
package hds.lib.coverage

_against_order := [
	"layer_not_covered",
	"service_not_covered",
	"region_not_covered",
	"certificate_expired",
	"certificate_suspended",
	"certificate_withdrawn",
	"certificate_replaced",
	"referential_superseded",
]

_unknown_order := [
	"layer_unknown",
	"region_unresolved",
	"region_scope_unknown",
	"service_scope_unknown",
	"certificate_not_yet_valid",
	"certificate_validity_unknown",
	"certificate_state_unknown",
	"referential_unknown",
]

# The answer to one question, never undefined: {result, codes, certificate}.
verdict(question) := answer if {
	question.actor == "unknown"
	answer := _answer("undetermined", ["hoster_unknown"], "")
} else := answer if {
	question.actor == "undeclared"
	answer := _answer("undeclared", ["operator_not_declared"], "")
} else := answer if {
	count(question.certificates) == 0
	question.holder_status == "not_certified"
	answer := _answer("fail", ["holder_not_certified"], "")
} else := answer if {
	count(question.certificates) == 0
	answer := _answer("undetermined", ["certificate_not_seen"], "")
} else := answer if {
	ranked := _ranked(question)
	count(ranked) == count(question.certificates)
	best := ranked[0]
	answer := _from_best(best)
} else := _answer("undetermined", ["not_assessed"], "")

_from_best(best) := answer if {
	best.against > 0
	answer := _answer("fail", best.against_codes, best.certificate)
} else := answer if {
	best.unknown > 0
	answer := _answer("undetermined", best.unknown_codes, best.certificate)
} else := answer if {
	best.against == 0
	best.unknown == 0
	answer := _answer("pass", [], best.certificate)
}

_answer(result, codes, certificate) := {"result": result, "codes": codes, "certificate": certificate}

# Certificates from the best to the worst: fewest reasons against, then fewest unknown, then copies that the customer
# holds before public statements, then by id.
_ranked(question) := [entry[4] |
	some entry in sort([[assessed.against, assessed.unknown, assessed.rank, assessed.certificate, assessed] |
		some certificate in question.certificates
		assessed := _assess(question, input.certificates[certificate])
	])
]

# A weak source (a bare claim) proves nothing in either direction: all it says is unknown.
_assess(question, certificate) := assessed if {
	certificate.weak == true
	assessed := {
		"against": 0,
		"against_codes": [],
		"unknown": 1,
		"unknown_codes": ["certificate_weak_source"],
		"rank": 1,
		"certificate": certificate.id,
	}
} else := assessed if {
	service := _membership(certificate.services, question.service, "unknown")
	region := _membership(certificate.regions, question.region, question.eea)
	validity := _validity(certificate)
	basis := referential(certificate)
	covered := object.get(certificate.layers, question.layer, false)
	region_given := question.region != ""
	holds := {
		"layer_not_covered": covered == false,
		"service_not_covered": service == "no",
		"region_not_covered": region == "no",
		"certificate_expired": validity == "expired",
		"certificate_suspended": certificate.state == "suspended",
		"certificate_withdrawn": certificate.state == "withdrawn",
		"certificate_replaced": certificate.state == "replaced",
		"referential_superseded": basis == "superseded",
		"layer_unknown": covered == null,
		"region_unresolved": [region, region_given] == ["unknown", false],
		"region_scope_unknown": [region, region_given] == ["unknown", true],
		"service_scope_unknown": service == "unknown",
		"certificate_not_yet_valid": validity == "not_yet",
		"certificate_validity_unknown": validity == "unknown",
		"certificate_state_unknown": certificate.state == "unknown",
		"referential_unknown": basis == "unknown",
	}
	against := [code | some code in _against_order; holds[code] == true]
	unknown := [code | some code in _unknown_order; holds[code] == true]
	assessed := {
		"against": count(against),
		"against_codes": against,
		"unknown": count(unknown),
		"unknown_codes": unknown,
		"rank": _rank(certificate),
		"certificate": certificate.id,
	}
}

_rank(certificate) := 0 if {
	certificate.held == true
} else := 1

# Whether a name lies in a scope: yes, no, or unknown. A scope may also hold all that lies inside the EEA.
_membership(scope, name, eea) := "unknown" if {
	scope.known == false
} else := "yes" if {
	scope.everything == true
} else := "yes" if {
	scope.eea == true
	eea == "yes"
} else := "unknown" if {
	scope.eea == true
	eea == "unknown"
} else := "unknown" if {
	name == ""
} else := "yes" if {
	object.get(scope.names, name, false) == true
} else := "no" if {
	scope.complete == true
} else := "unknown"

# A certificate whose first day is not known is known from the day it was read.
_validity(certificate) := "expired" if {
	certificate.until_ns != null
	input.on_ns >= certificate.until_ns
} else := "not_yet" if {
	certificate.from_ns != null
	input.on_ns < certificate.from_ns
} else := "not_yet" if {
	certificate.from_ns == null
	input.on_ns < certificate.read_ns
} else := "unknown" if {
	certificate.until_ns == null
} else := "valid"

# Whether the referential of a certificate is accepted on the day: accepted, superseded or unknown.
referential(certificate) := "unknown" if {
	certificate.referential == ""
} else := "superseded" if {
	until := input.law.referentials[certificate.referential].until_ns
	until != null
	input.on_ns >= until
} else := "unknown" if {
	input.on_ns < input.law.referentials[certificate.referential].from_ns
} else := "accepted" if {
	input.law.referentials[certificate.referential].id == certificate.referential
} else := "unknown"

# Findings of one result over a list of questions, as a rule emits them.
findings(questions, result) := {finding |
	some question in questions
	answer := verdict(question)
	answer.result == result
	finding := {
		"subject": question.id,
		"codes": answer.codes,
		"facts": {"certificate": answer.certificate},
	}
}

# Certificates of a holder that stand on the day, with the first instant too late of each: dates known, referential accepted, in force.
standing(holder) := {id: certificate.until_ns |
	some id, certificate in input.certificates
	certificate.holder == holder
	stands(certificate)
}

# Whether a certificate stands on the day, whatever it covers.
stands(certificate) if {
	certificate.weak == false
	certificate.state == "in_force"
	referential(certificate) == "accepted"
	_validity(certificate) == "valid"
}
