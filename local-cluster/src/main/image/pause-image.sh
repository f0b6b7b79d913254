# pause_image OUT NAME ARCHITECTURE: an image with catatonit, a static init that holds a pod's
# namespaces open with -P.
pause_image() {
  local root
  root=$(mktemp -d)
  cp /usr/bin/catatonit "$root/pause"
  docker_archive "$1" "$2" "$3" '{"Entrypoint":["/pause","-P"]}' "$root"
  rm -r "$root"
}
