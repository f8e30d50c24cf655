package dev.tailwater;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("tailwater");
  }
}
