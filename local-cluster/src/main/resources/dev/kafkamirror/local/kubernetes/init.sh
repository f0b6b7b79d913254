# init DIRECTORY: the first process of an instance, in PID, mount and network namespaces of its own.
# When it ends, the kernel ends every other process in them, containers too, and drops mounts and
# network.
set -eu
directory=$1
# /proc is still the host's, so that this is the number by which others find the namespaces.
read -r pid _ </proc/self/stat
mount -t proc proc /proc

# Places that kubelet, containerd and the CNI library have built in.
for place in /var/lib/kubelet /var/lib/cni /var/log/containers /run/containerd; do
  mkdir -p "$place" "$directory/places$place"
  mount --bind "$directory/places$place" "$place"
done

# The kubelet sets these for the whole machine, unless it finds them as it wants them.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  name=${setting%=*}
  mkdir -p "$directory/settings/${name%/*}"
  echo "${setting#*=}" >"$directory/settings/$name"
  mount --bind "$directory/settings/$name" "/proc/sys/$name"
done

ip link set lo up
echo 1 >/proc/sys/net/ipv4/ip_forward
echo "ready $pid"
while read -r _; do :; done
