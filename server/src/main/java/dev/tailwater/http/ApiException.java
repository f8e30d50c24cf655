package dev.tailwater.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be answered as asked. Thrown by handlers, turned into the JSON that the
 * path's API promises by {@link Errors}.
 *
 * <p>The message goes to the caller as it is: what was expected, what was found, where, what next;
 * never a secret.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, Object> details = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * @param status the HTTP status, 400 or above
   * @param code the machine-readable code that clients compare
   */
  public ApiException(int status, String code, String message) {
    this(status, code, message, null);
  }

  public ApiException(int status, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.code = code;
  }

  /** 400. */
  public static ApiException badRequest(String code, String message) {
    return new ApiException(400, code, message);
  }

  /** 404; also for what belongs to another account, so that its existence does not show. */
  public static ApiException notFound(String message) {
    return new ApiException(404, "notfound", message);
  }

  /** 429 with the time after which another try makes sense. */
  public static ApiException tooMany(String message, Duration retryAfter) {
    return new ApiException(429, "rate.limit.exceeded", message)
        .header("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }

  /** Adds a scalar to the flat error shape, for example the line of a query error. */
  public ApiException detail(String name, Object scalar) {
    details.put(name, scalar);
    return this;
  }

  /** Adds a header to the answer. */
  public ApiException header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The machine-readable code. */
  public String code() {
    return code;
  }

  Map<String, Object> details() {
    return details;
  }

  Map<String, String> headers() {
    return headers;
  }
}
