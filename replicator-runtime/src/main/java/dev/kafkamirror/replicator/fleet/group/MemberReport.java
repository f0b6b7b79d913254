package dev.kafkamirror.replicator.fleet.group;

import java.util.List;

/**
 * What a member tells the leader when it joins: the user data of its subscription.
 *
 * @param incarnation names the process, never used again by another
 * @param generation of the assignment that its claims come from, -1 for none
 * @param wantedTasks how many tasks it would run if nobody says otherwise
 * @param leaving whether it wants to get rid of its work in order to end
 */
public record MemberReport(
    String incarnation, int generation, int wantedTasks, boolean leaving, List<Claim> claims) {}
