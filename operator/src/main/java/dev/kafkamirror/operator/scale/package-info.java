/**
 * How many pods a mirror should have: what they have to do, as they report it, what follows from
 * that now, and when it is followed. Pure; the plan carries it out.
 */
package dev.kafkamirror.operator.scale;
