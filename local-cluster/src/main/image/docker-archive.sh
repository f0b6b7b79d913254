# docker_archive OUT NAME:TAG ARCHITECTURE CONFIG LAYER...: writes what "docker load" reads.
# CONFIG is the JSON object with Entrypoint, Env, User…; each LAYER is a directory.
# The same input gives the same bytes.
docker_archive() {
  local out=$1 tag=$2 architecture=$3 config=$4 work layer number=0
  local -a names=() ids=()
  shift 4
  work=$(mktemp -d)
  for layer in "$@"; do
    number=$((number + 1))
    tar --create --file "$work/layer$number.tar" --directory "$layer" --sort=name --mtime=@0 \
      --owner=0 --group=0 --numeric-owner --format=gnu .
    names+=("\"layer$number.tar\"")
    ids+=("\"sha256:$(sha256sum "$work/layer$number.tar" | cut -d' ' -f1)\"")
  done
  local IFS=,
  cat >"$work/config.json" <<JSON
{"architecture":"$architecture","os":"linux","created":"1970-01-01T00:00:00Z","config":$config,
"rootfs":{"type":"layers","diff_ids":[${ids[*]}]}}
JSON
  cat >"$work/manifest.json" <<JSON
[{"Config":"config.json","RepoTags":["$tag"],"Layers":[${names[*]}]}]
JSON
  tar --create --file "$out" --directory "$work" --sort=name --mtime=@0 \
    --owner=0 --group=0 --numeric-owner --format=gnu .
  rm -r "$work"
}
