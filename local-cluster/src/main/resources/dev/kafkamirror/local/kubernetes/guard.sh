# guard ROOT INIT: owns one instance. Its standard input is a pipe from the process that owns the
# instance: whatever ends that process also closes the pipe, and with it everything here ends.
# Prints what happens as "WORD VALUE" lines; after "ready" nothing more, unless clearing fails.
set -u
trap '' HUP INT TERM PIPE
root=$1 init=$2
umask 077
mkdir -p "$root"
if [ -L "$root" ] || [ ! -O "$root" ]; then
  echo "$root is not a directory of this user; remove it"
  exit 1
fi

# Processes, mounts and network of an instance are gone with its PID namespace. This is the rest.
clear_slot() {
  ip link delete "km$1" 2>/dev/null
  local task
  for task in "$root/$1"/containerd/state/io.containerd.runtime.v2.task/k8s.io/*/; do
    [ -d "$task" ] || continue
    find /sys/fs/cgroup -depth -type d -path "*/$(basename "$task")*" -exec rmdir {} \; -prune
  done
  rm -rf --one-file-system "${root:?}/$1"
}

# An instance is alive as long as one of its first two processes holds its lock.
for directory in "$root"/*/; do
  [ -d "$directory" ] || continue
  slot=$(basename "$directory")
  exec 8>"$root/$slot.lock"
  if flock --nonblock 8; then
    echo "clearing $slot"
    clear_slot "$slot"
  fi
  exec 8>&-
done

for slot in {0..63} none; do
  [ "$slot" != none ] || { echo "64 instances are running already, see $root"; exit 1; }
  exec 9>"$root/$slot.lock"
  if flock --nonblock 9 && [ ! -e "/sys/class/net/km$slot" ] && mkdir "$root/$slot"; then
    break
  fi
done
echo "slot $slot"
unshare --mount --net --pid --fork --kill-child -- bash -c "$init" init "$root/$slot"
clear_slot "$slot"
