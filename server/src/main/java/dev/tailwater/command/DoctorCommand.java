package dev.tailwater.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import dev.tailwater.doctor.Doctor;
import dev.tailwater.doctor.Finding;
import dev.tailwater.doctor.Finding.Severity;
import dev.tailwater.http.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tailwater doctor}: looks whether a data folder is intact. */
@Command(
    name = "doctor",
    description = {
      "Look whether a data folder is intact: log, metadata, table, files. Changes nothing.",
      "Exits with 1 when there is an error. May run beside a server; it says what is inexact then."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "data folder of the server")
  private @Nullable Path data;

  @Option(names = "--deep", description = "read every value of every file, not only the footers")
  private boolean deep;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<Setting, String> commandLine = new EnumMap<>(Setting.class);
    if (data != null) {
      commandLine.put(Setting.DATA, data.toString());
    }
    Settings settings = Settings.load(null, System.getenv(), commandLine);
    Doctor.Report report =
        Doctor.examine(
            settings.path(Setting.DATA).toAbsolutePath().normalize(),
            settings.number(Setting.NODE, 0, 2_047),
            deep,
            Clock.systemUTC());
    PrintWriter out = Output.of(spec);
    if (json) {
      out.println(json(report));
    } else {
      report.findings().forEach(finding -> print(out, finding));
      out.printf(
          "%d errors, %d warnings, %d notes%n",
          report.count(Severity.ERROR),
          report.count(Severity.WARNING),
          report.count(Severity.NOTE));
    }
    out.flush();
    return report.count(Severity.ERROR) == 0 ? 0 : 1;
  }

  private static void print(PrintWriter out, Finding finding) {
    out.printf("%-8s%-9s %s%n", finding.severity(), finding.check(), finding.where());
    if (finding.expected().isEmpty()) {
      out.println("        " + finding.found());
    } else {
      out.println("        expected " + finding.expected());
      out.println("        found    " + finding.found());
    }
    if (!finding.next().isEmpty()) {
      out.println("        next     " + finding.next());
    }
  }

  private static ObjectNode json(Doctor.Report report) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    object.put("data", report.data().toString());
    object.put("running", report.running());
    object.put("deep", report.deep());
    for (Severity severity : Severity.values()) {
      object.put(severity.toString(), report.count(severity));
    }
    var findings = object.putArray("findings");
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("severity", finding.severity().toString())
          .put("check", finding.check().toString())
          .put("where", finding.where())
          .put("expected", finding.expected())
          .put("found", finding.found())
          .put("next", finding.next());
    }
    return object;
  }
}
