package dev.tailwater.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the {@link Upkeep}.
 *
 * @param interval pause between two runs; zero for none but those that are asked for
 * @param fileBytes size from which on a file is left alone
 * @param sortedRows so many lines of files are sorted when these become one; more are put one file
 *     after the other
 * @param memoryMegabytes native memory for sorting, beside that of the engine
 * @param spill folder for what does not fit; its own
 * @param snapshotAge how long other engines may go on to read a snapshot of the table
 * @param snapshots how many snapshots stay, whatever their age
 * @param orphanAge age from which on a file that no snapshot names is deleted
 */
public record UpkeepOptions(
    Duration interval,
    long fileBytes,
    long sortedRows,
    int memoryMegabytes,
    Path spill,
    Duration snapshotAge,
    int snapshots,
    Duration orphanAge) {}
