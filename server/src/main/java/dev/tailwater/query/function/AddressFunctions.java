package dev.tailwater.query.function;

import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.util.List;
import java.util.OptionalLong;

/** Functions on IP addresses as text; null where an argument is none, unless they are tests. */
final class AddressFunctions {
  private static final EngineFunction NUMBER =
      new EngineFunction("tailwater_ipv4", List.of(Type.STRING), Type.LONG, a -> Ipv4.number(a[0]));
  private static final EngineFunction PRIVATE =
      new EngineFunction(
          "tailwater_ipv4_private", List.of(Type.STRING), Type.BOOLEAN, a -> Ipv4.isPrivate(a[0]));
  private static final EngineFunction RESERVED =
      new EngineFunction(
          "tailwater_ipv4_reserved",
          List.of(Type.STRING),
          Type.BOOLEAN,
          a -> Ipv4.isReserved(a[0]));
  private static final EngineFunction IPV6 =
      new EngineFunction(
          "tailwater_ipv6", List.of(Type.STRING), Type.BOOLEAN, a -> Ipv6.isAddress(a[0]));
  private static final EngineFunction NETWORK =
      new EngineFunction(
          "tailwater_ipv4_network",
          List.of(Type.STRING, Type.LONG),
          Type.STRING,
          a -> Ipv4.network(a[0], a[1]));
  private static final EngineFunction SAME_NETWORK =
      new EngineFunction(
          "tailwater_ipv4_same_network",
          List.of(Type.STRING, Type.STRING, Type.LONG),
          Type.BOOLEAN,
          a -> Ipv4.sameNetwork(a[0], a[1], a[2]));
  private static final EngineFunction MASK =
      new EngineFunction(
          "tailwater_ipv4_mask", List.of(Type.LONG), Type.STRING, a -> Ipv4.mask(a[0]));

  private static final String DROPS =
      "Rows where ip is no IPv4 address are dropped. Inside `or`, or in a branch of `if`, the test is"
          + " null for them instead, which counts as false.";

  static final List<Function> ALL =
      List.of(
          Function.of(
                  "isValidIP(s)",
                  1,
                  1,
                  "true if s is an IPv4 or IPv6 address",
                  "isValidIP(\"10.255.255.255\")",
                  a ->
                      Value.truth("(" + isIpv4(a).sql() + " OR " + IPV6.call(a.get(0)).sql() + ")"))
              .calling(NUMBER, IPV6),
          Function.of(
                  "isValidIPv4(s)",
                  1,
                  1,
                  "true if s is an IPv4 address",
                  "isValidIPv4(\"127.0.500.1\")",
                  AddressFunctions::isIpv4)
              .calling(NUMBER),
          Function.of(
                  "isValidIPv6(s)",
                  1,
                  1,
                  "true if s is an IPv6 address",
                  "isValidIPv6(\"2001:db8::1\")",
                  a -> IPV6.call(a.get(0)))
              .calling(IPV6),
          Function.of(
                  "isPrivateIP(ip)",
                  1,
                  1,
                  "true if the IPv4 address belongs to a private network",
                  "isPrivateIP(\"192.168.0.1\")",
                  a -> tested(PRIVATE.call(a.get(0)), a))
              .details("Those are 10/8, 172.16/12 and 192.168/16. " + DROPS)
              .calling(NUMBER, PRIVATE),
          Function.of(
                  "isPublicIP(ip)",
                  1,
                  1,
                  "true if the IPv4 address is not reserved",
                  "isPublicIP(\"8.8.8.8\")",
                  a -> tested(Value.truth("(NOT " + RESERVED.call(a.get(0)).sql() + ")"), a))
              .details(DROPS)
              .calling(NUMBER, RESERVED),
          Function.of(
                  "isReservedIP(ip)",
                  1,
                  1,
                  "true if the IPv4 address is for special use after RFC 5735",
                  "isReservedIP(\"169.254.0.0\")",
                  a -> tested(RESERVED.call(a.get(0)), a))
              .details("Private addresses are among them. " + DROPS)
              .calling(NUMBER, RESERVED),
          Function.of(
                  "ipv4ToNumber(ip)",
                  1,
                  1,
                  "an IPv4 address as a number from 0 to 4294967295",
                  "ipv4ToNumber(\"10.0.0.1\")",
                  a -> NUMBER.call(a.get(0)))
              .calling(NUMBER),
          Function.of(
                  "getCIDRPrefix(ip, length)",
                  2,
                  2,
                  "the address of the network of that prefix length, 0 to 32, that ip is in",
                  "getCIDRPrefix(\"10.10.1.35\", \"27\")",
                  a -> NETWORK.call(a.get(0), length(a, 1)))
              .calling(NETWORK),
          Function.of(
                  "compareCIDRPrefix(ip1, ip2, length)",
                  3,
                  3,
                  "true if both IPv4 addresses are in one network of that prefix length",
                  "compareCIDRPrefix(\"10.10.1.32\", \"10.10.1.44\", \"27\")",
                  a -> SAME_NETWORK.call(a.get(0), a.get(1), length(a, 2)))
              .calling(SAME_NETWORK),
          Function.of(
                  "maskFromCIDR(length)",
                  1,
                  1,
                  "the mask of networks of that prefix length",
                  "maskFromCIDR(\"27\")",
                  a -> MASK.call(length(a, 0)))
              .calling(MASK));

  private AddressFunctions() {}

  private static Value isIpv4(Arguments a) {
    return Value.truth("(" + NUMBER.call(a.get(0)).sql() + " IS NOT NULL)");
  }

  private static Value tested(Value test, Arguments a) {
    a.require(isIpv4(a).sql());
    return test;
  }

  private static Value length(Arguments a, int i) {
    OptionalLong constant = a.constant(i);
    if (constant.isPresent() && (constant.getAsLong() < 0 || constant.getAsLong() > Ipv4.BITS)) {
      throw a.expected(i, "a prefix length from 0 to " + Ipv4.BITS);
    }
    return a.get(i);
  }
}
