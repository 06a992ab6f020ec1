package org.unit430.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which sources this program was built from, so that a report can be traced to them.
 *
 * @param version the project's version
 * @param commit the git commit in 12 digits, followed by {@code -dirty} if the checkout had changes
 *     on top of it; or {@code unknown} when built outside a checkout
 */
public record BuildInfo(String version, String commit) {
  /** Returns what the build wrote beside this class. */
  public static BuildInfo current() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is missing from the program");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(properties);
  }

  static BuildInfo of(Properties properties) {
    return new BuildInfo(required(properties, "version"), required(properties, "commit"));
  }

  private static String required(Properties properties, String key) {
    String value = properties.getProperty(key);
    if (value == null || value.isBlank() || value.contains("$")) {
      throw new IllegalStateException("build.properties: the build did not fill in " + key);
    }
    return value;
  }

  /** Returns one line such as {@code unit430 0.1.0 (commit 1a2b3c4d5e6f-dirty)}. */
  @Override
  public String toString() {
    return "unit430 " + version + " (commit " + commit + ")";
  }
}
