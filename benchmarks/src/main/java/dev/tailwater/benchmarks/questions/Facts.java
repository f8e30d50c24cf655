package dev.tailwater.benchmarks.questions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.benchmarks.load.FileLines;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is true of the lines of a file, counted from the file and not by the system that is
 * measured.
 *
 * @param lines all of them
 * @param linesByStatus of the router, by the value of {@code status}
 * @param paths different ones of the router
 * @param buildSucceeded lines with this text
 * @param memoryLines lines that tell {@code memory_rss}
 * @param needle the request id of a line in the middle
 * @param needleLines lines with it
 * @param worstPaths the ten highest numbers of lines with a status of 500 or more of a path
 * @param slowJobs lines in which {@link #SLOW_JOB} is found
 * @param errors lines with ERROR as a word, in any letter case
 */
public record Facts(
    long lines,
    Map<String, Long> linesByStatus,
    long paths,
    long buildSucceeded,
    long memoryLines,
    String needle,
    long needleLines,
    List<Long> worstPaths,
    long slowJobs,
    long errors) {
  /** The regular expression of the seventh question. */
  public static final String SLOW_JOB = "took=9\\d\\dms";

  private static final int WORST = 10;

  /**
   * Counts.
   *
   * @param file octet-counted frames
   * @param most frames to look at
   * @param needle a request id; empty for one from the middle
   * @throws IOException when the file cannot be read, or holds no router line
   */
  public static Facts of(Path file, long most, String needle) throws IOException {
    Counter counter = new Counter();
    FileLines lines = new FileLines(file, most);
    lines.eachFrame(frame -> counter.add(new String(frame, ISO_8859_1)));
    String id = needle;
    if (id.isEmpty()) {
      id = counter.middleId(lines);
    }
    long[] found = new long[1];
    String sought = id;
    lines.eachFrame(frame -> {
      if (new String(frame, ISO_8859_1).contains(sought)) {
        found[0]++;
      }
    });
    return counter.facts(id, found[0]);
  }

  /** Reads what {@link #write} wrote. */
  public static Facts read(Path file) throws IOException {
    return Json.MAPPER.convertValue(
        Json.MAPPER.readTree(Files.readString(file)), new TypeReference<Facts>() {});
  }

  /** Keeps them beside the data. */
  public void write(Path file) throws IOException {
    ObjectNode json = Json.MAPPER.valueToTree(this);
    Files.writeString(file, json.toString());
  }

  private static final class Counter {
    private static final String ROUTER = " heroku router - ";
    private static final Pattern SLOW = Pattern.compile(SLOW_JOB);
    private static final Pattern ERROR =
        Pattern.compile("(?<![A-Za-z0-9_])error(?![A-Za-z0-9_])", Pattern.CASE_INSENSITIVE);

    private final Map<String, Long> byStatus = new TreeMap<>();
    private final Map<String, Long> failuresByPath = new HashMap<>();
    private final Map<String, Long> byPath = new HashMap<>();
    private long lines;
    private long builds;
    private long memory;
    private long slow;
    private long errors;

    void add(String line) {
      lines++;
      if (line.contains(ROUTER)) {
        addRouter(line);
      } else {
        builds += line.contains("Build succeeded") ? 1 : 0;
        memory += line.contains("sample#memory_rss=") ? 1 : 0;
      }
      slow += SLOW.matcher(line).find() ? 1 : 0;
      errors += ERROR.matcher(line).find() ? 1 : 0;
    }

    private void addRouter(String line) {
      String status = value(line, " status=", ' ');
      String path = value(line, " path=\"", '"');
      byStatus.merge(status, 1L, Long::sum);
      byPath.merge(path, 1L, Long::sum);
      if (status.startsWith("5")) {
        failuresByPath.merge(path, 1L, Long::sum);
      }
    }

    /** The request id of the first router line from the middle on. */
    String middleId(FileLines file) throws IOException {
      long[] at = new long[1];
      String[] id = {""};
      file.eachFrame(frame -> {
        if (at[0]++ >= lines / 2 && id[0].isEmpty()) {
          String line = new String(frame, ISO_8859_1);
          id[0] = line.contains(ROUTER) ? value(line, " request_id=", ' ') : "";
        }
      });
      if (id[0].isEmpty()) {
        throw new IOException(
            "expected a router line with a request_id in the second half of the file, found none;"
                + " name an id with --needle");
      }
      return id[0];
    }

    Facts facts(String needle, long needleLines) {
      return new Facts(
          lines,
          byStatus,
          byPath.size(),
          builds,
          memory,
          needle,
          needleLines,
          failuresByPath.values().stream().sorted(Comparator.reverseOrder()).limit(WORST).toList(),
          slow,
          errors);
    }

    private static String value(String line, String before, char after) {
      int from = line.indexOf(before);
      if (from < 0) {
        return "";
      }
      from += before.length();
      int to = line.indexOf(after, from);
      return line.substring(from, to < 0 ? line.length() : to).strip();
    }
  }
}
