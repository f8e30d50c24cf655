package dev.tailwater.fleet;

/**
 * A line of a Procfile and how many dynos run it.
 *
 * @param restMegabytes memory of a process that is warm
 * @param restLoad load average of a process that has little to do
 */
record ProcessType(
    String name,
    int quantity,
    DynoSize size,
    String command,
    double restMegabytes,
    double restLoad) {

  ProcessType times(int newQuantity) {
    return new ProcessType(name, newQuantity, size, command, restMegabytes, restLoad);
  }

  boolean isWeb() {
    return name.equals("web");
  }
}
