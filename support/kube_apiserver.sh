#!/usr/bin/env bash
# Build kube-apiserver and etcd with Go into the folder given, for the tests of live clusters.
# Kubernetes is not meant to be a dependency: its own libraries stand in its go.mod as folders, and have to be replaced
# by the released modules of the same version. The Go proxy checks what it gives against sum.golang.org.
set -euo pipefail
version=$1
folder=$2
library=v0.${version#v1.}
[ ! -x "$folder/kube-apiserver" ] || [ ! -x "$folder/etcd" ] || exit 0
mkdir -p "$folder/module"
cd "$folder/module"
export GOFLAGS="-mod=mod -buildvcs=false" GOTOOLCHAIN=local
rm -f go.mod go.sum
go mod init localhost/kube-apiserver 2>/dev/null
gomod=$(go mod download -json "k8s.io/kubernetes@$version" | sed -n 's/^\t"GoMod": "\(.*\)",*$/\1/p')
sed -n "s|^\t*\(k8s.io/[a-z0-9-]*\) => ./staging/.*|replace \1 => \1 $library|p" "$gomod" >> go.mod
# etcd's main package is in the module of its server, and in the version that this Kubernetes was tested with.
etcd=$(sed -n 's|^\t*go.etcd.io/etcd/client/v3 \(v[0-9.]*\).*|\1|p' "$gomod")
go mod edit -require "k8s.io/kubernetes@$version" -require "go.etcd.io/etcd/server/v3@$etcd"
go build -trimpath -ldflags "-s -w" -o ../kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver
go build -trimpath -ldflags "-s -w" -o ../etcd go.etcd.io/etcd/server/v3
