package dev.kafkamirror.replicator.groups;

/**
 * One pod's share of the groups: those whose ids' hash falls to it. No group needs to be handed
 * over, because no pod ever takes the offsets of a target group back.
 *
 * @param index from 0
 * @param of how many shares there are, 0 when the pod has none
 */
public record GroupShare(int index, int of) {
  public static final GroupShare NONE = new GroupShare(0, 0);

  boolean has(String group) {
    int hash = group.hashCode();
    return of > 0 && Math.floorMod(hash ^ (hash >>> 16), of) == index;
  }
}
