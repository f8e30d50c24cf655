package dev.tailwater.fleet;

/**
 * What became of the batches that one client was given.
 *
 * @param batches delivered batches
 * @param frames delivered frames, loss notices not counted
 * @param bytes bytes of the delivered bodies
 * @param retries sends of a batch after its first
 * @param droppedFrames frames that were given up
 */
public record DeliveryCounts(
    long batches, long frames, long bytes, long retries, long droppedFrames) {
  static final DeliveryCounts NONE = new DeliveryCounts(0, 0, 0, 0, 0);

  /** Both together. */
  public DeliveryCounts plus(DeliveryCounts other) {
    return new DeliveryCounts(
        batches + other.batches,
        frames + other.frames,
        bytes + other.bytes,
        retries + other.retries,
        droppedFrames + other.droppedFrames);
  }
}
