precedence   = 1 + 2 * 3 - 4 / 2 % 5
logic        = a || b && !c == d
compare      = 1 < 2 && 3 >= 2 || 4 != 5
unary        = -(a + 1) * -b.c
conditional  = var.a ? var.b : var.c ? 1 : 2
parenthesis  = (
  var.a
  ? "yes"
  : "no"
)
broken_up = (a
  && b   # reason
|| c)
index        = a.b["key"].c[0][count.index]
legacy       = a.b.0.c
splat        = aws_instance.web[*].id
nested_splat = a[*].b[*].c
attr_splat   = aws_instance.web.*.network.0.ip
attr_index   = aws_instance.web.*.id[0]
whole_splat  = var.maybe[*]
call         = merge(local.a, { b = 1 }, local.list...)
no_arguments = timestamp()
trailing     = concat(
  [1],
  [2],
)
provider_fn  = provider::aws::arn_parse("arn:aws:s3:::b")
index_call   = f(x)[0].y
for_tuple    = [for v in var.list : upper(v) if v != ""]
for_index    = [for i, v in var.list : "${i}=${v}"]
for_object   = { for k, v in var.map : k => v.id }
for_group    = { for v in var.list : v.zone => v.id... if v.on }
for_lines = {
  for k, v in var.map :
  k => merge(v, {
    x = 1
  })
  if v != null
}
object = {
  bare       = 1
  "quoted"   = 2
  (var.key)  = 3
  "${var.x}" = 4
  "a-${var.x}" : 5
  colon : 6, comma = 7
  8     = 9
  true  = 10
  multi = [
    1,
  ]
  text = <<-EOT
    hi
  EOT
}
