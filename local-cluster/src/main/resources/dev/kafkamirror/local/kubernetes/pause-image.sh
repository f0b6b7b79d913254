# pause-image OUT NAME ARCHITECTURE: writes a docker archive with catatonit, a static init whose -P
# holds a pod's namespaces open. Leaves temporary files beside OUT.
set -euo pipefail
out=$1 name=$2 architecture=$3
pack() {
  tar --create --file "$1" --directory "$2" --sort=name --mtime=@0 --owner=0 --group=0 \
    --numeric-owner --format=gnu .
}
mkdir "$out.root" "$out.archive"
cp /usr/bin/catatonit "$out.root/pause"
pack "$out.archive/layer.tar" "$out.root"
digest=$(sha256sum "$out.archive/layer.tar" | cut -d' ' -f1)
cat >"$out.archive/config.json" <<JSON
{"architecture":"$architecture","os":"linux","created":"1970-01-01T00:00:00Z",
"config":{"Entrypoint":["/pause","-P"]},"rootfs":{"type":"layers","diff_ids":["sha256:$digest"]}}
JSON
cat >"$out.archive/manifest.json" <<JSON
[{"Config":"config.json","RepoTags":["$name"],"Layers":["layer.tar"]}]
JSON
pack "$out" "$out.archive"
