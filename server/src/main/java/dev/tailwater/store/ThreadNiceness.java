package dev.tailwater.store;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the calling thread give way to others. Java's own thread priorities do nothing on Linux
 * unless the JVM is told so and runs as root.
 */
final class ThreadNiceness {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadNiceness.class);

  /** From setpriority(2); with 0 for "who", Linux means the calling thread. */
  private static final int PRIO_PROCESS = 0;

  private static final int NICE = 10;

  private ThreadNiceness() {}

  /** The thread gets a tenth of a processor that another one wants, and all of an idle one. */
  @SuppressWarnings("restricted")
  static void lower() {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      // Elsewhere "who" 0 is the whole process.
      return;
    }
    try {
      Linker linker = Linker.nativeLinker();
      MethodHandle setPriority =
          linker.downcallHandle(
              linker.defaultLookup().find("setpriority").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT));
      int failed = (int) setPriority.invokeExact(PRIO_PROCESS, 0, NICE);
      if (failed != 0) {
        LOG.debug("the system refuses to lower the priority of the upkeep");
      }
    } catch (Throwable e) {
      // It works all the same, only with more weight.
      LOG.debug("cannot lower the priority of the upkeep", e);
    }
  }
}
