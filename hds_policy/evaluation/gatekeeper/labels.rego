package lib.hds_labels

# Normal form of keys and values: what hds-policy takes labels for, without case, prefix and `-`.
normal_value(text) := replace(lower(text), "-", "_")

normal_key(key) := normal_value(regex.replace(key, `^.*[/:]`, ""))

# Pairs: two keys may have one normal form.
labels := {[normal_key(key), normal_value(value)] |
	some key, value in object.get(input.review.object.metadata, "labels", {})
}

words(value) := {value} | {word | some word in regex.split(`[,;|+/\s]+`, value); word != ""}

health if {
	some [key, value] in labels
	key in input.parameters.keys
	some word in words(value)
	word in input.parameters.values
}

health if {
	some [key, value] in labels
	key in input.parameters.trueKeys
	value in {"true", "yes"}
}

decided if health

decided if {
	some [key, value] in labels
	key in input.parameters.keys
	value in input.parameters.noneValues
}

decided if {
	some [key, value] in labels
	key in input.parameters.trueKeys
	value in {"false", "no"}
}
