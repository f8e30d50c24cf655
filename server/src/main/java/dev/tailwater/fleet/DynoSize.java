package dev.tailwater.fleet;

/** Dyno types as scaling lines name them, with the memory at which R14 begins. */
enum DynoSize {
  BASIC("Basic", 512),
  STANDARD_1X("Standard-1X", 512),
  STANDARD_2X("Standard-2X", 1024),
  PERFORMANCE_M("Performance-M", 2560);

  final String label;
  final int quotaMegabytes;

  DynoSize(String label, int quotaMegabytes) {
    this.label = label;
    this.quotaMegabytes = quotaMegabytes;
  }
}
