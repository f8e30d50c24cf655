package dev.tailwater.fleet;

/**
 * How far a fleet's history is sent.
 *
 * @param fraction of the history's time, all drains together: 0 to 1
 * @param counts of all drains since the start
 * @param live whether the whole history is in and lines now come as they happen
 */
public record FleetProgress(double fraction, DeliveryCounts counts, boolean live) {}
