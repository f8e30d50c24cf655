package dev.tailwater.benchmarks.load;

import dev.tailwater.benchmarks.Percentiles;
import java.time.Duration;

/**
 * What became of posts.
 *
 * @param acceptedLines lines answered with 200
 * @param refusedLines lines given up after an answer that says sending again does not help
 * @param retries sends of a post after its first
 * @param took from the first send to the last answer
 * @param answers from sending to the answer of the try that was accepted
 * @param delays from the moment a post was due to its answer, retries included; with no rate a post
 *     is due when a connection is free
 */
public record Sent(
    long acceptedLines,
    long refusedLines,
    long retries,
    Duration took,
    Percentiles answers,
    Percentiles delays) {}
