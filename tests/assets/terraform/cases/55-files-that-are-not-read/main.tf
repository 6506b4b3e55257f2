resource "a_b" "c" {
  outside = file("../outside.txt")
  machine = try(file("/etc/hostname"), "x")
  home    = file("~/.ssh/id_rsa.pub")
  set     = fileset("/etc", "*")
  missing = try(file("missing.txt"), "default")
  exists  = fileexists("main.tf") ? "yes" : "no"
  absent  = fileexists("missing.txt") ? "yes" : "no"
}
