package dev.tailwater.wal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An accepted request: its body and everything that was known about it when it was accepted. It
 * holds the facts of the source themselves and not a reference, so that reading it again after a
 * restart gives the same records whatever was reconfigured since.
 *
 * @param receiptMicros when it was accepted, microseconds since 1970
 * @param account account id
 * @param retentionDays days that the account keeps its lines
 * @param origin collector and source it came through, with the metadata of its lines
 * @param framing how the body is cut into lines
 * @param frameId {@code Logplex-Frame-Id}, the same on every retry of a batch; empty when not sent
 * @param fields fields for every line, from the {@code X-Sumo-Fields} header
 * @param body the body, decompressed; not copied
 * @param savedLog whether the lines were saved before and are sent now: their own times are
 *     believed however old they are
 */
public record Delivery(
    long receiptMicros,
    long account,
    int retentionDays,
    Origin origin,
    Framing framing,
    String frameId,
    Map<String, String> fields,
    ByteBuffer body,
    boolean savedLog) {

  /** A delivery of lines that were written just now. */
  public Delivery(
      long receiptMicros,
      long account,
      int retentionDays,
      Origin origin,
      Framing framing,
      String frameId,
      Map<String, String> fields,
      ByteBuffer body) {
    this(receiptMicros, account, retentionDays, origin, framing, frameId, fields, body, false);
  }

  /**
   * Where a delivery came in.
   *
   * @param name {@code _sourcename}: the drain token for Logplex
   * @param host {@code _sourcehost}
   * @param category {@code _sourcecategory}
   */
  public record Origin(
      long collectorId,
      String collector,
      long sourceId,
      String source,
      String category,
      String host,
      String name) {}

  /** How a body is cut into lines. */
  public enum Framing {
    /** Logplex: octet-counted syslog frames. */
    LOGPLEX(1),
    /** Lines of text. */
    TEXT(2);

    private final int code;

    Framing(int code) {
      this.code = code;
    }

    private static Framing of(int code) throws WalException {
      for (Framing framing : values()) {
        if (framing.code == code) {
          return framing;
        }
      }
      throw new WalException("expected a framing code of 1 or 2 in a delivery, found " + code);
    }
  }

  private static final int VERSION = 1;

  /** Version 1, of a saved log. Programs that do not know it would give its lines other times. */
  private static final int VERSION_SAVED_LOG = 2;

  /** This delivery as a log entry. */
  public ByteBuffer encode() {
    ByteBuffer head = head();
    return ByteBuffer.allocate(head.remaining() + body.remaining())
        .put(head)
        .put(body.duplicate())
        .flip();
  }

  /** What of the log entry stands before the body, which is its rest as it is. */
  ByteBuffer head() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(savedLog ? VERSION_SAVED_LOG : VERSION);
      out.writeLong(receiptMicros);
      out.writeLong(account);
      out.writeInt(retentionDays);
      out.writeLong(origin.collectorId);
      text(out, origin.collector);
      out.writeLong(origin.sourceId);
      text(out, origin.source);
      text(out, origin.category);
      text(out, origin.host);
      text(out, origin.name);
      out.writeByte(framing.code);
      text(out, frameId);
      out.writeShort(fields.size());
      for (Map.Entry<String, String> field : fields.entrySet()) {
        text(out, field.getKey());
        text(out, field.getValue());
      }
      out.writeInt(body.remaining());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  /**
   * The delivery in a log entry.
   *
   * @param entry read to its end; the delivery's body is a view of it
   * @throws WalException when the entry was written by a newer version
   */
  public static Delivery decode(ByteBuffer entry) throws WalException {
    int version = entry.get();
    if (version != VERSION && version != VERSION_SAVED_LOG) {
      throw new WalException(
          "expected a delivery of version "
              + VERSION
              + " or "
              + VERSION_SAVED_LOG
              + " in the write-ahead log, found version "
              + version
              + ": start the version of Tailwater that wrote it, let it flush, and upgrade again");
    }
    long receiptMicros = entry.getLong();
    long account = entry.getLong();
    int retentionDays = entry.getInt();
    Origin origin =
        new Origin(
            entry.getLong(),
            text(entry),
            entry.getLong(),
            text(entry),
            text(entry),
            text(entry),
            text(entry));
    Framing framing = Framing.of(entry.get());
    String frameId = text(entry);
    int count = entry.getShort();
    Map<String, String> fields = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      fields.put(text(entry), text(entry));
    }
    int length = entry.getInt();
    ByteBuffer body = entry.slice(entry.position(), length);
    entry.position(entry.position() + length);
    return new Delivery(
        receiptMicros,
        account,
        retentionDays,
        origin,
        framing,
        frameId,
        fields,
        body,
        version == VERSION_SAVED_LOG);
  }

  /** No head, which is everything before the body, is larger: HTTP headers are limited to less. */
  static final int MAX_HEAD_BYTES = 256 << 10;

  /** Bytes of an entry whose texts are all empty. */
  static final int MIN_BYTES = 1 + 8 + 8 + 4 + 8 + 4 + 8 + 4 * 4 + 1 + 4 + 2 + 4;

  /**
   * A cheap look whether bytes may be an entry: version, framing and lengths must fit together.
   * Bytes that are none hardly ever pass.
   *
   * @param bytes with {@link #MAX_HEAD_BYTES} of the entry, or all of it
   * @param at where in them the entry would begin
   * @param length how long it would be
   */
  static boolean mayBe(ByteBuffer bytes, int at, int length) {
    byte version = bytes.get(at);
    if (version != VERSION && version != VERSION_SAVED_LOG) {
      return false;
    }
    int limit = Math.min(bytes.limit(), at + length);
    int next = skipText(bytes, at + 1 + 8 + 8 + 4 + 8, limit);
    next = next < 0 ? next : next + 8;
    for (int text = 0; text < 4 && next >= 0; text++) {
      next = skipText(bytes, next, limit);
    }
    if (next < 0 || next >= limit || bytes.get(next) < 1 || bytes.get(next) > 2) {
      return false;
    }
    next = skipText(bytes, next + 1, limit);
    if (next < 0 || next + 2 > limit) {
      return false;
    }
    int count = bytes.getShort(next);
    next += 2;
    for (int text = 0; text < 2 * count && next >= 0; text++) {
      next = skipText(bytes, next, limit);
    }
    return next >= 0 && next + 4 <= limit && next + 4L + bytes.getInt(next) == at + (long) length;
  }

  /** Where a text ends; -1 when it does not end before the limit. */
  private static int skipText(ByteBuffer bytes, int at, int limit) {
    if (at + 4 > limit) {
      return -1;
    }
    int length = bytes.getInt(at);
    return length < 0 || length > limit - at - 4 ? -1 : at + 4 + length;
  }

  private static void text(DataOutputStream out, String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
