# METADATA
# scope: package
# title: Does an engine evaluate as these rules need it?
# description: >-
#   A known input has a known answer, and a built-in error is an error. hds-policy asks a remote engine both before anything else.
# schemas:
# - input: {}
package hds.canary

answer := {
	"defined": [item | some item in input.list],
	"missing": object.get(input, "nothing", "absent"),
	"number": input.number + 1,
	"order": sort(input.list),
	"size": count(input.text),
	"undefined": _undefined,
}

_undefined if not input.nothing

# A number has no prefix: with strict built-in errors this is an error, otherwise it is undefined.
strict := startswith(input.number, "a")
