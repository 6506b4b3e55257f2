# METADATA
# scope: subpackages
# title: hds-policy
# description: Everything below sees one input, whose format is policies/schema/input.json.
# schemas:
# - input: schema.input
package hds
