package dev.kafkamirror.replicator.convert;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives Kubernetes names that no other object of the conversion has. */
final class Names {
  private static final int LONGEST = 52;

  private final Set<String> taken = new HashSet<>();

  /**
   * @param wish made of the user's aliases, which may have capitals and any other characters
   */
  String next(String wish) {
    String plain =
        wish.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String base = plain.isEmpty() ? "mirror" : plain;
    String name = cut(base, LONGEST);
    for (int i = 2; !taken.add(name); i++) {
      String number = "-" + i;
      name = cut(base, LONGEST - number.length()) + number;
    }
    return name;
  }

  private static String cut(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length).replaceAll("-$", "");
  }
}
